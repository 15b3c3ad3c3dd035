namespace Sluice.Analytics.Queries;

/// <summary>A request asks for what cannot be answered, or for more than is allowed. The message is for the one who asks.</summary>
public sealed class QueryRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public QueryRefusedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

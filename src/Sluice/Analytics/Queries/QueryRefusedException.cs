namespace Sluice.Analytics.Queries;

/// <summary>A request cannot be answered, or exceeds a limit. The message is meant for the client.</summary>
public sealed class QueryRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public QueryRefusedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

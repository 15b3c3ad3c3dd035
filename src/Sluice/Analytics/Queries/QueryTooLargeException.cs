namespace Sluice.Analytics.Queries;

/// <summary>A request asks for more than a query may be. The message is for the one who asks.</summary>
public sealed class QueryTooLargeException : Exception
{
    /// <summary>Creates the exception.</summary>
    public QueryTooLargeException(string message)
        : base(message)
    {
    }
}

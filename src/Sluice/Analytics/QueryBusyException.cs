namespace Sluice.Analytics;

/// <summary>The limit of running queries is reached, and none ended while this one waited. The message is meant for the client.</summary>
public sealed class QueryBusyException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="retryAfter">How long to wait before asking again.</param>
    public QueryBusyException(string message, TimeSpan retryAfter)
        : base(message) => RetryAfter = retryAfter;

    /// <summary>How long to wait before asking again.</summary>
    public TimeSpan RetryAfter { get; }
}

namespace Sluice.Analytics;

/// <summary>As many queries run as may at a time, and none has ended while this one waited. The message is for the one who asks.</summary>
public sealed class QueryBusyException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What it is.</param>
    /// <param name="retryAfter">How long to wait before asking again.</param>
    public QueryBusyException(string message, TimeSpan retryAfter)
        : base(message) => RetryAfter = retryAfter;

    /// <summary>How long to wait before asking again.</summary>
    public TimeSpan RetryAfter { get; }
}

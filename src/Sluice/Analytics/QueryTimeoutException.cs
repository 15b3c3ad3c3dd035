namespace Sluice.Analytics;

/// <summary>A query took longer than it may. The message is for the one who asks.</summary>
public sealed class QueryTimeoutException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="innerException">What ended it.</param>
    public QueryTimeoutException(TimeSpan limit, Exception? innerException = null)
        : base($"The query took longer than the {limit.TotalSeconds:0.###} s that a query may take: ask for less.", innerException)
    {
    }
}

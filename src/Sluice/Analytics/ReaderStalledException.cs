namespace Sluice.Analytics;

/// <summary>Who asked for an answer takes nothing of it any more, so it is broken off: its query must not wait for ever.</summary>
public sealed class ReaderStalledException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="limit">How long nothing was taken.</param>
    /// <param name="innerException">What ended the wait.</param>
    public ReaderStalledException(TimeSpan limit, Exception? innerException = null)
        : base($"Nothing of the answer was taken for {limit.TotalSeconds:0.###} s.", innerException)
    {
    }
}

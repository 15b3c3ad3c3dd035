using System.Globalization;

namespace Sluice.Analytics;

/// <summary>The client has stopped reading an answer, so the answer is ended: its query must not wait forever.</summary>
public sealed class ReaderStalledException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="limit">How long the client read nothing.</param>
    /// <param name="innerException">The exception that ended the wait.</param>
    public ReaderStalledException(TimeSpan limit, Exception? innerException = null)
        : base(string.Create(CultureInfo.InvariantCulture, $"The client has read nothing of the answer for {limit.TotalSeconds:0.###} s."),
            innerException)
    {
    }
}

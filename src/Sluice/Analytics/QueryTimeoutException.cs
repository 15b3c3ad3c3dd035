using System.Globalization;

namespace Sluice.Analytics;

/// <summary>A query took longer than allowed. The message is meant for the client.</summary>
public sealed class QueryTimeoutException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="limit">How long it was allowed to take.</param>
    /// <param name="innerException">The exception that ended it.</param>
    public QueryTimeoutException(TimeSpan limit, Exception? innerException = null)
        : base(string.Create(CultureInfo.InvariantCulture,
            $"The query took longer than the allowed {limit.TotalSeconds:0.###} s: ask for less."), innerException)
    {
    }
}

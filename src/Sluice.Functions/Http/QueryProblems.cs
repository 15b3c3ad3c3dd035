using Sluice.Analytics;
using Sluice.Warehouse;

namespace Sluice.Functions.Http;

/// <summary>The problems of queries.</summary>
internal static class QueryProblems
{
    /// <summary>The problem of an exception whose message is for the one who asks, or <see langword="null"/> if it is another.</summary>
    public static RequestException? Of(Exception exception) => exception switch
    {
        QueryRefusedException or QueryValueException => RequestException.Wrong(exception.Message),
        QueryTimeoutException => RequestException.TooLong(exception.Message),
        _ => null,
    };
}

namespace Sluice.Analytics.Queries;

/// <summary>A request cannot be answered, or exceeds a limit. The message is meant for the client.</summary>
public sealed class QueryRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public QueryRefusedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the request is right by the standard, but asks for something that this service does not have.</summary>
    public bool IsUnsupported { get; private init; }

    /// <summary>The refusal of what the standard has and this service does not.</summary>
    public static QueryRefusedException Unsupported(string message) => new(message) { IsUnsupported = true };
}


namespace Sluice.Hosting.Triggers;

/// <summary>
/// A failure that the log has told of. Whoever calls a function must see it, to try again, and prints what it sees several times: so it has
/// no stack trace, and does not say why.
/// </summary>
/// <param name="message">What failed, as a sentence.</param>
/// <param name="reason">Why, as a sentence, if no load has recorded it; else <see langword="null"/>.</param>
public class LoggedException(string message, string? reason = null) : Exception(message)
{
    /// <summary>Why, as a sentence, or <see langword="null"/> if a load has recorded it or nothing has failed.</summary>
    public string? Reason => reason;

    /// <inheritdoc/>
    public override string? StackTrace => null;

    /// <inheritdoc/>
    public override string ToString() => Message;
}

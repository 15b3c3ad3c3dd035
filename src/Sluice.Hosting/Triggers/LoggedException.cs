namespace Sluice.Hosting.Triggers;

/// <summary>
/// A failure that is already in the log. The host must see an exception to try again, but it prints the exception several times, so this
/// one has no stack trace and no reason in its message.
/// </summary>
/// <param name="message">What failed, as a sentence.</param>
/// <param name="reason">The reason as a sentence; <see langword="null"/> if a load has recorded it.</param>
internal class LoggedException(string message, string? reason = null) : Exception(message)
{
    /// <summary>The reason as a sentence; <see langword="null"/> if a load has recorded it or the work was stopped.</summary>
    public string? Reason => reason;

    /// <inheritdoc/>
    public override string? StackTrace => null;

    /// <inheritdoc/>
    public override string ToString() => Message;
}

namespace Sluice.Local;

/// <summary>Ends a command with an exit code, and one sentence on standard error that says why.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>Creates the exception.</summary>
    public CommandException(int exitCode, string message, Exception? innerException = null)
        : base(message, innerException) => ExitCode = exitCode;

    /// <summary>The exit code, one of <see cref="Local.ExitCode"/>.</summary>
    public int ExitCode { get; }
}

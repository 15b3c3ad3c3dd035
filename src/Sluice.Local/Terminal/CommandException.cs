namespace Sluice.Local.Terminal;

/// <summary>Ends a command with an exit code and one sentence on standard error.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>Creates the exception.</summary>
    public CommandException(int exitCode, string message, Exception? innerException = null)
        : base(message, innerException) => ExitCode = exitCode;

    /// <summary>The exit code, one of <see cref="ExitCode"/>.</summary>
    public int ExitCode { get; }

    /// <summary>Ends the command if an argument or an option is wrong.</summary>
    /// <param name="fault">What is wrong, as a sentence; <see langword="null"/> if nothing is.</param>
    /// <exception cref="CommandException"><paramref name="fault"/> is not <see langword="null"/>.</exception>
    public static void ThrowUsage(string? fault)
    {
        if (fault is not null)
        {
            throw new CommandException(Terminal.ExitCode.Usage, fault);
        }
    }
}

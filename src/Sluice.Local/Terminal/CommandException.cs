
namespace Sluice.Local.Terminal;

/// <summary>Ends a command with an exit code, and one sentence on standard error that says why.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>Creates the exception.</summary>
    public CommandException(int exitCode, string message, Exception? innerException = null)
        : base(message, innerException) => ExitCode = exitCode;

    /// <summary>The exit code, one of <see cref="ExitCode"/>.</summary>
    public int ExitCode { get; }

    /// <summary>Ends the command if something is wrong with what it was given.</summary>
    /// <param name="fault">What, as a sentence; <see langword="null"/> if nothing.</param>
    /// <exception cref="CommandException">Something is.</exception>
    public static void ThrowUsage(string? fault)
    {
        if (fault is not null)
        {
            throw new CommandException(Terminal.ExitCode.Usage, fault);
        }
    }
}

namespace Sluice.Local.Terminal;

/// <summary>The exit codes of the process.</summary>
internal static class ExitCode
{
    /// <summary>Success.</summary>
    public const int Ok = 0;

    /// <summary>The data is wrong: rejects were found, a load was refused, or counts do not match.</summary>
    public const int Data = 1;

    /// <summary>The command line, a setting or the lake definition is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The warehouse or the storage is not available.</summary>
    public const int Unavailable = 3;

    /// <summary>A defect of Sluice: an unexpected error.</summary>
    public const int Defect = 70;

    /// <summary>Stopped by Ctrl+C or SIGTERM.</summary>
    public const int Interrupted = 130;
}

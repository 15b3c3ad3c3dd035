
namespace Sluice.Local.Terminal;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Ok = 0;

    /// <summary>The data is at fault: rejects found, a load refused, counts that do not add up.</summary>
    public const int Data = 1;

    /// <summary>The command line, a setting or the lake definition is at fault.</summary>
    public const int Usage = 2;

    /// <summary>The warehouse or the storage is not available.</summary>
    public const int Unavailable = 3;

    /// <summary>Sluice is at fault: an error that it does not know.</summary>
    public const int Defect = 70;

    /// <summary>It was asked to end: Ctrl+C or SIGTERM.</summary>
    public const int Interrupted = 130;
}

using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.Hosting;

/// <summary>The app cannot start. The message is one sentence that says why and what to do; it has no secret.</summary>
public class StartException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public StartException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// What to tell of an exception that ended the start: its message, if it is one that was written for the reader, a lake definition's
    /// errors included; <see langword="null"/> if it is a fault of the program.
    /// </summary>
    public static string? SentenceOf(Exception exception) =>
        exception is StartException or LakeDefinitionException or WarehouseUnavailableException ? exception.Message : null;
}

using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.Hosting;

/// <summary>The app cannot start. The message says why and what to do, without secrets.</summary>
internal class StartException : Exception
{
    /// <summary>Creates the exception.</summary>
    public StartException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// The message of an exception that ended the start, if it was written for the person who starts the app; <see langword="null"/> if the
    /// exception is a defect of the program.
    /// </summary>
    public static string? SentenceOf(Exception exception) =>
        exception is StartException or LakeDefinitionException or WarehouseUnavailableException ? exception.Message : null;
}

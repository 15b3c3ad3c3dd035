namespace Sluice.Lake;

/// <summary>A file as a whole cannot be read as its dataset. The message says what, where, why and what to do.</summary>
public sealed class FileRefusedException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public FileRefusedException(string message)
        : base(message)
    {
    }
}

namespace Sluice.Local.Storage;

/// <summary>Azurite cannot be used. The message is one sentence that says why and what to do.</summary>
public sealed class AzuriteException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public AzuriteException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

namespace Sluice.Local.Storage;

/// <summary>Azurite cannot be used. The message says why and what to do.</summary>
internal sealed class AzuriteException : Exception
{
    /// <summary>Creates the exception.</summary>
    public AzuriteException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

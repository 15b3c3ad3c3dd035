namespace Sluice.Warehouse;

/// <summary>The warehouse cannot be opened. The message is one sentence that says why and what to do.</summary>
public sealed class WarehouseUnavailableException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public WarehouseUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

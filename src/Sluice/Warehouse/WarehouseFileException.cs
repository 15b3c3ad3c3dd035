namespace Sluice.Warehouse;

/// <summary>The file that is named as the warehouse cannot be one, whenever it is tried again: another must be named.</summary>
public sealed class WarehouseFileException : WarehouseUnavailableException
{
    /// <summary>Creates the exception with its sentence.</summary>
    public WarehouseFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

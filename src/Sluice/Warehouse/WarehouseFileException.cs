namespace Sluice.Warehouse;

/// <summary>The file configured as the warehouse can never be one. A retry does not help: the setting must change.</summary>
public sealed class WarehouseFileException : WarehouseUnavailableException
{
    /// <summary>Creates the exception with its sentence.</summary>
    public WarehouseFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

namespace Sluice.Warehouse;

/// <summary>
/// What a transaction wrote is lost, for a reason that passes by itself: a connection that was cut, a deadlock, a server that moved.
/// Nothing of it was committed. The same load done again goes on at the file's last commit.
/// </summary>
public sealed class WarehouseInterruptedException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public WarehouseInterruptedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

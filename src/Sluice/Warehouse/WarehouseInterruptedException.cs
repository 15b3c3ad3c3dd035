namespace Sluice.Warehouse;

/// <summary>
/// A transaction was lost to a transient fault: a broken connection, a deadlock, a failover. None of it was committed. Repeating the load
/// resumes at the file's last commit.
/// </summary>
public sealed class WarehouseInterruptedException : Exception
{
    /// <summary>Creates the exception with its sentence.</summary>
    public WarehouseInterruptedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

namespace Sluice.Warehouse;

/// <summary>Another load committed to the same file: the compare-and-swap on its checkpoint failed.</summary>
public sealed class CheckpointConflictException : Exception
{
    /// <summary>Creates the exception for a file.</summary>
    public CheckpointConflictException(string path)
        : base($"Another load has committed to {path} meanwhile; what this load had not committed is discarded.")
    {
    }
}

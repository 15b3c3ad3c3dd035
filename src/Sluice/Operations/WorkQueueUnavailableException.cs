namespace Sluice.Operations;

/// <summary>The queue of the work cannot be reached. The message is one sentence that says why.</summary>
public sealed class WorkQueueUnavailableException : IOException
{
    /// <summary>Creates the exception with its sentence.</summary>
    public WorkQueueUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

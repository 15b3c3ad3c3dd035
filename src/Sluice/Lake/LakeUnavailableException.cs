namespace Sluice.Lake;

/// <summary>The lake does not do what it is asked to. The message is one sentence that says what, and why.</summary>
public sealed class LakeUnavailableException : IOException
{
    /// <summary>Creates the exception with its sentence.</summary>
    public LakeUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

namespace Sluice.Lake;

/// <summary>
/// The lake's storage cannot be reached or refuses a request. The message is one sentence that says what failed, and why.
/// </summary>
public sealed class LakeUnavailableException : IOException
{
    /// <summary>Creates the exception with its sentence.</summary>
    public LakeUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

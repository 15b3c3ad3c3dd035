namespace Sluice.Validation.Keys;

/// <summary>
/// A resumed reading found a key that is not greater than the last known one. The earlier rows must be read for their keys.
/// </summary>
internal sealed class KeysUnknownException : Exception
{
    /// <summary>Creates the exception.</summary>
    public KeysUnknownException()
        : base("Keys of the rows before must be known.")
    {
    }
}

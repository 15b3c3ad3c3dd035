namespace Sluice.Validation.Keys;

/// <summary>
/// A key came that is not above all before it, where of those before the greatest alone is known: the rows before must be read for theirs.
/// </summary>
internal sealed class KeysUnknownException : Exception
{
    /// <summary>Creates the exception.</summary>
    public KeysUnknownException()
        : base("Keys of the rows before must be known.")
    {
    }
}

namespace Sluice.Lake;

/// <summary>
/// What is done with values that are somebody's secret (<c>sluice:sensitive</c>). Whatever it is, they are in no message and no raw
/// record of a reject: asterisks stand in their place.
/// </summary>
public enum Sensitivity
{
    /// <summary>They are no secret; the default.</summary>
    None,

    /// <summary>They are not loaded: the column is there and has no value.</summary>
    Drop,

    /// <summary>
    /// The column has the keyed hash of the text (HMAC-SHA256, 64 lower-case hexadecimal digits): equal texts stay equal, and cannot be
    /// had back. The key is the setting <c>Sensitive__HashKey</c>.
    /// </summary>
    Hash,

    /// <summary>
    /// The column has asterisks and, of a text of 12 characters or more, its last four: <c>****4242</c>.
    /// </summary>
    Mask,
}

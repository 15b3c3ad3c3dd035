namespace Sluice.Lake.Schema;

/// <summary>
/// How sensitive values are stored (<c>sluice:sensitive</c>). In messages and raw texts of rejects, asterisks always replace them.
/// </summary>
public enum Sensitivity
{
    /// <summary>The values are not sensitive. The default.</summary>
    None,

    /// <summary>The values are not loaded: the column exists and is always null.</summary>
    Drop,

    /// <summary>
    /// The column has the keyed hash of the text (HMAC-SHA256, 64 lower-case hexadecimal digits): equal texts have equal hashes, and the
    /// text cannot be recovered. The key is the setting <c>Sensitive__HashKey</c>.
    /// </summary>
    Hash,

    /// <summary>The column has asterisks. Of a text of 12 characters or more it keeps the last four: <c>****4242</c>.</summary>
    Mask,
}

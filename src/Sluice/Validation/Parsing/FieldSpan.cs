namespace Sluice.Validation.Parsing;

/// <summary>Where a field is in a record.</summary>
/// <param name="RawStart">The start of the raw field, as in the file.</param>
/// <param name="RawEnd">The end of the raw field.</param>
/// <param name="Start">The start of its text.</param>
/// <param name="End">The end of its text.</param>
/// <param name="IsCopied">Whether the text is in the copy buffer, because it differs from the file: it has doubled quotes or
/// escapes.</param>
internal readonly record struct FieldSpan(int RawStart, int RawEnd, int Start, int End, bool IsCopied);

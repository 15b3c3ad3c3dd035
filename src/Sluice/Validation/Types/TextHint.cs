using System.Text;
using Sluice.Text;

namespace Sluice.Validation.Types;

/// <summary>Hints for common problems of texts of any type.</summary>
internal static class TextHint
{
    /// <summary>The greatest length of a text that gets a hint.</summary>
    public const int Longest = 512;

    /// <summary>Texts that people write for "no value".</summary>
    public static ByteSet NullTexts { get; } =
        new(["NA", "N/A", "n/a", "NULL", "Null", "null", "None", "NaN", "nan", "-", "--", "?", "\\N", "#N/A"]);

    /// <summary>A hint if there is white space around a text.</summary>
    public static string? OfWhiteSpace(ReadOnlySpan<byte> text) =>
        WhiteSpace.Trim(text).Length != text.Length ? "there is white space around it, which \"sluice:trim\": true leaves out" : null;

    /// <summary>A hint for a text that is not of its type.</summary>
    /// <param name="text">The text.</param>
    /// <param name="ofType">Gives the hint of the type.</param>
    public static string? Find(ReadOnlySpan<byte> text, Func<string, string?> ofType) =>
        text.Length > Longest ? null
        : text.Contains((byte)0) ? "there is a NUL character in it"
        : OfWhiteSpace(text) ?? ofType(Encoding.UTF8.GetString(text)) ?? OfNull(text);

    /// <summary>A hint if a text commonly means "no value".</summary>
    public static string? OfNull(ReadOnlySpan<byte> text) =>
        !NullTexts.Contains(text) ? null
        : text.SequenceEqual("\\N"u8)
            ? "databases write it for no value: set the dialect's nullSequence to it, or add it to the field's missingValues"
        : "if it means no value, add it to the field's missingValues";
}

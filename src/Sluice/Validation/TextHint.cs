namespace Sluice.Validation;

/// <summary>What is often wrong with texts of any type.</summary>
internal static class TextHint
{
    /// <summary>Says so if there is white space around a text.</summary>
    public static string? OfWhiteSpace(ReadOnlySpan<byte> text) =>
        text.Trim(" \t\r\n"u8).Length != text.Length ? "there is white space around it" : null;
}

using System.Text;

namespace Sluice.Text;

/// <summary>
/// White space as people see it: that of Unicode, with tabs, line breaks and no-break spaces, and the characters without a width that texts
/// are copied with, such as U+200B and U+FEFF.
/// </summary>
internal static class WhiteSpace
{
    // The zero-width space, the word joiner, the byte order mark, and the Mongolian separator, which was a space once.
    private const string WithoutWidth = "\u200B\u2060\uFEFF\u180E";

    /// <summary>A text without the white space around it.</summary>
    /// <param name="text">The text in UTF-8.</param>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        // Nearly all texts begin and end with a visible character of ASCII.
        if (text.Length > 0 && IsVisibleAscii(text[0]) && IsVisibleAscii(text[^1]))
        {
            return text;
        }

        while (text.Length > 0 && IsFirst(text, out var length))
        {
            text = text[length..];
        }

        while (text.Length > 0 && IsLast(text, out var length))
        {
            text = text[..^length];
        }

        return text;
    }

    /// <summary>A text without the white space around it.</summary>
    public static string Trim(string text) => Encoding.UTF8.GetString(Trim(Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether a character is white space.</summary>
    public static bool Contains(Rune rune) =>
        Rune.IsWhiteSpace(rune) || (rune.IsBmp && WithoutWidth.Contains((char)rune.Value, StringComparison.Ordinal));

    private static bool IsVisibleAscii(byte b) => b is > (byte)' ' and < 0x7F;

    private static bool IsFirst(ReadOnlySpan<byte> text, out int length)
    {
        Rune.DecodeFromUtf8(text, out var rune, out length);
        return Contains(rune);
    }

    private static bool IsLast(ReadOnlySpan<byte> text, out int length)
    {
        Rune.DecodeLastFromUtf8(text, out var rune, out length);
        return Contains(rune);
    }
}

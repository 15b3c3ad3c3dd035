using System.Text;

namespace Sluice.Validation;

/// <summary>Short UTF-8 texts as characters, for what only reads characters.</summary>
internal static class AnyText
{
    /// <summary>The longest text of a date or a time, in bytes.</summary>
    public const int Longest = 64;

    /// <summary>Decodes a text of up to <see cref="Longest"/> bytes into a buffer of as many characters, and shortens it to them.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, ref Span<char> chars)
    {
        if (text.Length > Longest || !Encoding.UTF8.TryGetChars(text, chars, out var written))
        {
            return false;
        }

        chars = chars[..written];
        return true;
    }
}

namespace Sluice.Validation.Formats;

/// <summary><c>string</c>, <c>uuid</c>: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12 with hyphens between (RFC 9562).</summary>
internal sealed class UuidFormat : TextFormat
{
    private const int TextLength = 36;

    public override string Expected => "a UUID (8-4-4-4-12 hexadecimal digits)";

    public override bool Fits(ReadOnlySpan<byte> text)
    {
        if (text.Length != TextLength)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit((char)text[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override string? Hint(ReadOnlySpan<byte> text) =>
        text.Length == TextLength + 2 && text[0] == '{' ? "leave out the braces" : base.Hint(text);
}

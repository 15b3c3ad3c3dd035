using System.Buffers;

namespace Sluice.Validation.Formats;

/// <summary>
/// <c>string</c>, <c>email</c>: an address of one mailbox without a display name (RFC 5321, section 4.1.2, and RFC 6531 for characters
/// beyond ASCII).
/// </summary>
internal sealed class EmailFormat : TextFormat
{
    private const int LongestAddress = 254;
    private const int LongestLocalPart = 64;
    private const int LongestLabel = 63;

    private static readonly SearchValues<byte> NotAtom = Except("!#$%&'*+-/=?^_`{|}~."u8);
    private static readonly SearchValues<byte> NotDomain = Except("-."u8);

    public override string Expected => "an email address";

    public override bool Fits(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOf((byte)'@');
        return text.Length <= LongestAddress && at is > 0 and <= LongestLocalPart && IsLocalPart(text[..at]) && IsDomain(text[(at + 1)..]);
    }

    public override string? Hint(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'<') >= 0 ? "give the address alone, without a name" : base.Hint(text);

    private static bool IsLocalPart(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'"', .., (byte)'"'] && text.Length > 2)
        {
            return IsQuoted(text[1..^1]);
        }

        return text.IndexOfAny(NotAtom) < 0 && text[0] != '.' && text[^1] != '.' && text.IndexOf(".."u8) < 0;
    }

    private static bool IsQuoted(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < ' ' || text[i] == 0x7F || text[i] == '"' || (text[i] == '\\' && ++i == text.Length))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'[', .., (byte)']'])
        {
            var literal = text[1..^1];
            return System.Net.IPAddress.TryParse(
                System.Text.Encoding.ASCII.GetString(literal.StartsWith("IPv6:"u8) ? literal[5..] : literal), out _);
        }

        if (text.Length == 0 || text.IndexOfAny(NotDomain) >= 0)
        {
            return false;
        }

        foreach (var range in text.Split((byte)'.'))
        {
            var label = text[range];
            if (label.Length is 0 or > LongestLabel || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }
        }

        return true;
    }

    // All ASCII bytes except letters, digits and these.
    private static SearchValues<byte> Except(ReadOnlySpan<byte> allowed)
    {
        var bytes = new List<byte>();
        for (var b = 0; b < 0x80; b++)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && !allowed.Contains((byte)b))
            {
                bytes.Add((byte)b);
            }
        }

        return SearchValues.Create([.. bytes]);
    }
}

using System.Buffers;

namespace Sluice.Validation.Formats;

/// <summary>
/// <c>string</c>, <c>uri</c>: a URI with a scheme (RFC 3986, section 3); characters that URIs do not allow must be percent-encoded.
/// </summary>
internal sealed class UriTextFormat : TextFormat
{
    private static readonly SearchValues<byte> Characters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%"u8);

    public override string Expected => "a URI";

    public override bool Fits(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        if (colon <= 0 || !IsScheme(text[..colon]) || text.IndexOfAnyExcept(Characters) >= 0 || !AreEscapes(text))
        {
            return false;
        }

        var rest = text[(colon + 1)..];
        var fragment = rest.IndexOf((byte)'#');
        if (fragment >= 0 && rest[(fragment + 1)..].IndexOfAny("#[]"u8) >= 0)
        {
            return false;
        }

        rest = fragment >= 0 ? rest[..fragment] : rest;
        if (!rest.StartsWith("//"u8))
        {
            // Without an authority there is no host, so no brackets. Something must follow the scheme.
            return rest.Length > 0 && rest.IndexOfAny("[]"u8) < 0;
        }

        rest = rest[2..];
        var end = rest.IndexOfAny((byte)'/', (byte)'?');
        var authority = end < 0 ? rest : rest[..end];
        return (end < 0 || rest[end..].IndexOfAny("[]"u8) < 0) && IsAuthority(authority, text[..colon]);
    }

    public override string? Hint(ReadOnlySpan<byte> text) =>
        text.StartsWith("www."u8) || (text.Length > 0 && text.IndexOf((byte)':') < 0)
            ? "it has no scheme, such as \"https:\""
            : base.Hint(text) ?? (text.IndexOfAnyExcept(Characters) >= 0 ? "characters that URIs do not allow are written as %XX" : null);

    private static bool IsScheme(ReadOnlySpan<byte> text)
    {
        foreach (var b in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'+' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter((char)text[0]);
    }

    private static bool AreEscapes(ReadOnlySpan<byte> text)
    {
        for (int at; (at = text.IndexOf((byte)'%')) >= 0; text = text[(at + 3)..])
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[at + 1]) || !char.IsAsciiHexDigit((char)text[at + 2]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAuthority(ReadOnlySpan<byte> text, ReadOnlySpan<byte> scheme)
    {
        var user = text.IndexOf((byte)'@');
        var host = user < 0 ? text : text[(user + 1)..];
        if (host.Contains((byte)'@'))
        {
            return false;
        }

        if (host.Length > 0 && host[0] == '[')
        {
            var close = host.IndexOf((byte)']');
            return close > 1
                && System.Net.IPAddress.TryParse(System.Text.Encoding.ASCII.GetString(host[1..close]), out _)
                && IsPort(host[(close + 1)..]);
        }

        var colon = host.IndexOf((byte)':');
        var port = colon < 0 ? default : host[colon..];
        host = colon < 0 ? host : host[..colon];

        // Only the file scheme allows an empty host.
        return IsPort(port) && host.IndexOfAny("[]"u8) < 0 && (host.Length > 0 || scheme.SequenceEqual("file"u8));
    }

    private static bool IsPort(ReadOnlySpan<byte> text) =>
        text.Length == 0 || (text[0] == ':' && text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0);
}

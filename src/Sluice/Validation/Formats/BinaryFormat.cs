using System.Buffers.Text;

namespace Sluice.Validation.Formats;

/// <summary>
/// <c>string</c>, <c>binary</c>: base64 (RFC 4648, section 4), padded, without line breaks. The column holds the base64 text.
/// </summary>
internal sealed class BinaryFormat : TextFormat
{
    public override string Expected => "base64";

    public override bool Fits(ReadOnlySpan<byte> text) =>
        text.Length % 4 == 0 && text.IndexOfAny(" \t\r\n"u8) < 0 && Base64.IsValid(text);

    public override string? Hint(ReadOnlySpan<byte> text) =>
        text.IndexOfAny((byte)'-', (byte)'_') >= 0
            ? "this looks like base64url, which has \"-\" and \"_\" where base64 has \"+\" and \"/\""
            : text.Length % 4 != 0 ? "its length is not a multiple of 4: is the padding (\"=\") missing?" : base.Hint(text);
}

using System.Text;

namespace Sluice.Text;

/// <summary>The encodings of files, by name and by byte order mark.</summary>
internal static class TextEncodings
{
    private static readonly (byte[] Mark, Encoding Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], Encoding.UTF8),

        // Must come before UTF-16 little endian, whose mark it begins with.
        ([0xFF, 0xFE, 0x00, 0x00], new UTF32Encoding(bigEndian: false, byteOrderMark: false)),
        ([0x00, 0x00, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: false)),
        ([0xFF, 0xFE], new UnicodeEncoding(bigEndian: false, byteOrderMark: false)),
        ([0xFE, 0xFF], new UnicodeEncoding(bigEndian: true, byteOrderMark: false)),
    ];

    // Common names that the framework does not know.
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8"] = "utf-8",
        ["utf-8-sig"] = "utf-8",
        ["utf16"] = "utf-16",
        ["utf-16-le"] = "utf-16",
        ["utf-16-be"] = "utf-16BE",
        ["latin-1"] = "iso-8859-1",
        ["latin_1"] = "iso-8859-1",
        ["cp1252"] = "windows-1252",
        ["cp1250"] = "windows-1250",
        ["cp1251"] = "windows-1251",
        ["mac_roman"] = "macintosh",
        ["cp437"] = "IBM437",
        ["cp850"] = "ibm850",
    };

    // Asked directly: to register the provider would change what Encoding.GetEncoding knows in the whole process.
    private static readonly EncodingProvider CodePages = CodePagesEncodingProvider.Instance;

    /// <summary>The names of the common encodings.</summary>
    public static IEnumerable<string> Names =>
        Encoding.GetEncodings().Concat(CodePages.GetEncodings()).Select(e => e.Name).Concat(Aliases.Keys).Distinct();

    /// <summary>The encoding of a name, or <see langword="null"/> if it is unknown or not allowed (UTF-7).</summary>
    public static Encoding? Find(string name)
    {
        try
        {
            var known = Aliases.GetValueOrDefault(name.Trim(), name.Trim());
            var encoding = CodePages.GetEncoding(known) ?? Encoding.GetEncoding(known);
            return encoding.CodePage == 65_000 ? null : encoding;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// The encoding of the byte order mark at the start, and the mark's length; <see langword="null"/> if there is no mark.
    /// </summary>
    public static Encoding? FindMark(ReadOnlySpan<byte> start, out int length)
    {
        foreach (var (mark, encoding) in Marks)
        {
            if (start.StartsWith(mark))
            {
                length = mark.Length;
                return encoding;
            }
        }

        length = 0;
        return null;
    }
}

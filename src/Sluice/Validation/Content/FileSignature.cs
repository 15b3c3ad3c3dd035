namespace Sluice.Validation.Content;

/// <summary>Recognizes compression, and files that are not CSV, by their first bytes.</summary>
internal static class FileSignature
{
    /// <summary>The number of bytes that <see cref="Find"/> looks at.</summary>
    public const int Length = 512;

    /// <summary>The number of bytes that <see cref="IsByteOrderMark"/> needs.</summary>
    public const int MarkLength = 4;

    private const int TarMark = 257;

    private static readonly byte[] Gzip = [0x1F, 0x8B];
    private static readonly byte[] Zstandard = [0x28, 0xB5, 0x2F, 0xFD];
    private static readonly byte[] Zip = [.. "PK\x03\x04"u8];
    private static readonly byte[] EmptyZip = [.. "PK\x05\x06"u8];

    private static readonly (byte[] Bytes, string Name)[] Known =
    [
        (Gzip, "compressed twice (gzip)"),
        (Zstandard, "compressed twice (zstd)"),
        (Zip, "compressed twice (zip)"),
        ([.. "PK\x07\x08"u8], "a part of a ZIP archive"),
        ([0xFD, .. "7zXZ"u8], "compressed with xz"),
        ([0x04, 0x22, 0x4D, 0x18], "compressed with lz4"),
        ([0xFF, 0x06, 0x00, 0x00, .. "sNaPpY"u8], "compressed with snappy"),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"),
        ([.. "Rar!\x1A\x07"u8], "a RAR archive"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an old Excel workbook or another old Office document"),
        ([0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00], "an old Excel workbook"),
        ([.. "SQLite format 3\0"u8], "an SQLite database"),
        ([0x00, 0x01, 0x00, 0x00, .. "Standard Jet DB\0"u8], "an Access database"),
        ([0x00, 0x01, 0x00, 0x00, .. "Standard ACE DB\0"u8], "an Access database"),
        ([.. "Obj\x01"u8], "an Avro file"),
        ([.. "ARROW1\0\0"u8], "an Arrow or Feather file"),
        ([0x89, .. "HDF\r\n\x1A\n"u8], "an HDF5 file"),
        ([0x93, .. "NUMPY"u8], "a NumPy array"),
        ([.. "%PDF-"u8], "a PDF"),
        ([.. "{\\rtf1"u8], "a text document (RTF)"),
        ([0x89, .. "PNG\r\n\x1A\n"u8], "a PNG picture"),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        ([.. "GIF87a"u8], "a GIF picture"),
        ([.. "GIF89a"u8], "a GIF picture"),
        ([.. "<stata_dta>"u8], "a Stata file"),
    ];

    // The name of a column can begin like these, so they count only if control characters follow, which no text has.
    private static readonly (byte[] Bytes, string Name)[] KnownInBinary =
    [
        ([.. "PAR1"u8], "a Parquet file"),
        ([.. "PARE"u8], "an encrypted Parquet file"),
        ([.. "ORC"u8], "an ORC file"),
        ([.. "FEA1"u8], "a Feather file"),
        ([.. "BZh"u8], "compressed with bzip2"),
        ([.. "$FL2"u8], "an SPSS file"),
        ([.. "RDX"u8], "an R data file"),
    ];

    // The starts of pages and documents, in lower case.
    private static readonly (string Start, string Name)[] Markup =
    [
        ("<!doctype html", "an HTML page"), ("<html", "an HTML page"), ("<head", "an HTML page"), ("<body", "an HTML page"),
        ("<table", "an HTML page"), ("<?xml", "an XML document"), ("<!doctype", "an XML document"), ("<error>", "an XML document"),
    ];

    /// <summary>What the file is, or <see langword="null"/> if it can be a CSV.</summary>
    /// <param name="start">Its first bytes.</param>
    public static string? Find(ReadOnlySpan<byte> start)
    {
        foreach (var (bytes, name) in Known)
        {
            if (start.StartsWith(bytes))
            {
                return name;
            }
        }

        if (start.Length > TarMark && start[TarMark..].StartsWith("ustar"u8))
        {
            return "a tar archive";
        }

        foreach (var (bytes, name) in KnownInBinary)
        {
            if (start.StartsWith(bytes) && IsBinary(start))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>What the text is, or <see langword="null"/> if it can be a CSV.</summary>
    /// <param name="text">Its start, after a byte order mark.</param>
    public static string? FindMarkup(string text)
    {
        var start = text.AsSpan().TrimStart();
        foreach (var (mark, name) in Markup)
        {
            if (start.StartsWith(mark, StringComparison.OrdinalIgnoreCase)
                && (start.Length == mark.Length || !char.IsLetterOrDigit(start[mark.Length]) || !char.IsLetterOrDigit(mark[^1])))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a text begins as JSON does. A column of a CSV can be named so too, so this is only a hint where a header does not fit.
    /// </summary>
    /// <param name="text">Its start, after a byte order mark.</param>
    public static bool IsLikeJson(string text)
    {
        var start = text.AsSpan().TrimStart();
        var array = start.StartsWith('[') ? start[1..].TrimStart() : start;
        return array.StartsWith('{') && array[1..].TrimStart() is ['"' or '}', ..];
    }

    /// <summary>
    /// The compression according to the first bytes: <c>gzip</c>, <c>zstd</c>, <c>zip</c>, or <see langword="null"/> for none.
    /// </summary>
    public static string? FindCompression(ReadOnlySpan<byte> start) =>
        start.StartsWith(Gzip) ? "gzip"
        : start.StartsWith(Zstandard) || IsSkippable(start) ? "zstd"
        : start.StartsWith(Zip) || start.StartsWith(EmptyZip) ? "zip"
        : null;

    /// <summary>The compression according to the file's name, or <see langword="null"/>.</summary>
    public static string? CompressionOfName(string? name) => Path.GetExtension(name)?.ToUpperInvariant() switch
    {
        ".GZ" or ".GZIP" => "gzip",
        ".ZST" or ".ZSTD" => "zstd",
        ".ZIP" => "zip",
        _ => null,
    };

    // A skippable frame of Zstandard (RFC 8878, 3.1.2), which can precede the data.
    private static bool IsSkippable(ReadOnlySpan<byte> start) => start is [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..];

    // Without tabs, line breaks and the other controls that can be in texts.
    private static bool IsBinary(ReadOnlySpan<byte> start) =>
        start.IndexOfAnyInRange((byte)0, (byte)7) >= 0 || start.IndexOfAnyInRange((byte)0x0E, (byte)0x19) >= 0;

    /// <summary>Whether the parser would read the first bytes as a byte order mark.</summary>
    public static bool IsByteOrderMark(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
        || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || start.StartsWith((ReadOnlySpan<byte>)[0x00, 0x00, 0xFE, 0xFF]);
}

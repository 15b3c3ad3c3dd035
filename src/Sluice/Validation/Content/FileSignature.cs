namespace Sluice.Validation.Content;

/// <summary>Recognizes compression, and files that are not CSV, by their first bytes.</summary>
internal static class FileSignature
{
    /// <summary>The number of bytes that <see cref="Find"/> needs.</summary>
    public const int Length = 8;

    private static readonly (byte[] Bytes, string Name)[] Known =
    [
        ([0x1F, 0x8B], "compressed twice (gzip)"),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed twice (zstd)"),
        ([.. "BZh"u8], "compressed with bzip2"),
        ([0xFD, .. "7zXZ"u8], "compressed with xz"),
        ([0x04, 0x22, 0x4D, 0x18], "compressed with lz4"),
        ([.. "PK\x03\x04"u8], "a ZIP archive or an Excel workbook"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook"),
        ([.. "PAR1"u8], "a Parquet file"),
        ([.. "%PDF"u8], "a PDF"),
        ([0x89, .. "PNG"u8], "a PNG picture"),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
    ];

    /// <summary>What the file is, or <see langword="null"/> if it can be a CSV.</summary>
    public static string? Find(ReadOnlySpan<byte> start)
    {
        foreach (var (bytes, name) in Known)
        {
            if (start.StartsWith(bytes))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The compression according to the first bytes: <c>gzip</c>, <c>zstd</c>, or <see langword="null"/> for none.</summary>
    public static string? FindCompression(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? "gzip"
        : start.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) || IsSkippable(start) ? "zstd"
        : null;

    /// <summary>The compression according to the file's name, or <see langword="null"/>.</summary>
    public static string? CompressionOfName(string? name) => Path.GetExtension(name)?.ToUpperInvariant() switch
    {
        ".GZ" or ".GZIP" => "gzip",
        ".ZST" or ".ZSTD" => "zstd",
        _ => null,
    };

    // A skippable frame of Zstandard (RFC 8878, 3.1.2), which can precede the data.
    private static bool IsSkippable(ReadOnlySpan<byte> start) => start is [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..];

    /// <summary>Whether the parser would read the first bytes as a byte order mark.</summary>
    public static bool IsByteOrderMark(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
        || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || start.StartsWith((ReadOnlySpan<byte>)[0x00, 0x00, 0xFE, 0xFF]);
}

namespace Sluice.Validation;

/// <summary>Tells by its first bytes what a file is that is no CSV in UTF-8.</summary>
internal static class FileSignature
{
    /// <summary>How many bytes <see cref="Find"/> wants to see.</summary>
    public const int Length = 8;

    private static readonly (byte[] Bytes, string Name)[] Known =
    [
        ([0x1F, 0x8B], "compressed (gzip)"),
        ([0x28, 0xB5, 0x2F, 0xFD], "compressed (zstd)"),
        ([.. "BZh"u8], "compressed (bzip2)"),
        ([.. "PK\x03\x04"u8], "a ZIP archive or an Excel workbook"),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel workbook"),
        ([.. "PAR1"u8], "a Parquet file"),
        ([.. "%PDF"u8], "a PDF"),
        ([0x89, .. "PNG"u8], "a PNG picture"),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
        ([0xFF, 0xFE], "in UTF-16 (little endian)"),
        ([0xFE, 0xFF], "in UTF-16 (big endian)"),
        ([0x00, 0x00, 0xFE, 0xFF], "in UTF-32"),
    ];

    /// <summary>What the file is, or <see langword="null"/> if it may be a CSV in UTF-8.</summary>
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

    /// <summary>Whether the parser would take the first bytes for a byte order mark.</summary>
    public static bool IsByteOrderMark(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
        || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) || start.StartsWith((ReadOnlySpan<byte>)[0x00, 0x00, 0xFE, 0xFF]);
}

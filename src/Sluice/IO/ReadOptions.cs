namespace Sluice.IO;

/// <summary>The settings for reading one file: its limits, and the key for hashed fields.</summary>
public sealed record ReadOptions
{
    /// <summary>The largest record in bytes; a longer one is rejected. Setting <c>Load__MaxRecordBytes</c>.</summary>
    public int MaxRecordBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// The greatest inflated size of a compressed file in bytes; a larger file is refused. Setting <c>Load__MaxInflatedMegabytes</c>.
    /// </summary>
    public long MaxInflatedBytes { get; init; } = 64L * 1024 * 1024 * 1024;

    /// <summary>
    /// The greatest number of inflated bytes per byte of a compressed file, checked after the first 64 MiB. It refuses decompression bombs.
    /// Setting <c>Load__MaxInflation</c>.
    /// </summary>
    public int MaxInflation { get; init; } = 200;

    /// <summary>The least length of <see cref="HashKey"/> in bytes.</summary>
    public const int ShortestHashKey = 16;

    /// <summary>The key for hashing sensitive fields. Setting <c>Sensitive__HashKey</c>, in base64.</summary>
    public ReadOnlyMemory<byte> HashKey { get; init; }
}

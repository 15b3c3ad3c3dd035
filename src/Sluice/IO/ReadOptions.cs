namespace Sluice.IO;

/// <summary>The settings of reading one file: what bounds it, and the key of its hashed fields.</summary>
public sealed record ReadOptions
{
    /// <summary>The largest record in bytes; a longer one is a reject. Setting <c>Load__MaxRecordBytes</c>.</summary>
    public int MaxRecordBytes { get; init; } = 1024 * 1024;

    /// <summary>The most bytes that a compressed file may inflate to; a larger one is refused. Setting
    /// <c>Load__MaxInflatedMegabytes</c>.</summary>
    public long MaxInflatedBytes { get; init; } = 64L * 1024 * 1024 * 1024;

    /// <summary>
    /// The most bytes that one byte of a compressed file may inflate to, once 64 MiB have: a file that was made to fill memory is refused.
    /// Setting <c>Load__MaxInflation</c>.
    /// </summary>
    public int MaxInflation { get; init; } = 200;

    /// <summary>The least bytes of <see cref="HashKey"/>.</summary>
    public const int ShortestHashKey = 16;

    /// <summary>The key of the hashes of sensitive fields. Setting <c>Sensitive__HashKey</c>, in base64.</summary>
    public ReadOnlyMemory<byte> HashKey { get; init; }
}

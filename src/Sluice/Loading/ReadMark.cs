using Sluice.Ledger;

namespace Sluice.Loading;

/// <summary>Where a reader stands in a file.</summary>
/// <param name="Position">What has been read for good.</param>
/// <param name="PrefixHash">The hash of that, or empty.</param>
/// <param name="LastKeys">The greatest keys in that, or <see langword="null"/>.</param>
/// <param name="BytesRead">Bytes of the file gone through.</param>
internal sealed record ReadMark(ReadPosition Position, byte[] PrefixHash, IReadOnlyDictionary<string, long>? LastKeys, long BytesRead)
{
    /// <summary>Before it has begun.</summary>
    public static ReadMark None { get; } = new(default, [], null, 0);
}

using Sluice.Validation;

namespace Sluice.Loading;

/// <summary>Where a reader stands in a file.</summary>
/// <param name="Position">What has been read for good.</param>
/// <param name="PrefixHash">The hash of that, or empty.</param>
/// <param name="BytesRead">Bytes of the file gone through.</param>
internal sealed record ReadMark(ReadPosition Position, byte[] PrefixHash, long BytesRead)
{
    /// <summary>Before it has begun.</summary>
    public static ReadMark None { get; } = new(default, [], 0);
}

using Sluice.Lake;
using Sluice.Ledger;

namespace Sluice.Loading;

/// <summary>A reader's position in a file, with what a checkpoint at it needs.</summary>
/// <param name="Position">The position after the last complete record.</param>
/// <param name="PrefixHash">The hash of the bytes before the position, or empty.</param>
/// <param name="LastKeys">The greatest keys before the position, or <see langword="null"/>.</param>
/// <param name="Erased">The rows of the file left out so far, because their key is erased.</param>
/// <param name="BytesRead">The bytes of the file read so far.</param>
/// <param name="Changes">The differences between the columns of the file and the schema.</param>
internal sealed record ReadMark(
    ReadPosition Position, byte[] PrefixHash, IReadOnlyDictionary<string, long>? LastKeys, long Erased, long BytesRead,
    IReadOnlyList<ColumnChange> Changes)
{
    /// <summary>The position before reading starts.</summary>
    public static ReadMark None { get; } = new(default, [], null, 0, 0, []);
}

using Sluice.Lake;

namespace Sluice.Ledger;

/// <summary>How far a file is loaded. Commits in one transaction with the rows that it speaks of.</summary>
public sealed record Checkpoint
{
    /// <summary>The version that was read.</summary>
    public required string ETag { get; init; }

    /// <summary>
    /// Where the next load begins to read: after complete records, header included. The table may hold one row more, numbered one higher
    /// than the last record before it: a last record without a line break, which the next load removes and reads again.
    /// </summary>
    public required ReadPosition Position { get; init; }

    /// <summary>
    /// The hash of the bytes before <see cref="Position"/>, 16 bytes (XXH128, which is fast and guards against change, not against an adversary); empty for an append
    /// blob, whose bytes stay as they are, once it is older than the second it was created in.
    /// </summary>
    public required byte[] PrefixHash { get; init; }

    /// <summary>
    /// The greatest key in those bytes of each rule that no two rows of the file may break, by the rule's name; <see langword="null"/>
    /// where keys did not ascend, or are no whole numbers: then the rows before are read again, for their keys, when the file grows.
    /// </summary>
    public IReadOnlyDictionary<string, long>? LastKeys { get; init; }

    /// <summary>The header record as it is in the file, without its line break; needed to read a tail.</summary>
    public required string Header { get; init; }

    /// <summary>The field separator, given or detected.</summary>
    public required char Delimiter { get; init; }

    /// <summary>How the blob of that version is written.</summary>
    public required BlobKind BlobKind { get; init; }

    /// <summary>When the blob of that version was created.</summary>
    public required DateTimeOffset CreatedOn { get; init; }

    /// <summary>Whether the whole version is loaded; if not, a load was cut off and the next one goes on.</summary>
    public required bool Complete { get; init; }
}

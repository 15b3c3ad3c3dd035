namespace Sluice.Ledger;

/// <summary>
/// A key that was erased: one row of <c>sluice.tombstone</c>. Loads leave out the rows that have it. It holds no value of the key.
/// </summary>
/// <param name="Dataset">The dataset whose primary key it is.</param>
/// <param name="Hash">The keyed hash of the key (HMAC-SHA256), 64 hexadecimal digits.</param>
/// <param name="Root">The hash of the key that somebody asked to erase. It equals <paramref name="Hash"/>, unless the row of this key went
/// along because it referred to that one.</param>
/// <param name="KeyId">Identifies the key of the hash.</param>
/// <param name="ErasedAt">When it was asked for.</param>
public sealed record Tombstone(string Dataset, string Hash, string Root, string KeyId, DateTimeOffset ErasedAt)
{
    /// <summary>
    /// The names of the fields that were the primary key then, in its order, as a JSON array; the hash is of them too. It is
    /// <see langword="null"/> if a version before these names were kept has erased the key: then it is the primary key of today.
    /// </summary>
    public string? Fields { get; init; }

    /// <summary>Its id; 0 before the ledger has it. Ids ascend in the order in which tombstones become visible.</summary>
    public long Id { get; init; }
}

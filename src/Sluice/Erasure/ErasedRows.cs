using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Rows;

namespace Sluice.Erasure;

/// <summary>
/// Tells which rows of a dataset have an erased key. For the reader of one file; only <see cref="TakeNewKeys"/> can be called while it
/// reads.
/// </summary>
internal sealed class ErasedRows
{
    private readonly string dataset;
    private readonly ErasedKeys keys;
    private readonly Rule[] rules;
    private readonly Rule? own;
    private readonly string keyId;
    private readonly KeyHash hash;
    private readonly HashSet<UInt128> seen = [];
    private readonly ConcurrentQueue<(string Hash, string Root)> found = new();

    /// <summary>Creates it.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="rules">Its rules, each of a dataset with erased keys.</param>
    /// <param name="keys">The erased keys.</param>
    /// <param name="passesOn">Whether rows of other datasets are erased along with its rows.</param>
    /// <param name="hashKey">The key that the settings have for hashing.</param>
    public ErasedRows(Dataset dataset, IReadOnlyList<ErasureRule> rules, ErasedKeys keys, bool passesOn, ReadOnlyMemory<byte> hashKey)
    {
        this.dataset = dataset.Name;
        this.keys = keys;
        var indexes = dataset.Schema.Fields.Select((f, i) => (f.Name, i)).ToDictionary(StringComparer.Ordinal);
        this.rules = [.. rules.Select(r => Create(r, keys.Find(r.Dataset)!))];
        own = passesOn && dataset.Schema.PrimaryKey.Count > 0
            ? Create(new ErasureRule(dataset.Schema.PrimaryKey, dataset.Name), keys.Find(dataset.Name) ?? new HashSet<UInt128>())
            : null;
        Fields = this.rules.SelectMany(r => r.Fields).Concat(own?.Fields ?? []).ToHashSet();
        keyId = DefinitionFingerprint.ComputeKeyId(hashKey.Span) ?? "";
        hash = new KeyHash(hashKey.Span);

        Rule Create(ErasureRule rule, IReadOnlySet<UInt128> hashes) =>
            new(rule.Dataset, [.. rule.Fields.Select(f => indexes[f])], new Column[rule.Fields.Count], hashes);
    }

    /// <summary>The indexes of the fields that decide.</summary>
    public IReadOnlySet<int> Fields { get; }

    /// <summary>Whether a row has an erased key.</summary>
    /// <param name="batch">The batch. Its row may lie after the batch's last one.</param>
    /// <param name="row">The index of the row.</param>
    public bool Contains(ColumnBatch batch, int row)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        foreach (var rule in rules)
        {
            if (TryCompute(rule, batch, row, bytes) && BinaryPrimitives.ReadUInt128BigEndian(bytes) is var one && rule.Hashes.Contains(one))
            {
                if (own is not null && rule.Dataset != dataset)
                {
                    AddOwnKey(batch, row, rule.Dataset, one);
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Takes the keys of rows that were left out because they refer to an erased row: their keys are erased as well. Each is taken once.
    /// </summary>
    /// <param name="time">The time.</param>
    public IReadOnlyList<Tombstone> TakeNewKeys(DateTimeOffset time)
    {
        List<Tombstone> taken = [];
        while (found.TryDequeue(out var key))
        {
            taken.Add(new Tombstone(dataset, key.Hash, key.Root, keyId, time));
        }

        return taken;
    }

    private void AddOwnKey(ColumnBatch batch, int row, string referred, UInt128 reference)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        if (TryCompute(own!, batch, row, bytes) && BinaryPrimitives.ReadUInt128BigEndian(bytes) is var one
            && !own!.Hashes.Contains(one) && seen.Add(one))
        {
            found.Enqueue((Convert.ToHexStringLower(bytes), keys.Get(referred, reference).Root));
        }
    }

    private bool TryCompute(Rule rule, ColumnBatch batch, int row, Span<byte> bytes)
    {
        for (var i = 0; i < rule.Fields.Length; i++)
        {
            rule.Columns[i] = batch.ColumnAt(rule.Fields[i]);
        }

        return hash.TryCompute(rule.Dataset, rule.Columns, row, bytes);
    }

    /// <summary>A rule, as rows are checked by it.</summary>
    /// <param name="Dataset">The dataset whose primary key the fields have.</param>
    /// <param name="Fields">The indexes of the fields.</param>
    /// <param name="Columns">Room for their columns.</param>
    /// <param name="Hashes">The erased keys, each by the first 16 bytes of its hash.</param>
    private sealed record Rule(string Dataset, int[] Fields, Column[] Columns, IReadOnlySet<UInt128> Hashes);
}

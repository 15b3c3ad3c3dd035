using System.Buffers.Binary;
using System.Security.Cryptography;
using Sluice.Lake.Definition;
using Sluice.Rows;

namespace Sluice.Erasure;

/// <summary>Tells which rows of a dataset have an erased key. For the reader of one file; not safe for concurrent use.</summary>
internal sealed class ErasedRows
{
    private readonly Rule[] rules;
    private readonly KeyHash hash;

    /// <summary>Creates it.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="rules">Its rules, each of a dataset with erased keys.</param>
    /// <param name="keys">The erased keys.</param>
    /// <param name="hashKey">The key that the settings have for hashing.</param>
    public ErasedRows(Dataset dataset, IReadOnlyList<ErasureRule> rules, ErasedKeys keys, ReadOnlyMemory<byte> hashKey)
    {
        var indexes = dataset.Schema.Fields.Select((f, i) => (f.Name, i)).ToDictionary(StringComparer.Ordinal);
        this.rules = [.. rules.Select(r => new Rule(
            r.Dataset, r.Key, [.. r.Fields.Select(f => indexes[f])], new Column[r.Fields.Count], keys.Find(r.Dataset)!))];
        Fields = this.rules.SelectMany(r => r.Fields).ToHashSet();
        hash = new KeyHash(hashKey.Span);
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
            for (var i = 0; i < rule.Fields.Length; i++)
            {
                rule.Columns[i] = batch.ColumnAt(rule.Fields[i]);
            }

            if (hash.TryCompute(rule.Dataset, rule.Key, rule.Columns, row, bytes)
                && rule.Hashes.Contains(BinaryPrimitives.ReadUInt128BigEndian(bytes)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A rule, as rows are checked by it.</summary>
    /// <param name="Dataset">The dataset whose primary key the fields have.</param>
    /// <param name="Key">The names of that primary key's fields, as the tombstones have them.</param>
    /// <param name="Fields">The indexes of the fields.</param>
    /// <param name="Columns">Room for their columns.</param>
    /// <param name="Hashes">The erased keys, each by the first 16 bytes of its hash.</param>
    private sealed record Rule(string Dataset, string? Key, int[] Fields, Column[] Columns, IReadOnlySet<UInt128> Hashes);
}

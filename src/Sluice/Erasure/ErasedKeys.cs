using System.Globalization;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Erasure;

/// <summary>The keys that were erased, by the dataset whose primary keys they are. Immutable.</summary>
internal sealed class ErasedKeys
{
    // Half of a hash is enough to tell keys apart: of a billion keys, no two share it.
    private readonly Dictionary<string, HashSet<UInt128>> hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> keyIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string?>> primaryKeys = new(StringComparer.Ordinal);

    private ErasedKeys(IReadOnlyList<Tombstone> tombstones)
    {
        Tombstones = tombstones;
        foreach (var tombstone in tombstones)
        {
            SetOf(hashes, tombstone.Dataset).Add(Shorten(tombstone.Hash));
            SetOf(keyIds, tombstone.Dataset).Add(tombstone.KeyId);
            SetOf(primaryKeys, tombstone.Dataset).Add(tombstone.Fields);
        }
    }

    /// <summary>No keys.</summary>
    public static ErasedKeys None { get; } = new([]);

    /// <summary>The tombstones, by id.</summary>
    public IReadOnlyList<Tombstone> Tombstones { get; }

    /// <summary>The greatest id of a tombstone; 0 if there is none.</summary>
    public long Last => Tombstones.Count == 0 ? 0 : Tombstones[^1].Id;

    /// <summary>The keys of these tombstones.</summary>
    public static ErasedKeys From(IReadOnlyList<Tombstone> tombstones) => new(tombstones);

    /// <summary>These keys and those of later tombstones.</summary>
    public ErasedKeys With(IReadOnlyList<Tombstone> later) => later.Count == 0 ? this : new([.. Tombstones, .. later]);

    /// <summary>The keys that were erased along with one that somebody asked to erase, and that one.</summary>
    /// <param name="root">The hash of that one.</param>
    public ErasedKeys Under(string root) => new([.. Tombstones.Where(t => t.Root == root)]);

    /// <summary>Whether a key of a dataset is erased.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="hash">The keyed hash of the key.</param>
    public bool Contains(string dataset, string hash) => hashes.TryGetValue(dataset, out var set)
        && set.Contains(Shorten(hash));

    /// <summary>The hashes of a dataset's erased keys, each its first 16 bytes; <see langword="null"/> if there are none.</summary>
    public IReadOnlySet<UInt128>? Find(string dataset) => hashes.GetValueOrDefault(dataset);

    /// <summary>The rules by which rows of a dataset have one of these keys.</summary>
    public IReadOnlyList<ErasureRule> RulesOf(Dataset dataset) =>
        [.. ErasureRule.From(dataset, name => primaryKeys.GetValueOrDefault(name) ?? [])];

    /// <summary>
    /// What decides which rows of a dataset are left out, or <see langword="null"/> if all of them are loaded.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="hashKey">The key that the settings have for hashing.</param>
    /// <exception cref="InvalidOperationException">The keys were erased with another key for hashing, or by fields that are gone, so nobody
    /// can tell their rows.</exception>
    public ErasedRows? For(Dataset dataset, ReadOnlyMemory<byte> hashKey)
    {
        var rules = RulesOf(dataset);
        if (rules.Count == 0)
        {
            return null;
        }

        var id = DefinitionFingerprint.ComputeKeyId(hashKey.Span);
        foreach (var rule in rules)
        {
            if (keyIds[rule.Dataset].FirstOrDefault(k => k != id) is { } other)
            {
                throw new InvalidOperationException(
                    $"Keys of dataset {rule.Dataset} were erased with another Sensitive__HashKey (id {other}), so the rows of "
                    + $"{dataset.Name} cannot be told apart. Set that key again, or see Rotate in docs/operations.md.");
            }

            if (rule.Fields.FirstOrDefault(f => !dataset.Schema.Fields.Any(s => s.Name == f && !s.IsHidden)) is { } field)
            {
                throw new InvalidOperationException(
                    $"Keys of dataset {rule.Dataset} were erased by the field {field}. Its schema does not have this field any more, or "
                    + "hides it, so erased rows cannot be told apart. Declare the field again, or see Erase a key in docs/loading.md.");
            }
        }

        return new ErasedRows(dataset, rules, this, hashKey);
    }

    private static UInt128 Shorten(string hash) =>
        UInt128.Parse(hash.AsSpan(0, 32), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static HashSet<T> SetOf<T>(Dictionary<string, HashSet<T>> sets, string dataset)
    {
        if (!sets.TryGetValue(dataset, out var set))
        {
            sets.Add(dataset, set = []);
        }

        return set;
    }
}

using System.Text.Json;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Erasure;

/// <summary>A rule by which rows are erased: fields that have the primary key of a dataset.</summary>
/// <param name="Fields">The fields, in the order of that primary key.</param>
/// <param name="Dataset">The dataset whose primary key they have: the own one, or one that is referred to.</param>
/// <param name="Key">The names of that primary key's fields, as the tombstones have them (<see cref="Tombstone.Fields"/>).</param>
internal sealed record ErasureRule(IReadOnlyList<string> Fields, string Dataset, string? Key)
{
    /// <summary>
    /// The rules of a dataset for some erased keys: each primary key of the dataset under which one was erased, also if it has another one
    /// now, and its foreign keys with <c>"sluice:erase": "cascade"</c>.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="keysOf">The primary keys under which keys of a dataset were erased.</param>
    public static IEnumerable<ErasureRule> From(Dataset dataset, Func<string, IReadOnlySet<string?>> keysOf)
    {
        foreach (var key in keysOf(dataset.Name))
        {
            var fields = key is null ? dataset.Schema.PrimaryKey : JsonSerializer.Deserialize<IReadOnlyList<string>>(key)!;
            if (fields.Count > 0)
            {
                yield return new ErasureRule(fields, dataset.Name, key);
            }
        }

        foreach (var reference in dataset.Schema.ForeignKeys.Where(k => k.Erases))
        {
            foreach (var key in keysOf(reference.Dataset).Where(k => k is null || k == TextOf(reference.References)))
            {
                yield return new ErasureRule(reference.Fields, reference.Dataset, key);
            }
        }
    }

    /// <summary>The names of a primary key's fields, as <see cref="Tombstone.Fields"/> has them.</summary>
    public static string TextOf(IReadOnlyList<string> primaryKey) => JsonSerializer.Serialize(primaryKey);
}

using Sluice.Lake.Definition;

namespace Sluice.Erasure;

/// <summary>A rule by which rows are erased: fields that have the primary key of a dataset.</summary>
/// <param name="Fields">The fields, in the order of that primary key.</param>
/// <param name="Dataset">The dataset whose primary key they have: the own one, or one that is referred to.</param>
internal sealed record ErasureRule(IReadOnlyList<string> Fields, string Dataset)
{
    /// <summary>The rules of a dataset: its own primary key, and its foreign keys with <c>"sluice:erase": "cascade"</c>.</summary>
    public static IEnumerable<ErasureRule> From(Dataset dataset)
    {
        if (dataset.Schema.PrimaryKey.Count > 0)
        {
            yield return new ErasureRule(dataset.Schema.PrimaryKey, dataset.Name);
        }

        foreach (var reference in dataset.Schema.ForeignKeys.Where(k => k.Erases))
        {
            yield return new ErasureRule(reference.Fields, reference.Dataset);
        }
    }
}

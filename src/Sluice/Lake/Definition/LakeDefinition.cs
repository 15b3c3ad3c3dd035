using Sluice.Lake.Schema;

namespace Sluice.Lake.Definition;

/// <summary>The lake definition: the datasets of the lake, read from a Data Package v2 descriptor (datapackage.org).</summary>
public sealed class LakeDefinition
{
    /// <summary>
    /// Creates a definition. The datasets must be consistent: names are unique, and paths of different datasets do not overlap.
    /// </summary>
    public LakeDefinition(string name, IReadOnlyList<Dataset> datasets)
    {
        Name = name;
        Datasets = datasets;
        Containers =
        [
            .. datasets.SelectMany(d => d.Paths).Where(p => !p.HasContainerPattern).Select(p => p.Container)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The name of the package.</summary>
    public string Name { get; }

    /// <summary>The datasets, in the order of the descriptor.</summary>
    public IReadOnlyList<Dataset> Datasets { get; }

    /// <summary>
    /// The containers that paths name, each once: Sluice creates them, and they must be there. Containers that only fit a pattern are not
    /// among them.
    /// </summary>
    public IReadOnlyList<string> Containers { get; }

    /// <summary>Whether a path has a pattern of containers.</summary>
    public bool HasContainerPatterns => Datasets.Any(d => d.Paths.Any(p => p.HasContainerPattern));

    /// <summary>The same definition for an app that hashes sensitive values with this key. Rows of another key are not current.</summary>
    /// <param name="key">The key; empty for none.</param>
    public LakeDefinition WithHashKey(ReadOnlySpan<byte> key)
    {
        var id = DefinitionFingerprint.ComputeKeyId(key);
        return new(Name, [.. Datasets.Select(d => d with { HashKeyId = id })]);
    }

    /// <summary>The definition with the columns that files have added to tables.</summary>
    internal LakeDefinition WithAdded(IReadOnlyList<AddedColumn> columns) =>
        columns.Count == 0 ? this : new(Name, [.. Datasets.Select(d => d.WithAdded(columns))]);

    /// <summary>The dataset of this name, or <see langword="null"/>.</summary>
    public Dataset? Find(string name) => Datasets.FirstOrDefault(d => d.Name == name);

    /// <summary>The datasets whose rows are erased along with rows of a dataset that they refer to.</summary>
    internal IEnumerable<Dataset> FindErasedWith(string dataset) =>
        Datasets.Where(d => d.Schema.ForeignKeys.Any(k => k.Erases && k.Dataset == dataset));

    /// <summary>Whether a file is in a container of a dataset, or in one that fits a pattern.</summary>
    /// <param name="file">The file's path, container first.</param>
    public bool HasContainerOf(string file) =>
        LakePath.Split(file) is { Container: var container } && Datasets.Any(d => d.Paths.Any(p => p.MatchesContainer(container)));

    /// <summary>The dataset that a file belongs to, or <see langword="null"/> if none.</summary>
    /// <param name="file">The file's path, container first: <c>data/ads/Ads.csv</c>.</param>
    public Dataset? Match(string file) => LakePath.Split(file) is { } path ? Datasets.FirstOrDefault(d => d.Matches(path)) : null;
}

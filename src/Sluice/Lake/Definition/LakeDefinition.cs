namespace Sluice.Lake.Definition;

/// <summary>The lake definition: the datasets of the lake, read from a Data Package v2 descriptor (datapackage.org).</summary>
public sealed class LakeDefinition
{
    /// <summary>Creates a definition. The datasets must be consistent: names are unique and paths do not overlap.</summary>
    public LakeDefinition(string name, IReadOnlyList<Dataset> datasets)
    {
        Name = name;
        Datasets = datasets;
        Containers = [.. datasets.Select(d => d.Path.Container).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The name of the package.</summary>
    public string Name { get; }

    /// <summary>The datasets, in the order of the descriptor.</summary>
    public IReadOnlyList<Dataset> Datasets { get; }

    /// <summary>The containers of all datasets, each once.</summary>
    public IReadOnlyList<string> Containers { get; }

    /// <summary>The same definition for an app that hashes sensitive values with this key. Rows of another key are not current.</summary>
    /// <param name="key">The key; empty for none.</param>
    public LakeDefinition WithHashKey(ReadOnlySpan<byte> key)
    {
        var id = DefinitionFingerprint.ComputeKeyId(key);
        return new(Name, [.. Datasets.Select(d => d with { HashKeyId = id })]);
    }

    /// <summary>The dataset of this name, or <see langword="null"/>.</summary>
    public Dataset? Find(string name) => Datasets.FirstOrDefault(d => d.Name == name);

    /// <summary>The datasets whose rows are erased along with rows of a dataset that they refer to.</summary>
    internal IEnumerable<Dataset> FindErasedWith(string dataset) =>
        Datasets.Where(d => d.Schema.ForeignKeys.Any(k => k.Erases && k.Dataset == dataset));

    /// <summary>Whether a file is in a container of a dataset.</summary>
    /// <param name="file">The file's path, container first.</param>
    public bool HasContainerOf(string file) =>
        LakePath.Split(file) is { Container: var container } && Containers.Contains(container, StringComparer.Ordinal);

    /// <summary>The dataset that a file belongs to, or <see langword="null"/> if none.</summary>
    /// <param name="file">The file's path, container first: <c>data/ads/Ads.csv</c>.</param>
    public Dataset? Match(string file) => LakePath.Split(file) is { Container: var container, Name: var name }
        ? Datasets.FirstOrDefault(d => d.Path.Container == container && d.Path.Matches(name))
        : null;
}

namespace Sluice.Lake;

/// <summary>The lake definition: what datasets the lake has, read from a Data Package v2 descriptor (datapackage.org).</summary>
public sealed class LakeDefinition
{
    /// <summary>Creates a definition of datasets that are known to be consistent.</summary>
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

    /// <summary>The containers that datasets are in.</summary>
    public IReadOnlyList<string> Containers { get; }

    /// <summary>The dataset of this name, or <see langword="null"/>.</summary>
    public Dataset? Find(string name) => Datasets.FirstOrDefault(d => d.Name == name);

    /// <summary>Whether a file is in a container that datasets are in.</summary>
    /// <param name="file">The file's path, container first.</param>
    public bool HasContainerOf(string file) =>
        LakePath.Split(file) is { Container: var container } && Containers.Contains(container, StringComparer.Ordinal);

    /// <summary>The dataset that a file belongs to, or <see langword="null"/> if none.</summary>
    /// <param name="file">The file's path, container first: <c>data/ads/Ads.csv</c>.</param>
    public Dataset? Match(string file) => LakePath.Split(file) is { Container: var container, Name: var name }
        ? Datasets.FirstOrDefault(d => d.Path.Container == container && d.Path.Matches(name))
        : null;
}

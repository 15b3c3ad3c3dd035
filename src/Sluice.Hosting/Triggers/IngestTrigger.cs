using Sluice.Lake.Definition;

namespace Sluice.Hosting.Triggers;

/// <summary>The name and the path of a blob-triggered function.</summary>
/// <param name="Name">The function's name: <c>Ingest-ads</c>, and <c>Ingest-ads-2</c> for the second path of a dataset. These names are
/// valid for a function. The name must stay the same between starts, because the host keys its blob receipts by it.</param>
/// <param name="Path">The path of the blob trigger: <c>data/ads/{name}</c>.</param>
internal sealed record IngestTrigger(string Name, string Path)
{
    private const string Rest = "{name}";

    /// <summary>
    /// The triggers of a lake: one per path of a dataset, except paths that another path covers, of the same dataset or another. So each
    /// upload fires one function; the loader finds the dataset. A path with a pattern of containers has none, because the host must know
    /// the container of a blob trigger: the sweep finds its files.
    /// </summary>
    public static IReadOnlyList<IngestTrigger> From(LakeDefinition lake)
    {
        var all = lake.Datasets.SelectMany(d => d.Paths.Select((p, i) => (Name: d.NameOfPath(i), Path: p)))
            .Where(t => !t.Path.HasContainerPattern).ToList();
        var kept = all.Where((inner, index) => !all.Where(
            (outer, outerIndex) => outerIndex != index && Covers(outer.Path, inner.Path)
                && (!Covers(inner.Path, outer.Path) || outerIndex < index)).Any());
        return [.. kept.Select(t => new IngestTrigger($"{IngestFunction.Name}-{t.Name}", PathOf(t.Path)))];
    }

    /// <summary>Whether an upload of a path (container first) fires this trigger.</summary>
    public bool Watches(string path) => Path.EndsWith(Rest, StringComparison.Ordinal)
        ? path.StartsWith(Path[..^Rest.Length], StringComparison.Ordinal)
        : path == Path;

    // Of equal paths, the first gets the trigger.
    private static bool Covers(DatasetPath outer, DatasetPath inner) =>
        outer.Container == inner.Container
        && (outer.NamesOneFile
            ? inner.NamesOneFile && inner.Prefix == outer.Prefix
            : inner.Prefix.StartsWith(outer.Prefix, StringComparison.Ordinal));

    // A prefix has no braces, so it cannot clash with the binding syntax of triggers.
    private static string PathOf(DatasetPath path) => $"{path.Container}/{path.Prefix}{(path.NamesOneFile ? "" : Rest)}";
}

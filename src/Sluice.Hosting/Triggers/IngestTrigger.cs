using Sluice.Lake;

namespace Sluice.Hosting.Triggers;

/// <summary>A blob-triggered function to be made: its name and where it watches.</summary>
/// <param name="Name">The function's name: <c>Ingest-ads</c>. A dataset's name can only be one that a function may end with, and the name stays the
/// same from start to start: the host keeps its receipts by it.</param>
/// <param name="Path">The path of the blob trigger: <c>data/ads/{name}</c>.</param>
internal sealed record IngestTrigger(string Name, string Path)
{
    private const string Rest = "{name}";

    /// <summary>
    /// The triggers of a lake: one per dataset, save those that another one's path has in it. Each upload fires one function, and the
    /// loader finds the dataset by itself.
    /// </summary>
    public static IReadOnlyList<IngestTrigger> From(LakeDefinition lake)
    {
        var kept = lake.Datasets.Where((dataset, index) => !lake.Datasets.Where(
            (other, otherIndex) => Covers(other.Path, dataset.Path) && (!Covers(dataset.Path, other.Path) || otherIndex < index)).Any());
        return [.. kept.Select(d => new IngestTrigger($"{IngestFunction.Name}-{d.Name}", PathOf(d.Path)))];
    }

    /// <summary>Whether an upload of that path, container first, fires it.</summary>
    public bool Watches(string path) => Path.EndsWith(Rest, StringComparison.Ordinal)
        ? path.StartsWith(Path[..^Rest.Length], StringComparison.Ordinal)
        : path == Path;

    private static bool IsLiteral(DatasetPath path) => !path.Glob.Contains('*', StringComparison.Ordinal);

    // A dataset is not covered by itself: with equal paths the first one counts.
    private static bool Covers(DatasetPath outer, DatasetPath inner) =>
        outer != inner && outer.Container == inner.Container
        && (IsLiteral(outer) ? IsLiteral(inner) && inner.Prefix == outer.Prefix : inner.Prefix.StartsWith(outer.Prefix, StringComparison.Ordinal));

    // A glob has no braces, which are the trigger's own signs.
    private static string PathOf(DatasetPath path) => $"{path.Container}/{path.Prefix}{(IsLiteral(path) ? "" : Rest)}";
}

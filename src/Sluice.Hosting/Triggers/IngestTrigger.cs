using Sluice.Lake.Definition;

namespace Sluice.Hosting.Triggers;

/// <summary>The name and the path of a blob-triggered function.</summary>
/// <param name="Name">The function's name: <c>Ingest-ads</c>. Dataset names are valid in a function's name. The name must stay the same
/// between starts, because the host keys its blob receipts by it.</param>
/// <param name="Path">The path of the blob trigger: <c>data/ads/{name}</c>.</param>
internal sealed record IngestTrigger(string Name, string Path)
{
    private const string Rest = "{name}";

    /// <summary>
    /// The triggers of a lake: one per dataset, except datasets whose path another dataset's path covers. So each upload fires one
    /// function; the loader finds the dataset.
    /// </summary>
    public static IReadOnlyList<IngestTrigger> From(LakeDefinition lake)
    {
        var kept = lake.Datasets.Where((dataset, index) => !lake.Datasets.Where(
            (other, otherIndex) => Covers(other.Path, dataset.Path) && (!Covers(dataset.Path, other.Path) || otherIndex < index)).Any());
        return [.. kept.Select(d => new IngestTrigger($"{IngestFunction.Name}-{d.Name}", PathOf(d.Path)))];
    }

    /// <summary>Whether an upload of a path (container first) fires this trigger.</summary>
    public bool Watches(string path) => Path.EndsWith(Rest, StringComparison.Ordinal)
        ? path.StartsWith(Path[..^Rest.Length], StringComparison.Ordinal)
        : path == Path;

    private static bool IsLiteral(DatasetPath path) => !path.Glob.Contains('*', StringComparison.Ordinal);

    // A dataset does not cover itself. Of datasets with equal paths, the first gets the trigger.
    private static bool Covers(DatasetPath outer, DatasetPath inner) =>
        outer != inner && outer.Container == inner.Container
        && (IsLiteral(outer)
            ? IsLiteral(inner) && inner.Prefix == outer.Prefix
            : inner.Prefix.StartsWith(outer.Prefix, StringComparison.Ordinal));

    // A glob has no braces, so it cannot clash with the binding syntax of triggers.
    private static string PathOf(DatasetPath path) => $"{path.Container}/{path.Prefix}{(IsLiteral(path) ? "" : Rest)}";
}

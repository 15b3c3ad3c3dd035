using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Lake;

namespace Sluice.Functions.Triggers;

/// <summary>A blob-triggered function to be made: its name and where it watches.</summary>
/// <param name="Name">The function's name: <c>Ingest-ads</c>.</param>
/// <param name="Path">The path of the blob trigger: <c>data/ads/{name}</c>.</param>
internal sealed partial record IngestTrigger(string Name, string Path)
{
    private const int LongestName = 127;

    /// <summary>
    /// The triggers of a lake: one per dataset, save those that another one's path has in it. Each upload fires one function, and the
    /// loader finds the dataset by itself.
    /// </summary>
    public static IReadOnlyList<IngestTrigger> From(LakeDefinition lake)
    {
        var kept = lake.Datasets.Where((dataset, index) => !lake.Datasets.Where(
            (other, otherIndex) => Covers(other.Path, dataset.Path) && (!Covers(dataset.Path, other.Path) || otherIndex < index)).Any());
        var names = lake.Datasets.Select(d => NameOf(d.Name)).ToLookup(n => n, StringComparer.OrdinalIgnoreCase);
        return [.. kept.Select(d => new IngestTrigger(
            names[NameOf(d.Name)].Count() == 1 ? NameOf(d.Name) : Marked(NameOf(d.Name), d.Name), PathOf(d.Path)))];
    }

    private static bool IsLiteral(DatasetPath path) => !path.Glob.Contains('*', StringComparison.Ordinal);

    // A dataset is not covered by itself: with equal paths the first one counts.
    private static bool Covers(DatasetPath outer, DatasetPath inner) =>
        outer != inner && outer.Container == inner.Container
        && (IsLiteral(outer) ? IsLiteral(inner) && inner.Prefix == outer.Prefix : inner.Prefix.StartsWith(outer.Prefix, StringComparison.Ordinal));

    // A glob has no braces, which are the trigger's own signs.
    private static string PathOf(DatasetPath path) => $"{path.Container}/{path.Prefix}{(IsLiteral(path) ? "" : "{name}")}";

    // The name of a function has letters, digits, - and _ only. A dataset's name that has others is marked with its hash, so that two
    // that differ in nothing else stay apart. The name must stay the same from start to start: the host keeps its receipts by it.
    private static string NameOf(string dataset)
    {
        var name = $"{IngestFunction.Name}-{OtherCharacters().Replace(dataset, "-")}";
        return OtherCharacters().IsMatch(dataset) || name.Length > LongestName ? Marked(name, dataset) : name;
    }

    private static string Marked(string name, string dataset)
    {
        var mark = $"-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataset)).AsSpan(0, 4))}";
        return name[..Math.Min(name.Length, LongestName - mark.Length)] + mark;
    }

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex OtherCharacters();
}

using System.Text.RegularExpressions;

namespace Sluice.Tests.Infra;

/// <summary>A row of the table of docs/operations.md that says how files come, change and go.</summary>
/// <param name="Event">The event of Azure.</param>
/// <param name="Apis">The values of <c>data.api</c> that Sluice listens to.</param>
/// <param name="Tests">The tests that show what Sluice does.</param>
internal sealed partial record WayIn(string Event, IReadOnlyList<string> Apis, IReadOnlyList<string> Tests)
{
    /// <summary>All rows.</summary>
    public static IReadOnlyList<WayIn> All { get; } = [.. Read()];

    /// <summary>The values of <c>data.api</c> for an event.</summary>
    public static IReadOnlyList<string> ApisOf(string name) =>
        [.. All.Where(w => w.Event.StartsWith(name, StringComparison.Ordinal)).SelectMany(w => w.Apis).Distinct().Order()];

    private static IEnumerable<WayIn> Read()
    {
        var text = File.ReadAllText(RepositoryRoot.Of("docs", "operations.md"));
        var section = text.Split("\n## ").Single(s => s.StartsWith("Ways in\n", StringComparison.Ordinal));
        return section.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(2).Select(l => l.Split('|'))
            .Select(c => new WayIn(c[2].Trim(), Codes(c[3]), Codes(c[6])));
    }

    private static List<string> Codes(string cell) => [.. Code().Matches(cell).Select(m => m.Groups[1].Value)];

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Code();
}

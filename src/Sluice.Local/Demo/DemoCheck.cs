using System.Globalization;
using Sluice.Analytics;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.Local.Demo;

/// <summary>Compares the result of the pipeline with what the generator knows of the demo's files.</summary>
internal static class DemoCheck
{
    /// <summary>Compares the ledger: rows, rejects, and how often each rule is broken.</summary>
    /// <returns>A sentence per difference.</returns>
    public static async Task<IReadOnlyList<string>> CompareLedgerAsync(
        ILedgerReader ledger, IReadOnlyList<DemoOutcome> outcomes, CancellationToken cancellationToken)
    {
        List<string> differences = [];
        foreach (var (file, load) in outcomes)
        {
            var sample = file.Sample;
            Compare(differences, $"{file.Path}: rows loaded", sample.Good, load.Rows);
            Compare(differences, $"{file.Path}: rows rejected", sample.Bad, load.Rejected);

            var rejects = await ledger.ReadRejectsAsync(new LedgerQuery { File = file.Path, Top = int.MaxValue }, cancellationToken);
            Compare(differences, $"{file.Path}: rejects kept", sample.Bad, rejects.DistinctBy(r => r.Row).LongCount());
            var rules = rejects.CountBy(r => $"{r.Field ?? "null"}/{r.Rule}").ToDictionary(r => r.Key, r => (long)r.Value);
            foreach (var rule in sample.Rules.Keys.Union(rules.Keys).Order(StringComparer.Ordinal))
            {
                Compare(
                    differences, $"{file.Path}: rejects of {rule}", sample.Rules.GetValueOrDefault(rule), rules.GetValueOrDefault(rule));
            }
        }

        return differences;
    }

    /// <summary>Compares the rows that queries see of each file. The tables can have rows of other files too.</summary>
    /// <returns>A sentence per difference.</returns>
    public static async Task<IReadOnlyList<string>> CompareTablesAsync(
        AnalyticsService analytics, ILedgerReader ledger, IReadOnlyList<DemoOutcome> outcomes, CancellationToken cancellationToken)
    {
        List<string> differences = [];
        foreach (var (file, _) in outcomes)
        {
            var sample = file.Sample;
            var known = (await ledger.FindFileAsync(file.Path, cancellationToken))!;
            var count = analytics.Resolve($"{sample.Dataset}/$count")! with
            {
                Options = new Dictionary<string, string>
                {
                    ["$filter"] = string.Create(CultureInfo.InvariantCulture, $"_file eq {known.Id}"),
                },
            };
            var rows = await analytics.CountAsync(count, cancellationToken);
            Compare(differences, $"lake.{sample.Dataset}: rows of the file in the table", sample.Good, rows);
        }

        return differences;
    }

    private static void Compare(List<string> differences, string what, long expected, long actual)
    {
        if (expected != actual)
        {
            differences.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected:N0}, found {actual:N0}."));
        }
    }
}

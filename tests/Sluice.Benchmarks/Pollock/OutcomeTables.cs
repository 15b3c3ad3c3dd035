using System.Globalization;
using Spectre.Console;

namespace Sluice.Benchmarks.Pollock;

/// <summary>The outcomes of runs as tables for people.</summary>
internal static class OutcomeTables
{
    private static readonly string[] Components =
    [
        "success", "header p", "header r", "header f1", "record p", "record r", "record f1", "cell p", "cell r", "cell f1",
    ];

    /// <summary>The table of the judges.</summary>
    public static Table OfJudges(IEnumerable<RunOutcome> runs)
    {
        var table = New("judge", "run").AddColumn("best known");
        foreach (var number in (string[])["Sluice", "limit", ""])
        {
            table.AddColumn(number, c => c.RightAligned().NoWrap());
        }

        foreach (var run in runs)
        {
            foreach (var judge in run.Judges)
            {
                table.AddRow(
                    judge.Name, run.Run.Name, judge.Best, judge.ValueText, judge.LimitText, judge.IsReached ? "reached" : "missed");
            }
        }

        return table;
    }

    /// <summary>
    /// Where points are lost: the mean scores of the kinds of pollution that are below 10 or have lost or wrong rows, the most expensive
    /// kind first.
    /// </summary>
    public static Table OfKinds(RunOutcome run)
    {
        var table = New($"pollution, {run.Run.Name}");
        foreach (var number in (string[])["files", "refused", "lost rows", "wrong rows", "mean", "simple", "weighted", .. Components])
        {
            table.AddColumn(number, c => c.RightAligned().NoWrap());
        }

        var kinds = run.Files.GroupBy(f => f.Pollution.Title)
            .Where(k => k.Any(f => f.Score.Total < 10 || f.Lost.Count + f.Wrong.Count > 0))
            .OrderBy(k => k.Sum(f => f.Score.Total - 10)).ThenBy(k => k.Key, StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            table.AddRow(
            [
                kind.Key,
                Count(kind.Count()),
                Count(kind.Count(f => f.Refusal is not null)),
                Count(kind.Sum(f => f.Lost.Count)),
                Count(kind.Sum(f => f.Wrong.Count)),
                Number(kind.Average(f => f.Score.Total)),
                Number(kind.Sum(f => f.Score.Total - 10) / run.Files.Count, "0.00000"),
                Number(kind.Sum(f => (f.Score.Total - 10) * f.Pollution.Weight) / run.Weight, "0.00000"),
                .. Means([.. kind.Select(f => f.Score)]),
            ]);
        }

        return table;
    }

    private static IEnumerable<string> Means(IReadOnlyList<FileScore> scores) =>
    [
        Number(scores.Average(s => s.Success)),
        Number(scores.Average(s => s.Header.Precision)),
        Number(scores.Average(s => s.Header.Recall)),
        Number(scores.Average(s => s.Header.F1)),
        Number(scores.Average(s => s.Record.Precision)),
        Number(scores.Average(s => s.Record.Recall)),
        Number(scores.Average(s => s.Record.F1)),
        Number(scores.Average(s => s.Cell.Precision)),
        Number(scores.Average(s => s.Cell.Recall)),
        Number(scores.Average(s => s.Cell.F1)),
    ];

    private static Table New(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Markdown);
        foreach (var column in columns)
        {
            table.AddColumn(column, c => c.NoWrap());
        }

        return table;
    }

    private static string Count(int count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Number(double number, string format = "0.000") => number.ToString(format, CultureInfo.InvariantCulture);
}

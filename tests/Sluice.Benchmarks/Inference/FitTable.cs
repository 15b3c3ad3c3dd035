using System.Globalization;
using Spectre.Console;

namespace Sluice.Benchmarks.Inference;

/// <summary>How many rows of the files of folders fit what was inferred, as a table for people.</summary>
internal static class FitTable
{
    /// <summary>Prints the table, and returns whether all files reach the limit.</summary>
    /// <param name="fits">The files.</param>
    /// <param name="limit">The greatest share of rows that may be rejected without being announced, from 0 to 1.</param>
    public static bool Print(IReadOnlyList<FileFit> fits, double limit)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumn("folder");
        string[] columns =
            ["files", "no tables", "refused", "rows", "announced rejects", "other rejects", "share", "files with them"];
        foreach (var name in columns)
        {
            table.AddColumn(name, c => c.RightAligned().NoWrap());
        }

        foreach (var folder in fits.GroupBy(f => f.Folder))
        {
            Add(table, folder.Key, [.. folder]);
        }

        Add(table, "all", fits);
        AnsiConsole.Write(table);
        var share = ShareOf(fits);
        var isReached = share <= limit && !fits.Any(IsRefused);
        AnsiConsole.WriteLine(
            $"limit: {limit:0.0 %} of the rows rejected without being announced, and no table refused: "
            + (isReached ? "reached" : "missed"));
        return isReached;
    }

    /// <summary>Lists the files with rejects, or that are refused.</summary>
    public static void List(IEnumerable<FileFit> fits)
    {
        foreach (var fit in fits.Where(f => f.Rejected > 0 || f.InferRefusal is not null || f.ValidateRefusal is not null))
        {
            Console.WriteLine(fit.InferRefusal is { } infer ? $"{fit.Path}: infer refuses: {infer}"
                : fit.ValidateRefusal is { } validate ? $"{fit.Path}: validate refuses: {validate}"
                : $"{fit.Path}: {fit.Rejected} of {fit.Rows + fit.Rejected} rejected, {fit.Rejected - fit.Unannounced} announced; "
                    + fit.FirstReject);
        }
    }

    private static void Add(Table table, string name, IReadOnlyList<FileFit> fits) => table.AddRow(
        name,
        Count(fits.Count),
        Count(fits.Count(f => f.IsNoTable)),
        Count(fits.Count(IsRefused)),
        Count(fits.Sum(f => f.Rows + f.Rejected)),
        Count(fits.Sum(f => f.Rejected - f.Unannounced)),
        Count(fits.Sum(f => f.Unannounced)),
        ShareOf(fits).ToString("0.000 %", CultureInfo.InvariantCulture),
        Count(fits.Count(f => f.Unannounced > 0)));

    private static bool IsRefused(FileFit fit) => !fit.IsNoTable && (fit.InferRefusal ?? fit.ValidateRefusal) is not null;

    private static double ShareOf(IReadOnlyList<FileFit> fits) =>
        (double)fits.Sum(f => f.Unannounced) / Math.Max(1, fits.Sum(f => f.Rows + f.Rejected));

    private static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Spectre.Console;

namespace Sluice.Benchmarks.Inference;

/// <summary>The differences between our types and DuckDB's as a table for people.</summary>
internal static class TypeTable
{
    /// <summary>The table: a line for each pair of types and verdict, the most common first.</summary>
    public static Table Of(IEnumerable<TypeComparison> compared)
    {
        var table = new Table().Border(TableBorder.Markdown)
            .AddColumn("ours").AddColumn("DuckDB").AddColumn("columns", c => c.RightAligned()).AddColumn("who is right")
            .AddColumn("example", c => c.NoWrap());
        var groups = compared.GroupBy(c => (c.Verdict == TypeVerdict.Same ? "the same" : c.Ours, Theirs: c.Theirs, c.Verdict))
            .GroupBy(g => g.Key.Verdict == TypeVerdict.Same ? ("the same", "the same", g.Key.Verdict) : g.Key, g => g)
            .Select(g => (g.Key, Columns: g.SelectMany(c => c).ToList()));
        foreach (var (key, columns) in groups.OrderByDescending(g => g.Columns.Count))
        {
            var one = columns[0];
            table.AddRow(
                Markup.Escape(key.Item1), Markup.Escape(key.Item2), columns.Count.ToString("#,0", CultureInfo.InvariantCulture),
                TextOf(key.Verdict), key.Verdict == TypeVerdict.Same ? "" : Markup.Escape($"{Path.GetFileName(one.Path)}: {one.Column}"));
        }

        return table;
    }

    private static string TextOf(TypeVerdict verdict) => verdict switch
    {
        TypeVerdict.Same => "both",
        TypeVerdict.OursNarrower => "ours: narrower, and all values fit",
        TypeVerdict.OursKeeps => "ours: theirs changes texts such as 007 or Yes",
        TypeVerdict.TheirsTooNarrow => "ours: theirs cannot read all values",
        TypeVerdict.TheirsNarrower => "DuckDB: narrower, and all values fit",
        TypeVerdict.Equal => "both read all values",
        _ => "DuckDB: ours has rejects",
    };
}

using Sluice.Lake.Schema;

namespace Sluice.Inference;

/// <summary>Finds where the table of a sample begins, and whether its first row has the names of the columns.</summary>
/// <param name="Rows">The numbers of the header's rows, or none if the file has no header.</param>
/// <param name="First">The number of the first row of the table, header or not.</param>
internal sealed record HeaderGuess(IReadOnlyList<int> Rows, int First)
{
    private const int MostBefore = 200;
    private const int MostLooked = 100;
    private const int MostJoined = 3;

    /// <summary>Finds it in the rows of a sample, comments left out.</summary>
    public static HeaderGuess Of(IReadOnlyList<SampleRow> rows)
    {
        var filled = rows.Where(r => r.Filled > 0 && !(r == rows[0] && IsSeparator(r))).ToList();
        if (filled.Count == 0)
        {
            return new([1], 1);
        }

        // A rejects file has a header.
        if (filled[0].Cells[^1] == SystemColumns.Errors)
        {
            return new([filled[0].Number], filled[0].Number);
        }

        // In a single column, nothing is a value too.
        var width = TableRating.WidthOf(filled);
        filled = width > 1 ? filled : [.. rows];
        var start = FindBelowGap(rows, filled, width) ?? FindStart(filled, width);
        var first = filled[start];
        var below = FindBelow(filled.Skip(start + 1).Where(r => r.IsSound && r.Width >= Math.Min(2, width)).ToList(), first.Width);
        if (!new NameVotes(first, below).AreNames())
        {
            // No row of the table is left out, however few values it has.
            return new([], filled.Take(start).FirstOrDefault(r => r.Width == width)?.Number ?? first.Number);
        }

        // Any text below the name of a single column is a value.
        var joined = below.Count > 1 && width > 1 ? CountJoined(first, below) : 1;
        var skipped = joined > 1 && IsTitle(first) ? 1 : 0;
        return new([.. filled.Skip(start + skipped).Take(joined - skipped).Select(r => r.Number)], filled[start + skipped].Number);
    }

    // Spreadsheet programs are told the delimiter so: sep=;
    private static bool IsSeparator(SampleRow row) =>
        row.Cells[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && row.Cells[0].Length <= "sep=;".Length && row.Filled == 1;

    // Below the table there can be others.
    private static List<SampleRow> FindBelow(List<SampleRow> rows, int width) =>
        [.. (rows.Exists(r => r.Width == width) ? rows.Where(r => r.Width == width) : rows).Take(MostLooked)];

    /// <summary>
    /// The first row below a row of nothing but delimiters, if it has a value in each column and no row above has: what stands above a
    /// table in a spreadsheet is written with as many delimiters as the table has.
    /// </summary>
    private static int? FindBelowGap(IReadOnlyList<SampleRow> rows, List<SampleRow> filled, int width)
    {
        if (width < 3 || rows.Take(MostBefore).LastOrDefault(r => r.Filled == 0 && r.Width == width) is not { } gap)
        {
            return null;
        }

        var start = filled.FindIndex(r => r.Number > gap.Number);
        return start > 0 && start + 1 < filled.Count && filled[start].Filled == width && filled.Take(start).All(r => r.Filled < width)
            ? start
            : null;
    }

    /// <summary>The first row that has as many values as a row of the table.</summary>
    private static int FindStart(List<SampleRow> rows, int width)
    {
        if (width <= 1)
        {
            return 0;
        }

        var counts = rows.Skip(rows.Count / 3).Where(r => r.IsSound).Select(r => r.Filled).Order().ToList();
        var least = Math.Max(2, Math.Min((counts.Count == 0 ? width : counts[counts.Count / 2]) * 0.6, width * 0.5));
        var start = rows.Take(MostBefore).ToList().FindIndex(
            r => r.IsRecord && r.Width >= Math.Max(2, width * 0.6)
                && (r.Filled >= least || IsFilledButFirst(r) || (r == rows[0] && r.Filled * 2 >= width)));
        return start >= 0 && start + 1 < rows.Count ? start : Math.Max(0, rows.FindIndex(r => r.IsRecord && r.Width >= 2));
    }

    // The column of the names of rows often has none itself.
    private static bool IsFilledButFirst(SampleRow row) => row.Kinds[0] == CellKind.Empty && row.Filled == row.Width - 1;

    // A sentence above the names.
    private static bool IsTitle(SampleRow row) => row.Cells.Any(c => c.Trim().Count(' ') >= 4);

    /// <summary>The number of rows that the header has: rows of other texts, above columns of numbers and dates.</summary>
    private static int CountJoined(SampleRow header, List<SampleRow> below)
    {
        var count = 1;
        var above = header;
        while (count < MostJoined && count < below.Count && IsPart(below[count - 1], above, [.. below.Skip(count)]))
        {
            above = below[count - 1];
            count++;
        }

        return count;
    }

    private static bool IsPart(SampleRow row, SampleRow above, List<SampleRow> below)
    {
        // All rows like a row of the header are left out, so a row that comes again is none.
        if (row.Number != above.Number + 1 || row.Filled < 2 || row.Kinds.Any(Cell.IsTyped) || row.Cells.SequenceEqual(above.Cells)
            || below.Exists(r => r.Cells.SequenceEqual(row.Cells)))
        {
            return false;
        }

        var typed = Enumerable.Range(0, row.Width).Count(i => row.Kinds[i] is CellKind.Words or CellKind.Text && IsColumnTyped(below, i));
        return typed * 2 > row.Filled;
    }

    private static bool IsColumnTyped(List<SampleRow> rows, int column)
    {
        var kinds = rows.Where(r => column < r.Width && r.Kinds[column] != CellKind.Empty).Select(r => r.Kinds[column]).ToList();
        return kinds.Count > 0 && kinds.Count(k => Cell.IsTyped(k) || k == CellKind.Null) * 5 >= kinds.Count * 4
            && kinds.Exists(Cell.IsTyped);
    }
}

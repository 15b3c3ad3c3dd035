namespace Sluice.Inference;

/// <summary>How much the rows of a sample are those of one table.</summary>
/// <param name="Score">From 0 to 1: the higher, the more rows have one width, and cells look like values.</param>
/// <param name="Width">The number of columns of the table.</param>
/// <param name="Share">The share of the rows that have this width, from the first of them on.</param>
/// <param name="Likeness">How much the cells look like values, from 0 to 1.</param>
/// <param name="Rows">The number of rows.</param>
internal readonly record struct TableRating(double Score, int Width, double Share, double Likeness, int Rows)
{
    // Any text is a table of one column.
    private const double OneColumn = 0.02;

    // Rows before the table are normal, but less so than none.
    private const double Preamble = 0.9;

    /// <summary>Rates the rows of a sample.</summary>
    public static TableRating Of(IReadOnlyList<SampleRow> rows)
    {
        var width = WidthOf(rows);
        if (width == 0)
        {
            return default;
        }

        var first = 0;
        while (!rows[first].IsSound || rows[first].Width != width)
        {
            first++;
        }

        var (count, bad, cells, likeness) = (rows.Count - first, 0.0, 0, 0.0);
        var widths = new Dictionary<int, int>();
        foreach (var row in rows.Skip(first))
        {
            if (!row.IsSound)
            {
                bad += row.IsRecord ? 0.5 : 1;
                continue;
            }

            widths[row.Width] = widths.GetValueOrDefault(row.Width) + 1;
            cells += row.Width;
            for (var i = 0; i < row.Width; i++)
            {
                likeness += Cell.Likeness(row.Cells[i], row.IsQuoted[i]);
            }
        }

        likeness /= Math.Max(1, cells);
        if (rows.Count > 2 && rows.Count(r => r is { IsSound: true, Width: > 1 }) == 1)
        {
            // One row is no table: it has a text with the delimiter.
            return new(0, width, 0, likeness, rows.Count);
        }

        var uniformity = widths.Sum(w => Math.Pow((double)w.Value / count, 2) * (w.Key < 2 ? OneColumn : 1 - (0.3 / w.Key)));
        var score = uniformity * likeness * Math.Pow(1 - (bad / count), 2) * count / rows.Count * (first == 0 ? 1 : Preamble);
        return new(score, width, (double)widths.GetValueOrDefault(width) / count, likeness, rows.Count);
    }

    /// <summary>The number of columns of the table in some rows; 0 if no row is sound.</summary>
    /// <remarks>
    /// It is the most common one of the second half, because a table can have lines before it. If that is 1, lines before and after may
    /// outnumber the rows of a short table.
    /// </remarks>
    public static int WidthOf(IReadOnlyList<SampleRow> rows)
    {
        var counts = rows.Where(r => r.IsSound).CountBy(r => r.Width).ToDictionary();
        var width = MostCommon(rows.Skip(rows.Count / 2).Where(r => r.IsSound), counts).Width;
        if (width > 1)
        {
            return width;
        }

        if (rows is [.., { IsSound: true, Width: > 1 and var last } one, { IsSound: true } other] && other.Width == last && one != other)
        {
            return last;
        }

        var (wider, count) = MostCommon(rows.Where(r => r is { IsSound: true, Width: > 1 }), counts);
        return count * 4 >= rows.Count || (count >= 3 && count * 10 >= rows.Count) ? Math.Max(wider, width) : width;
    }

    private static (int Width, int Count) MostCommon(IEnumerable<SampleRow> rows, Dictionary<int, int> all)
    {
        var common = rows.CountBy(r => r.Width)
            .OrderByDescending(c => c.Value).ThenByDescending(c => all[c.Key]).ThenByDescending(c => c.Key).FirstOrDefault();
        return (common.Key, common.Value);
    }
}

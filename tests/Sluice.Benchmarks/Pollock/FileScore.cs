namespace Sluice.Benchmarks.Pollock;

/// <summary>The ten numbers of the paper for one file, each from 0 to 1.</summary>
/// <param name="Success">1 if the file was loaded, 0 if it was refused.</param>
/// <param name="Header">How the cells of the first row agree.</param>
/// <param name="Record">How the other rows agree, each taken as one text.</param>
/// <param name="Cell">How all cells agree, those of the header included.</param>
internal readonly record struct FileScore(double Success, Measure Header, Measure Record, Measure Cell)
{
    /// <summary>The sum of the ten numbers: 10 for a perfect loader.</summary>
    public double Total => Success + Header.Sum + Record.Sum + Cell.Sum;

    /// <summary>Scores a file as the paper does.</summary>
    /// <param name="clean">The rows that a perfect loader has, the header included.</param>
    /// <param name="loaded">What was loaded.</param>
    public static FileScore Of(IReadOnlyList<string[]> clean, LoadedFile loaded)
    {
        if (loaded.Refusal is not null)
        {
            return default;
        }

        if (clean.Count == 0)
        {
            return new(1, Measure.Full, Measure.Full, Measure.Full);
        }

        string[][] rows = [[.. loaded.Names], .. loaded.Rows.Select(r => r.Cells)];
        return new(
            1,
            Measure.Of([.. clean[0].Select(NormalCell.Of)], [.. rows[0].Select(NormalCell.Of)]),
            Measure.Of([.. clean.Skip(1).Select(Join)], [.. rows.Skip(1).Select(Join)]),
            Measure.Of([.. clean.SelectMany(r => r)], [.. rows.SelectMany(r => r)]));
    }

    private static string Join(string[] row) => string.Concat(row.Select(NormalCell.Of));
}

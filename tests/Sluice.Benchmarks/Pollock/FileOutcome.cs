namespace Sluice.Benchmarks.Pollock;

/// <summary>What became of one file in one run.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Pollution">What is wrong in it.</param>
/// <param name="Score">Its score.</param>
/// <param name="Refusal">Why it was refused, or <see langword="null"/>.</param>
/// <param name="Lost">The lines of the polluted file whose rows the pollution does not touch, and that were not loaded.</param>
/// <param name="Wrong">The numbers of the loaded rows that a perfect loader does not have: with shifted or other values, or rows of
/// something else.</param>
internal sealed record FileOutcome(
    string Name, Pollution Pollution, FileScore Score, string? Refusal, IReadOnlyList<int> Lost, IReadOnlyList<long> Wrong)
{
    /// <summary>Judges what was loaded of a file.</summary>
    public static FileOutcome Of(PollutedFile file, LoadedFile loaded)
    {
        var mine = new RowCounts(loaded.Rows.Select(r => r.Cells));
        var clean = new RowCounts(file.CleanRows);
        return new(
            file.Name,
            file.Pollution,
            FileScore.Of(file.Clean, loaded),
            loaded.Refusal,
            [.. file.ReadUntouchedRows().Where(r => !mine.Take(r.Cells)).Select(r => r.Line)],
            [.. loaded.Rows.Where(r => !clean.Take(r.Cells)).Select(r => r.Number)]);
    }
}

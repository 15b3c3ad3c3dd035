using Sluice.Validation.Parsing;

namespace Sluice.Inference;

/// <summary>A row of a sample, as some dialect reads it.</summary>
/// <param name="Number">Its number among all rows of the file, empty ones and comments included, from 1.</param>
/// <param name="Cells">The texts; the line as a whole if it begins no record.</param>
/// <param name="IsQuoted">Whether each of them is in quotes.</param>
/// <param name="Fault">What is wrong with its quotes.</param>
/// <param name="IsRecord">Whether it is a record, and not a line that begins none.</param>
internal sealed record SampleRow(int Number, string[] Cells, bool[] IsQuoted, QuoteFault Fault, bool IsRecord)
{
    private CellKind[]? kinds;

    /// <summary>The number of cells.</summary>
    public int Width => Cells.Length;

    /// <summary>Whether it is a record whose quotes are in order.</summary>
    public bool IsSound => IsRecord && Fault == QuoteFault.None;

    /// <summary>What the cells look like.</summary>
    public CellKind[] Kinds => kinds ??= [.. Cells.Select(Cell.KindOf)];

    /// <summary>The number of cells that have a text.</summary>
    public int Filled => Kinds.Count(k => k != CellKind.Empty);
}

using Sluice.Lake;
using Sluice.Lake.Definition;

namespace Sluice.Validation;

/// <summary>The result of validating a whole file.</summary>
/// <param name="Rows">Rows that passed.</param>
/// <param name="Rejected">Rows that were rejected.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="Error">Why the file as a whole does not fit its dataset, or <see langword="null"/>.</param>
public sealed record FileValidation(long Rows, long Rejected, long Bytes, string? Error)
{
    /// <summary>The names of the file's columns; empty if its header could not be read.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The index of each field's column; -1 for none. Empty if the header does not fit.</summary>
    public IReadOnlyList<int> FieldColumns { get; init; } = [];

    /// <summary>The differences between the file's columns and the schema.</summary>
    public IReadOnlyList<ColumnChange> Changes { get; init; } = [];

    /// <summary>What the last rejects may be, as a sentence, or <see langword="null"/>.</summary>
    public string? Hint { get; init; }

    /// <summary>The dialect that the file was read with, given or chosen.</summary>
    public CsvDialect Dialect { get; init; } = CsvDialect.Default;
}

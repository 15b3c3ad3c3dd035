namespace Sluice.Validation;

/// <summary>What validation of a whole file found.</summary>
/// <param name="Rows">Rows that passed.</param>
/// <param name="Rejected">Rows that did not.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="Error">Why the file as a whole does not fit its dataset, or <see langword="null"/>.</param>
public sealed record FileValidation(long Rows, long Rejected, long Bytes, string? Error)
{
    /// <summary>The names of the file's columns; empty if its header could not be read.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>
    /// The index of the column that each field of the schema is read from; -1 for none. Empty if the header does not fit.
    /// </summary>
    public IReadOnlyList<int> FieldColumns { get; init; } = [];

    /// <summary>The field separator, given or detected; of one of several characters the first.</summary>
    public char Delimiter { get; init; }
}

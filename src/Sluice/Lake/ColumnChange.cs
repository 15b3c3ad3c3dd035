namespace Sluice.Lake;

/// <summary>A difference between the columns of a file and the schema of its dataset. It never has a value of the file.</summary>
public sealed record ColumnChange
{
    /// <summary>The greatest length of <see cref="Column"/>, <see cref="Before"/> and <see cref="After"/> in UTF-16 code units.</summary>
    public const int MaxLength = 128;

    /// <summary>
    /// The header of a new column, or the name of a field; shortened, with an ellipsis at its end, if it is long. The second column with
    /// the same header is <c>name#2</c>, and the first one without a header <c>#1</c>.
    /// </summary>
    public required string Column { get; init; }

    /// <summary>What is different.</summary>
    public required ColumnChangeKind Change { get; init; }

    /// <summary>
    /// What the schema says: the type of a missing field, or the place of a moved one, from 1. <see langword="null"/> for a new column.
    /// </summary>
    public string? Before { get; init; }

    /// <summary>
    /// What is loaded instead: the column of the table that has the values of a new column, or the place of a moved field in the file, from
    /// 1. <see langword="null"/> if nothing is.
    /// </summary>
    public string? After { get; init; }

    /// <summary>
    /// What the first values of a new column look like: <c>boolean</c>, <c>integer</c>, <c>number</c>, <c>date</c>, <c>datetime</c>,
    /// <c>text</c>, or <c>empty</c> if there are none; otherwise <see langword="null"/>.
    /// </summary>
    public string? SampleKind { get; init; }

    /// <summary>What becomes of the column.</summary>
    public required ColumnAction Action { get; init; }

    /// <summary>What may be the reason, and what to do, as a sentence without its full stop; or <see langword="null"/>.</summary>
    public string? Hint { get; init; }
}

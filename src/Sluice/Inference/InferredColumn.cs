using Sluice.Lake.Schema;

namespace Sluice.Inference;

/// <summary>A column as inference sees it.</summary>
/// <param name="Field">The field: name, type, format, missing values, the greatest length with room for longer texts.</param>
public sealed record InferredColumn(Field Field)
{
    /// <summary>The number of rows with a value.</summary>
    public long Filled { get; init; }

    /// <summary>
    /// The numbers of the rows whose value is not of the type, at most one in a thousand. They will be rejects. They count the rows that
    /// can be read of all files, from 1.
    /// </summary>
    public IReadOnlyList<long> MisfitRows { get; init; } = [];

    /// <summary>The number of these rows.</summary>
    public long Misfits => MisfitRows.Count;

    /// <summary>The first of these values.</summary>
    public IReadOnlyList<Misfit> Examples { get; init; } = [];

    /// <summary>Other types or formats of the same values, with other meanings: 01/02 is a day in January or in February.</summary>
    public IReadOnlyList<Field> Others { get; init; } = [];

    /// <summary>All constraints that the rows of the files fulfill: those of the field, and those that a later file may break.</summary>
    public FieldConstraints Strict => Field.Constraints with
    {
        Required = IsFilled,
        Unique = IsFilled && IsUnique,
        Enum = Values,
        Minimum = Limits?.Least,
        Maximum = Limits?.Greatest,
    };

    /// <summary>Whether all rows of the files have a value.</summary>
    public bool IsFilled { get; init; }

    /// <summary>Whether all rows of the files have different values.</summary>
    public bool IsUnique { get; init; }

    /// <summary>
    /// The least and the greatest value of numbers, dates and datetimes; otherwise, or if unknown, <see langword="null"/>.
    /// </summary>
    public (string Least, string Greatest)? Range { get; init; }

    /// <summary>The texts, if there are only a few, each in many rows; otherwise <see langword="null"/>.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    // The range of different whole numbers is that of ids, which go on.
    private (string Least, string Greatest)? Limits => Field.Type == FieldType.Integer && IsUnique ? null : Range;
}

using Sluice.Lake.Schema;

namespace Sluice.Inference;

/// <summary>A column as inference sees it.</summary>
/// <param name="Field">The field: name, type, format, missing values, the greatest length with room for longer texts.</param>
public sealed record InferredColumn(Field Field)
{
    /// <summary>The number of rows with a value.</summary>
    public long Filled { get; init; }

    /// <summary>The number of values that are not of the type, at most one in a thousand. Their rows will be rejects.</summary>
    public long Misfits { get; init; }

    /// <summary>The first of these values.</summary>
    public IReadOnlyList<Misfit> Examples { get; init; } = [];

    /// <summary>Other types or formats of the same values, with other meanings: 01/02 is a day in January or in February.</summary>
    public IReadOnlyList<Field> Others { get; init; } = [];

    /// <summary>All constraints that the rows of the files fulfill: those of the field, and those that a later file may break.</summary>
    public FieldConstraints Strict => Field.Constraints with { Required = IsFilled, Unique = IsFilled && IsUnique, Enum = Values };

    /// <summary>Whether all rows of the files have a value.</summary>
    public bool IsFilled { get; init; }

    /// <summary>Whether all rows of the files have different values.</summary>
    public bool IsUnique { get; init; }

    /// <summary>The texts, if there are only a few, each in many rows; otherwise <see langword="null"/>.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}

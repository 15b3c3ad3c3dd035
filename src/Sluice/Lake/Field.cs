namespace Sluice.Lake;

/// <summary>One field of a Table Schema: what a column of the file holds and which column of the table it becomes.</summary>
public sealed record Field
{
    /// <summary>The name, which is also the header of the file's column and the name of the table's column.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the values.</summary>
    public FieldType Type { get; init; } = FieldType.String;

    /// <summary>The format of the values: <c>default</c>, <c>any</c> or a pattern of strptime (<c>%d/%m/%Y</c>).</summary>
    public string Format { get; init; } = "default";

    /// <summary>A title for people, or <see langword="null"/>.</summary>
    public string? Title { get; init; }

    /// <summary>A description for people, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>What values must satisfy beyond their type.</summary>
    public FieldConstraints Constraints { get; init; } = FieldConstraints.None;

    /// <summary>The texts that mean that there is no value. The schema's, unless the field has its own.</summary>
    public IReadOnlyList<string> MissingValues { get; init; } = [""];

    /// <summary>Number: the decimal point. One or more characters, <c>.</c> by default.</summary>
    public string DecimalChar { get; init; } = ".";

    /// <summary>Number and integer: the separator of digit groups, or <see langword="null"/> for none.</summary>
    public string? GroupChar { get; init; }

    /// <summary>Number and integer: whether the text is the number alone; if not, text around it (<c>€ 5</c>, <c>95%</c>) is left out.</summary>
    public bool BareNumber { get; init; } = true;

    /// <summary>Boolean: the texts that mean true.</summary>
    public IReadOnlyList<string> TrueValues { get; init; } = ["true", "True", "TRUE", "1"];

    /// <summary>Boolean: the texts that mean false.</summary>
    public IReadOnlyList<string> FalseValues { get; init; } = ["false", "False", "FALSE", "0"];

    /// <summary>The table's column.</summary>
    public required ColumnType Column { get; init; }

    /// <summary>Whether the table's column may hold no value.</summary>
    public bool Nullable => !Constraints.Required;
}

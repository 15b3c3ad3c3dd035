namespace Sluice.Lake.Schema;

/// <summary>The Table Schema of a dataset (datapackage.org, Table Schema v2).</summary>
public sealed record TableSchema
{
    /// <summary>The fields, in the order of the descriptor; at least one.</summary>
    public required IReadOnlyList<Field> Fields { get; init; }

    /// <summary>How the fields match the columns of a file.</summary>
    public FieldsMatch FieldsMatch { get; init; } = FieldsMatch.Exact;

    /// <summary>The names of the fields that identify a row; empty for none.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    /// <summary>The unique keys, each a list of field names; empty for none.</summary>
    public IReadOnlyList<IReadOnlyList<string>> UniqueKeys { get; init; } = [];

    /// <summary>The foreign keys; empty for none.</summary>
    public IReadOnlyList<ForeignKey> ForeignKeys { get; init; } = [];

    /// <summary>The fields whose values come from columns of the file.</summary>
    internal IReadOnlyList<Field> ColumnFields =>
        Fields.All(f => f.From == FieldSource.Column) ? Fields : [.. Fields.Where(f => f.From == FieldSource.Column)];

    /// <summary>Whether a column of the file has a type that not every text fits. Otherwise any line may be a row.</summary>
    internal bool HasTypes => ColumnFields.Any(f => f.Type is not (FieldType.String or FieldType.Any));
}

using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>Makes datasets for the contract tests.</summary>
internal static class Datasets
{
    public static Field Text(string name, int? maxLength = null) =>
        new() { Name = name, Column = new ColumnType(ColumnKind.Text, MaxLength: maxLength) };

    public static Field Key(string name) => Integer(name) with { Constraints = new FieldConstraints { Required = true } };

    public static Field Integer(string name) => Of(name, FieldType.Integer, new ColumnType(ColumnKind.Int64));

    public static Field Decimal(string name, byte precision, byte scale) =>
        Of(name, FieldType.Number, new ColumnType(ColumnKind.Decimal, precision, scale));

    public static Field Of(string name, FieldType type, ColumnType column) => new() { Name = name, Type = type, Column = column };

    /// <summary>A dataset of these fields.</summary>
    public static Dataset Of(string name, params IReadOnlyList<Field> fields) => new()
    {
        Name = name,
        Paths = [new DatasetPath("data", "people/**/*.csv")],
        Schema = new TableSchema { Fields = fields },
    };

    /// <summary>A dataset of an id, which is its primary key, and a name.</summary>
    public static Dataset People(string name, WriteMode mode)
    {
        var dataset = Of(name, Key("id"), Text("name"));
        return dataset with { WriteMode = mode, Schema = dataset.Schema with { PrimaryKey = ["id"] } };
    }
}

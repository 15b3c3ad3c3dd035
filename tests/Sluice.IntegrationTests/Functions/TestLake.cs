using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.IntegrationTests.Functions;

/// <summary>Lake definitions of datasets that have one column, <c>id</c>.</summary>
internal static class TestLake
{
    public static LakeDefinition Of(params (string Name, string Container, string Glob)[] datasets) =>
        new("test", [.. datasets.Select(d => new Dataset
        {
            Name = d.Name,
            Paths = [new DatasetPath(d.Container, d.Glob)],
            Schema = new TableSchema
            {
                Fields = [new Field { Name = "id", Type = FieldType.Integer, Column = new ColumnType(ColumnKind.Int64) }],
            },
        })]);

    /// <summary>A lake whose datasets have several paths.</summary>
    public static LakeDefinition OfPaths(params (string Name, DatasetPath[] Paths)[] datasets) => new(
        "test", [.. datasets.Select(d => Of((d.Name, "data", "*")).Datasets[0] with { Paths = d.Paths })]);

    /// <summary>The same datasets, merged by their column.</summary>
    public static LakeDefinition WithKey(LakeDefinition lake) => new(
        lake.Name,
        [.. lake.Datasets.Select(d => d with { WriteMode = WriteMode.Merge, Schema = d.Schema with { PrimaryKey = ["id"] } })]);
}

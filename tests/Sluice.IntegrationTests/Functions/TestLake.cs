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
            Path = new DatasetPath(d.Container, d.Glob),
            Schema = new TableSchema
            {
                Fields = [new Field { Name = "id", Type = FieldType.Integer, Column = new ColumnType(ColumnKind.Int64) }],
            },
        })]);

    /// <summary>The same datasets, merged by their column.</summary>
    public static LakeDefinition WithKey(LakeDefinition lake) => new(
        lake.Name,
        [.. lake.Datasets.Select(d => d with { WriteMode = WriteMode.Merge, Schema = d.Schema with { PrimaryKey = ["id"] } })]);
}

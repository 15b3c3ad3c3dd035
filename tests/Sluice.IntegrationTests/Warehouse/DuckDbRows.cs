using Sluice.DuckDb;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>Reads the rows of a dataset from DuckDB.</summary>
internal static class DuckDbRows
{
    public static IReadOnlyList<object?[]> Read(DuckDbWarehouse warehouse, Dataset dataset, params IReadOnlyList<string> more)
    {
        using var connection = warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        var columns = dataset.Schema.Fields
            .Select(
                f => f.Column.Kind == ColumnKind.Decimal ? $"regexp_replace({Quote(f.Name)}::VARCHAR, '^(-?)\\.', '\\10.')" : Quote(f.Name))
            .Append("_file")
            .Append("_row")
            .Concat(more);
        command.CommandText = $"SELECT {string.Join(", ", columns)} FROM lake.{Quote(dataset.Name)} ORDER BY _file, _row";
        using var reader = command.ExecuteReader();
        List<object?[]> rows = [];
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

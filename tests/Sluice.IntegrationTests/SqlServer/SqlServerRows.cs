using Microsoft.Data.SqlClient;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.SqlServer.Schema;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>Reads the rows of a dataset from SQL Server, as <c>DuckDbRows</c> does from DuckDB.</summary>
internal static class SqlServerRows
{
    public static async Task<IReadOnlyList<object?[]>> ReadAsync(TestDatabase database, Dataset dataset, params IReadOnlyList<string> more)
    {
        var kinds = dataset.Schema.Fields.Select(f => f.Column.Kind).ToList();
        var columns = dataset.Schema.Fields
            .Select(f => Names.Quote(f.Name))
            .Append("_file")
            .Append("_row")
            .Concat(more);
        return await database.ReadAsync(
            $"SELECT {string.Join(", ", columns)} FROM {Names.Table(dataset.Name)} ORDER BY _file, _row",
            r => Enumerable.Range(0, r.FieldCount)
                .Select(i => r.IsDBNull(i) ? null : Value(r, i, i < kinds.Count ? kinds[i] : null)).ToArray());
    }

    private static object Value(SqlDataReader reader, int column, ColumnKind? kind) => kind switch
    {
        ColumnKind.Decimal => reader.GetSqlDecimal(column).ToString(),
        ColumnKind.Date => reader.GetFieldValue<DateOnly>(column),
        ColumnKind.Time => reader.GetFieldValue<TimeOnly>(column),
        _ => reader.GetValue(column),
    };
}

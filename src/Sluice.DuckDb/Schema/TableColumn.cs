using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Lake.Schema;

namespace Sluice.DuckDb.Schema;

/// <summary>An existing column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in DuckDB's notation: <c>BIGINT</c>, <c>DECIMAL(38,10)</c>.</param>
/// <param name="Nullable">Whether it allows NULL.</param>
internal sealed record TableColumn(string Name, string Type, bool Nullable)
{
    /// <summary>Whether it is a system column, not the column of a field.</summary>
    public bool IsOwn => SystemColumns.Contains(Name);

    /// <summary>Whether the column has this name. DuckDB ignores the case of names.</summary>
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The DuckDB type of a column.</summary>
    public static string TypeOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.Text => "VARCHAR",
        ColumnKind.Int64 => "BIGINT",
        ColumnKind.Decimal => $"DECIMAL({type.Precision},{type.Scale})",
        ColumnKind.Double => "DOUBLE",
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.Date => "DATE",
        ColumnKind.Time => "TIME",
        ColumnKind.Timestamp => "TIMESTAMP",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "There is no such kind of column."),
    };

    /// <summary>The columns of a dataset's table, in order; empty if there is no such table.</summary>
    public static List<TableColumn> Read(DuckDBConnection connection, string dataset) => Read(connection, "lake", dataset);

    /// <summary>The columns of a table, in order; empty if there is no such table.</summary>
    public static List<TableColumn> Read(DuckDBConnection connection, string schema, string table)
    {
        // duckdb_columns() would give the same in one query but takes far longer, because it first describes every system view.
        var isThere = connection.Count(
            "SELECT count(*) FROM duckdb_tables() "
            + "WHERE database_name = 'warehouse' AND schema_name = $schema AND lower(table_name) = lower($table)",
            ("schema", schema), ("table", table)) > 0;
        return isThere
            ? connection.Read(
                $"SELECT column_name, column_type, \"null\" = 'YES' FROM (DESCRIBE warehouse.{Sql.Quote(schema)}.{Sql.Quote(table)})",
                r => new TableColumn(r.GetString(0), r.GetString(1), r.GetBoolean(2)))
            : [];
    }
}

using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Lake;

namespace Sluice.DuckDb.Schema;

/// <summary>A column of a table as it is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as DuckDB writes it: <c>BIGINT</c>, <c>DECIMAL(38,10)</c>.</param>
/// <param name="Nullable">Whether it may hold no value.</param>
internal sealed record TableColumn(string Name, string Type, bool Nullable)
{
    /// <summary>Whether it is of every table, or of every one of its write mode, and no field's.</summary>
    public bool IsOwn => SystemColumns.Contains(Name);

    /// <summary>Whether it is the column of this name; DuckDB does not tell upper from lower case.</summary>
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The type of a column as DuckDB writes it.</summary>
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

    /// <summary>The columns of a dataset's table, in order; none if there is no such table.</summary>
    public static List<TableColumn> Read(DuckDBConnection connection, string dataset) => Read(connection, "lake", dataset);

    /// <summary>The columns of a table, in order; none if there is no such table.</summary>
    public static List<TableColumn> Read(DuckDBConnection connection, string schema, string table)
    {
        // duckdb_columns() would tell all at once, and takes far longer: it describes every view of the system first.
        var isThere = connection.Count(
            "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'warehouse' AND schema_name = $schema AND lower(table_name) = lower($table)",
            ("schema", schema), ("table", table)) > 0;
        return isThere
            ? connection.Read(
                $"SELECT column_name, column_type, \"null\" = 'YES' FROM (DESCRIBE warehouse.{Sql.Quote(schema)}.{Sql.Quote(table)})",
                r => new TableColumn(r.GetString(0), r.GetString(1), r.GetBoolean(2)))
            : [];
    }
}

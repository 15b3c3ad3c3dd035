using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Schema;

/// <summary>The statements that create and change the tables of datasets.</summary>
internal static class TableStatements
{
    /// <summary>Creates a schema.</summary>
    public static Statement CreateSchema(string schema) => new($"CREATE SCHEMA {Names.Quote(schema)};");

    /// <summary>The names of all schemas.</summary>
    public static Statement Schemas() => new("SELECT name FROM sys.schemas;");

    /// <summary>
    /// The columns of the tables of the warehouse: schema, table, whether the table is a columnstore, and the column's name and type.
    /// </summary>
    public static Statement Columns() => new(
        """
        SELECT s.name, t.name,
            CASE WHEN EXISTS (SELECT 1 FROM sys.indexes AS i WHERE i.object_id = t.object_id AND i.type = 5) THEN 1 ELSE 0 END,
            c.name, y.name, c.max_length, c.precision, c.scale, c.is_nullable
        FROM sys.tables AS t
        JOIN sys.schemas AS s ON s.schema_id = t.schema_id
        JOIN sys.columns AS c ON c.object_id = t.object_id
        JOIN sys.types AS y ON y.user_type_id = c.user_type_id
        WHERE s.name IN (N'lake', N'sluice')
        ORDER BY t.object_id, c.column_id;
        """);

    /// <summary>
    /// A query of no rows, whose schema has the columns of a table; no result if there is no such table. It is faster than a query of the
    /// catalog, and not every server's catalog can be read while other tables are created and dropped.
    /// </summary>
    public static Statement NoRows(string name) => new(
        $"IF OBJECT_ID(@table) IS NOT NULL SELECT * FROM {name} WHERE 1 = 0;", Parameter.Text("table", Names.MaxQuotedLength));

    /// <summary>The views of the warehouse.</summary>
    public static Statement Views() => new(
        "SELECT v.name FROM sys.views AS v JOIN sys.schemas AS s ON s.schema_id = v.schema_id WHERE s.name = N'sluice';");

    /// <summary>Fails if the server has no columnstores. For a transaction that is rolled back.</summary>
    public static Statement ProbeColumnstore() => new(
        "CREATE TABLE sluice.probe ([text] nvarchar(max) NULL);\nCREATE CLUSTERED COLUMNSTORE INDEX ix_columns ON sluice.probe;");

    /// <summary>Fails if a clustered index does not store the table. For a transaction that is rolled back.</summary>
    public static Statement ProbeClusteredIndex() => new(
        """
        CREATE TABLE sluice.probe (number bigint NOT NULL);
        CREATE CLUSTERED INDEX ix_number ON sluice.probe (number);
        IF NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'sluice.probe') AND type = 1)
            THROW 50000, N'A clustered index is not the table.', 1;
        """);

    /// <summary>Fails if pages cannot be compressed. For a transaction that is rolled back.</summary>
    public static Statement ProbePageCompression() => new(
        "CREATE TABLE sluice.probe (number bigint NOT NULL PRIMARY KEY CLUSTERED (number) WITH (DATA_COMPRESSION = PAGE));");

    /// <summary>Fails if columns cannot be altered. For a transaction that is rolled back.</summary>
    public static Statement ProbeColumnChange() => new(
        $"CREATE TABLE sluice.probe ([text] nvarchar(10) COLLATE {TableColumn.Collation} NOT NULL);\n"
        + $"ALTER TABLE sluice.probe ALTER COLUMN [text] nvarchar(20) COLLATE {TableColumn.Collation} NULL;");

    /// <summary>Fails if there is no collation that counts a supplementary character as one.</summary>
    public static Statement ProbeSupplementaryCharacters() => new(
        $"SELECT LEN(N'.' COLLATE {TableColumn.CodePointCollation});");

    /// <summary>Fails if the server has no estimates of quartiles or of the number of different values.</summary>
    public static Statement ProbeApproximations() => new(
        "SELECT APPROX_COUNT_DISTINCT(n), APPROX_PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY n) FROM (VALUES (1E0)) AS t (n);");

    /// <summary>Creates the table of a dataset and its indexes.</summary>
    /// <param name="table">The table.</param>
    /// <param name="features">The features of the server.</param>
    /// <param name="name">The name, if it differs from the table's.</param>
    public static IReadOnlyList<Statement> Create(DatasetTable table, ServerFeatures features, string? name = null)
    {
        name ??= table.Name;
        var columns = string.Join(",\n    ", table.Columns.Select(c => c.Definition));
        var compression = features.PageCompression ? " WITH (DATA_COMPRESSION = PAGE)" : "";
        if (table.IsMerged)
        {
            var key = string.Join(", ", table.Key.Select(Names.Quote));
            return
            [
                new($"CREATE TABLE {name} (\n    {columns},\n    PRIMARY KEY CLUSTERED ({key}){compression}\n);"),
                new($"CREATE INDEX ix_file ON {name} ({SystemColumns.File}, {SystemColumns.Row}){compression};"),
            ];
        }

        // Rows are only appended, and the ledger knows whether rows must be taken back, so no secondary index is worth its cost.
        var create = new Statement($"CREATE TABLE {name} (\n    {columns}\n);");
        return features switch
        {
            { Columnstore: true } => [create, new($"CREATE CLUSTERED COLUMNSTORE INDEX ix_columns ON {name};")],
            { ClusteredIndexes: true } =>
                [create, new($"CREATE CLUSTERED INDEX ix_file ON {name} ({SystemColumns.File}, {SystemColumns.Row}){compression};")],
            _ => [create],
        };
    }

    /// <summary>Creates the table of rows that a merge keeps aside. It has few rows, so it needs no index.</summary>
    public static Statement CreateAside(DatasetTable table, string name) =>
        new($"CREATE TABLE {name} (\n    {string.Join(",\n    ", table.Columns.Select(c => c.Definition))}\n);");

    /// <summary>Drops a table.</summary>
    /// <param name="name">The table, quoted.</param>
    public static Statement Drop(string name) => new($"DROP TABLE {name};");

    /// <summary>Drops a view.</summary>
    /// <param name="name">The view, quoted.</param>
    public static Statement DropView(string name) => new($"DROP VIEW {name};");

    /// <summary>Renames a table.</summary>
    public static Statement Rename() => new(
        "EXEC sp_rename @from, @to, N'OBJECT';", Parameter.Text("from", Names.MaxQuotedLength), Parameter.Text("to", Names.MaxLength));

    /// <summary>Adds a column.</summary>
    public static Statement Add(string name, TableColumn column) => new($"ALTER TABLE {name} ADD {column.Definition};") { IsLong = true };

    /// <summary>The columns that loads have added to tables.</summary>
    public static Statement AddedColumns() =>
        new($"SELECT {Names.List(LedgerRows.AddedColumnColumns)} FROM sluice.added_column ORDER BY id;");

    /// <summary>Records a column that a load adds to a table.</summary>
    public static Statement RecordAddedColumn() => new(
        "INSERT INTO sluice.added_column (dataset, name, header) VALUES (@dataset, @name, @header);",
        Parameter.Text("dataset", Names.MaxLength), Parameter.Text("name", Names.MaxLength), Parameter.AnyText("header"));

    /// <summary>Changes the type of a column, or whether it allows NULL.</summary>
    public static Statement Alter(string name, TableColumn column) =>
        new($"ALTER TABLE {name} ALTER COLUMN {column.Definition};") { IsLong = true };

    /// <summary>Whether a table has a row.</summary>
    public static Statement HasRows(string name) => new($"SELECT CASE WHEN EXISTS (SELECT 1 FROM {name}) THEN 1 ELSE 0 END;");

    /// <summary>Whether a column has NULL in a row.</summary>
    public static Statement HasNulls(string name, string column) =>
        new($"SELECT CASE WHEN EXISTS (SELECT 1 FROM {name} WHERE {Names.Quote(column)} IS NULL) THEN 1 ELSE 0 END;") { IsLong = true };

    /// <summary>Whether two rows have the same key, in a table that was not merged by this key before.</summary>
    public static Statement HasTwoOfAKey(DatasetTable table)
    {
        var keys = string.Join(", ", table.Key.Select(k => k == SystemColumns.Key ? KeyHash(table, "o") : $"o.{Names.Quote(k)}"));
        return new($"SELECT CASE WHEN EXISTS (SELECT 1 FROM {table.Name} AS o GROUP BY {keys} HAVING COUNT_BIG(*) > 1) THEN 1 ELSE 0 END;")
        {
            IsLong = true,
        };
    }

    /// <summary>Copies the rows of a table into a table with other columns.</summary>
    /// <param name="table">The description of the target table.</param>
    /// <param name="from">The source table.</param>
    /// <param name="existing">The columns of the source table.</param>
    /// <param name="to">The name of the target table.</param>
    public static Statement Copy(DatasetTable table, string from, IReadOnlyList<TableColumn> existing, string to)
    {
        var values = table.Columns.Select(c => existing.FirstOrDefault(e => e.Is(c.Name)) is { } was
            ? was.Type == c.Type ? $"o.{Names.Quote(c.Name)}" : $"CAST(o.{Names.Quote(c.Name)} AS {c.Type})"
            : c.Name switch
            {
                SystemColumns.Modified => "f.rows_modified",
                SystemColumns.Key => KeyHash(table, "o"),
                _ => "NULL",
            });
        return new(
            $"INSERT INTO {to} ({table.ColumnList()})\nSELECT {string.Join(", ", values)}\n"
            + $"FROM {from} AS o LEFT JOIN sluice.[file] AS f ON f.id = o.{SystemColumns.File};")
        {
            IsLong = true,
        };
    }

    /// <summary>The write mode, key and fingerprint that each table was last prepared for.</summary>
    public static Statement Datasets() => new("SELECT name, write_mode, primary_key, fingerprint FROM sluice.dataset;");

    /// <summary>
    /// Records the write mode and key that a table is prepared for, and the fingerprint of its definition. A table whose name differs only
    /// in case is the same table.
    /// </summary>
    public static Statement RecordDataset() => new(
        """
        UPDATE sluice.dataset SET name = @name, write_mode = @write_mode, primary_key = @primary_key, fingerprint = @fingerprint
        WHERE LOWER(name) = LOWER(@name);
        IF @@ROWCOUNT = 0
            INSERT INTO sluice.dataset (name, write_mode, primary_key, fingerprint)
            VALUES (@name, @write_mode, @primary_key, @fingerprint);
        """,
        Parameter.Text("name", Names.MaxLength),
        Parameter.Text("write_mode", 16),
        Parameter.AnyText("primary_key"),
        Parameter.Text("fingerprint", DefinitionFingerprint.Length));

    /// <summary>The hash of the texts of a key, equal to the one that loads compute.</summary>
    private static string KeyHash(DatasetTable table, string alias)
    {
        var texts = table.HashedFields.Select(f => $"{alias}.{Names.Quote(f)}")
            .Select(f => $"CAST(DATALENGTH({f}) AS binary(4)) + CAST({f} AS varbinary(max))");
        return $"CAST(HASHBYTES('SHA2_256', {string.Join(" + ", texts)}) AS binary(32))";
    }
}

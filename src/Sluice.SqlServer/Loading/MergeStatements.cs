using Sluice.Lake.Schema;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Schema;

namespace Sluice.SqlServer.Loading;

/// <summary>
/// The statements that move staged rows into the table of a dataset, within the transaction of a commit. In a merge, of two rows with the
/// same key, the row of the later version wins; then that of the later path; then the later row. The order of loading does not matter.
/// <para>A last record without a line break is provisional: its row number is after its file's checkpoint, and the next load takes it
/// back. So a row that loses to a provisional row is kept in the table <c>aside</c>, and the best such row comes back. A row that loses to
/// a final row is dropped.
/// </para>
/// </summary>
internal static class MergeStatements
{
    private const string Provisional = ">";
    private const string Complete = "<=";

    // Whether a row, whose file is f, wins over the rows of the version that is merged.
    private const string NewerThanVersion =
        $"(t.{SystemColumns.Modified} > @modified OR (t.{SystemColumns.Modified} = @modified AND f.[path] > @path))";

    private static readonly Parameter Rows = Parameter.Number("rows");
    private static readonly Parameter File = Parameter.Number("file");
    private static readonly Parameter Row = Parameter.Number("row");
    private static readonly Parameter Modified = Parameter.Time("modified");
    private static readonly Parameter Path = Parameter.Text("path", 1100);

    // The parameters of every step of an upsert.
    private static readonly Parameter[] Version = [Rows, File, Modified, Path];

    /// <summary>Creates a staging table for the rows of a load.</summary>
    /// <param name="table">The target table.</param>
    /// <param name="staged">The name of the staging table.</param>
    public static Statement CreateStaging(DatasetTable table, string staged) =>
        new($"CREATE TABLE {staged} (\n    {string.Join(",\n    ", table.Columns.Select(c => c.Definition))}\n);");

    /// <summary>Removes the rows of a file from a row on, if no rows are kept aside.</summary>
    public static Statement DeleteRows(string name) =>
        new($"DELETE FROM {name} WHERE {SystemColumns.File} = @file AND {SystemColumns.Row} >= @row;", File, Row) { IsLong = true };

    /// <summary>Removes the rows of a file from a row on. Rows that they had replaced provisionally come back.</summary>
    public static Statement DeleteAndRestore(DatasetTable table) => new(
        $"""
        SELECT DISTINCT {table.KeyList("t")} INTO #taken_back
        FROM {table.Name} AS t
        WHERE t.{SystemColumns.File} = @file AND t.{SystemColumns.Row} >= @row;
        DELETE FROM {table.Name} WHERE {SystemColumns.File} = @file AND {SystemColumns.Row} >= @row;
        SELECT b.* INTO #back
        FROM (
            SELECT {table.ColumnList("a")}, CASE WHEN a.{SystemColumns.Row} > f.checkpoint_rows THEN 1 ELSE 0 END AS is_provisional,
                ROW_NUMBER() OVER (
                    PARTITION BY {table.KeyList("a")}
                    ORDER BY a.{SystemColumns.Modified} DESC, f.[path] DESC, a.{SystemColumns.Row} DESC) AS row_rank
            FROM {table.Aside} AS a
            JOIN #taken_back AS k ON {table.SameKey("a", "k")}
            JOIN sluice.[file] AS f ON f.id = a.{SystemColumns.File}
        ) AS b
        WHERE b.row_rank = 1;
        INSERT INTO {table.Name} ({table.ColumnList()}) SELECT {table.ColumnList("b")} FROM #back AS b;
        DELETE a FROM {table.Aside} AS a JOIN #back AS b ON {table.SameKey("a", "b")}
        WHERE b.is_provisional = 0 OR (a.{SystemColumns.File} = b.{SystemColumns.File} AND a.{SystemColumns.Row} = b.{SystemColumns.Row});
        DROP TABLE #taken_back;
        DROP TABLE #back;
        """,
        File,
        Row)
    {
        IsLong = true,
    };

    /// <summary>Marks the rows of a file as those of an earlier version (row number 0).</summary>
    public static Statement SupersedeRows(DatasetTable table) => new(
        $"UPDATE {table.Name} SET {SystemColumns.Row} = 0 WHERE {SystemColumns.File} = @file;\n"
        + $"UPDATE {table.Aside} SET {SystemColumns.Row} = 0 WHERE {SystemColumns.File} = @file;",
        File)
    {
        IsLong = true,
    };

    /// <summary>Whether provisional rows are staged.</summary>
    public static Statement HasProvisional(string staged) => new(
        $"SELECT CASE WHEN EXISTS (SELECT 1 FROM {staged} AS s WHERE s.{SystemColumns.Row} > @rows) THEN 1 ELSE 0 END;", Rows)
    {
        IsLong = true,
    };

    /// <summary>Upserts the staged rows that are final.</summary>
    public static IReadOnlyList<Statement> Upsert(DatasetTable table, string staged) =>
        [.. Upsert(table, staged, Complete, keepsOld: false)];

    /// <summary>Drops rows that are kept aside and are older than a final staged row with the same key.</summary>
    public static Statement ForgetOlder(DatasetTable table, string staged) => new(
        $"""
        DELETE t FROM {table.Aside} AS t
        JOIN {staged} AS s ON {table.SameKey("t", "s")}
        JOIN sluice.[file] AS f ON f.id = t.{SystemColumns.File}
        WHERE s.{SystemColumns.Row} <= @rows AND NOT {NewerThanVersion};
        """,
        Rows, Modified, Path)
    {
        IsLong = true,
    };

    /// <summary>Upserts the provisional staged rows. Rows that they replace are kept aside.</summary>
    public static IReadOnlyList<Statement> UpsertProvisional(DatasetTable table, string staged) =>
        [.. Upsert(table, staged, Provisional, keepsOld: true)];

    /// <summary>Removes the rows of all other files.</summary>
    public static Statement DeleteOtherFiles(DatasetTable table) =>
        new($"DELETE FROM {table.Name} WHERE {SystemColumns.File} <> @file;", File) { IsLong = true };

    /// <summary>Adds the staged rows.</summary>
    public static Statement Insert(DatasetTable table, string staged) => new(
        $"INSERT INTO {table.Name} WITH (TABLOCK) ({StagedColumns(table)})\nSELECT {StagedColumns(table, "s")} FROM {staged} AS s;")
    {
        IsLong = true,
    };

    /// <summary>Moves staged rejects into the ledger.</summary>
    public static Statement MoveRejects(string staged) => new(
        $"INSERT INTO sluice.reject ({RejectReader.Columns}) SELECT {RejectReader.Columns} FROM {staged};")
    { IsLong = true };

    /// <summary>Creates a staging table for the rejects of a load.</summary>
    public static Statement CreateRejectStaging(string staged) =>
        new($"SELECT {RejectReader.Columns} INTO {staged} FROM sluice.reject WHERE 1 = 0;");

    /// <summary>The names of the staging tables of a file.</summary>
    public static Statement Staged() => new(
        """
        SELECT t.name FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id
        WHERE s.name = N'sluice' AND t.name LIKE @pattern;
        """,
        Parameter.Text("pattern", Names.MaxLength));

    /// <summary>Limits the wait for locks of other sessions to a second.</summary>
    public static Statement SetLockTimeout() => new("SET LOCK_TIMEOUT 1000;");

    private static IEnumerable<Statement> Upsert(DatasetTable table, string staged, string compared, bool keepsOld)
    {
        var mine = $"s.{SystemColumns.Row} {compared} @rows";
        var key = string.Join(", ", table.Key.Select(Names.Quote));

        // Of the file's rows with the same key, the last one counts.
        yield return new(
            $"""
            DELETE s FROM {staged} AS s
            JOIN (
                SELECT {key}, MAX({SystemColumns.Row}) AS last_row
                FROM {staged}
                WHERE {SystemColumns.Row} {compared} @rows
                GROUP BY {key}
                HAVING COUNT_BIG(*) > 1
            ) AS l ON {table.SameKey("s", "l")}
            WHERE {mine} AND s.{SystemColumns.Row} < l.last_row;
            """,
            Version)
        { IsLong = true };

        // Rows that lose to a provisional row are kept aside. Rows that lose are not upserted.
        var losing = $"""
            FROM {staged} AS s
            JOIN {table.Name} AS t ON {table.SameKey("s", "t")}
            JOIN sluice.[file] AS f ON f.id = t.{SystemColumns.File}
            WHERE {mine} AND t.{SystemColumns.File} <> @file AND {NewerThanVersion}
            """;
        yield return new(
            $"INSERT INTO {table.Aside} ({StagedColumns(table)})\nSELECT {StagedColumns(table, "s")}\n"
            + $"{losing} AND t.{SystemColumns.Row} > f.checkpoint_rows;",
            Version)
        { IsLong = true };
        yield return new($"DELETE s\n{losing};", Version) { IsLong = true };

        if (keepsOld)
        {
            yield return new(
                $"INSERT INTO {table.Aside} ({table.ColumnList()})\nSELECT {table.ColumnList("t")} FROM {table.Name} AS t "
                + $"JOIN {staged} AS s ON {table.SameKey("t", "s")} WHERE {mine};",
                Version)
            { IsLong = true };
        }

        var assignments = table.Columns.Where(c => !table.Key.Contains(c.Name))
            .Select(c => $"{Names.Quote(c.Name)} = {(table.IsStaged(c) ? $"s.{Names.Quote(c.Name)}" : "NULL")}");
        yield return new(
            $"UPDATE t SET {string.Join(", ", assignments)}\n"
            + $"FROM {table.Name} AS t JOIN {staged} AS s ON {table.SameKey("t", "s")}\nWHERE {mine};",
            Version)
        { IsLong = true };
        yield return new(
            $"INSERT INTO {table.Name} ({StagedColumns(table)})\nSELECT {StagedColumns(table, "s")} FROM {staged} AS s\n"
            + $"WHERE {mine} AND NOT EXISTS (SELECT 1 FROM {table.Name} AS t WHERE {table.SameKey("t", "s")});",
            Version)
        { IsLong = true };
    }

    private static string StagedColumns(DatasetTable table, string? alias = null) => table.ColumnList(table.IsStaged, alias);
}

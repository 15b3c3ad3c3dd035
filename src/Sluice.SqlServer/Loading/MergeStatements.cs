using Sluice.Lake;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Schema;

namespace Sluice.SqlServer.Loading;

/// <summary>
/// The statements that move staged rows into the table of a dataset, within the transaction of a commit. In a merge, of two rows of a key the
/// one of the later version stays, then of the later path, then the later row, whichever is loaded first.
/// <para>
/// A last record without a line break is provisional: it is numbered after its file's checkpoint, and may be taken back. So a row that
/// loses to one is kept in a table aside, from which the best comes back. What loses to a row that stays is gone.
/// </para>
/// </summary>
internal static class MergeStatements
{
    private const string Provisional = ">";
    private const string Complete = "<=";

    // Whether a row, whose file is f, beats those of the version that is merged.
    private const string NewerThanVersion = $"(t.{SystemColumns.Modified} > @modified OR (t.{SystemColumns.Modified} = @modified AND f.[path] > @path))";

    private static readonly Parameter Rows = Parameter.Number("rows");
    private static readonly Parameter File = Parameter.Number("file");
    private static readonly Parameter Row = Parameter.Number("row");
    private static readonly Parameter Modified = Parameter.Time("modified");
    private static readonly Parameter Path = Parameter.Text("path", 1100);

    // What every step of an upsert is given.
    private static readonly Parameter[] Version = [Rows, File, Modified, Path];

    /// <summary>A table for the rows of a load.</summary>
    /// <param name="table">The table that they are for.</param>
    /// <param name="staged">The name of the new one.</param>
    public static Statement CreateStaging(DatasetTable table, string staged) =>
        new($"CREATE TABLE {staged} (\n    {string.Join(",\n    ", table.Columns.Select(c => c.Definition))}\n);");

    /// <summary>Deletes the rows of a file from a row on, of a table where nothing is kept aside.</summary>
    public static Statement DeleteRows(string name) =>
        new($"DELETE FROM {name} WHERE {SystemColumns.File} = @file AND {SystemColumns.Row} >= @row;", File, Row) { IsLong = true };

    /// <summary>Deletes the rows of a file from a row on, and restores those that they had replaced provisionally.</summary>
    public static Statement DeleteAndRestore(DatasetTable table) => new(
        $"""
        SELECT DISTINCT {table.KeyList("t")} INTO #taken_back FROM {table.Name} AS t WHERE t.{SystemColumns.File} = @file AND t.{SystemColumns.Row} >= @row;
        DELETE FROM {table.Name} WHERE {SystemColumns.File} = @file AND {SystemColumns.Row} >= @row;
        SELECT b.* INTO #back
        FROM (
            SELECT {table.ColumnList("a")}, CASE WHEN a.{SystemColumns.Row} > f.checkpoint_rows THEN 1 ELSE 0 END AS is_provisional,
                ROW_NUMBER() OVER (PARTITION BY {table.KeyList("a")} ORDER BY a.{SystemColumns.Modified} DESC, f.[path] DESC, a.{SystemColumns.Row} DESC) AS row_rank
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

    /// <summary>Says that rows of a file are of an earlier version.</summary>
    public static Statement SupersedeRows(DatasetTable table) => new(
        $"UPDATE {table.Name} SET {SystemColumns.Row} = 0 WHERE {SystemColumns.File} = @file;\nUPDATE {table.Aside} SET {SystemColumns.Row} = 0 WHERE {SystemColumns.File} = @file;", File)
    {
        IsLong = true,
    };

    /// <summary>Whether there are provisional rows among those that are staged.</summary>
    public static Statement HasProvisional(string staged) =>
        new($"SELECT CASE WHEN EXISTS (SELECT 1 FROM {staged} AS s WHERE s.{SystemColumns.Row} > @rows) THEN 1 ELSE 0 END;", Rows) { IsLong = true };

    /// <summary>Upserts the staged rows that are complete.</summary>
    public static IReadOnlyList<Statement> Upsert(DatasetTable table, string staged) => [.. Upsert(table, staged, Complete, keepsOld: false)];

    /// <summary>A row that stays has all that is older gone, provisional or not: takes that away from what is kept aside.</summary>
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

    /// <summary>Upserts the staged rows that are provisional; those that they take the place of are kept aside.</summary>
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

    /// <summary>A table for the rejects of a load.</summary>
    public static Statement CreateRejectStaging(string staged) =>
        new($"SELECT {RejectReader.Columns} INTO {staged} FROM sluice.reject WHERE 1 = 0;");

    /// <summary>The tables of rows and rejects of a file that are staged.</summary>
    public static Statement Staged() => new(
        """
        SELECT t.name FROM sys.tables AS t JOIN sys.schemas AS s ON s.schema_id = t.schema_id
        WHERE s.name = N'sluice' AND t.name LIKE @pattern;
        """,
        Parameter.Text("pattern", Names.MaxLength));

    /// <summary>Has statements that follow wait no longer than a second for a lock of another session.</summary>
    public static Statement SetLockTimeout() => new("SET LOCK_TIMEOUT 1000;");

    private static IEnumerable<Statement> Upsert(DatasetTable table, string staged, string compared, bool keepsOld)
    {
        var mine = $"s.{SystemColumns.Row} {compared} @rows";
        var key = string.Join(", ", table.Key.Select(Names.Quote));

        // Of rows of one key the last of the file counts.
        yield return new(
            $"""
            DELETE s FROM {staged} AS s
            JOIN (
                SELECT {key}, MAX({SystemColumns.Row}) AS last_row FROM {staged} WHERE {SystemColumns.Row} {compared} @rows GROUP BY {key} HAVING COUNT_BIG(*) > 1
            ) AS l ON {table.SameKey("s", "l")}
            WHERE {mine} AND s.{SystemColumns.Row} < l.last_row;
            """,
            Version)
        { IsLong = true };

        // What loses to a row that may be taken back is kept, and what loses at all is not upserted.
        var losing = $"""
            FROM {staged} AS s
            JOIN {table.Name} AS t ON {table.SameKey("s", "t")}
            JOIN sluice.[file] AS f ON f.id = t.{SystemColumns.File}
            WHERE {mine} AND t.{SystemColumns.File} <> @file AND {NewerThanVersion}
            """;
        yield return new(
            $"INSERT INTO {table.Aside} ({StagedColumns(table)})\nSELECT {StagedColumns(table, "s")}\n{losing} AND t.{SystemColumns.Row} > f.checkpoint_rows;",
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
            $"UPDATE t SET {string.Join(", ", assignments)}\nFROM {table.Name} AS t JOIN {staged} AS s ON {table.SameKey("t", "s")}\nWHERE {mine};",
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

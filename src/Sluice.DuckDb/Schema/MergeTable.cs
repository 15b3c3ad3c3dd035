using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Lake.Schema;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Schema;

/// <summary>
/// The upsert of a <c>merge</c> dataset, within the transaction of a commit. Of two rows with the same key, the row of the later version
/// wins; then that of the later path; then the later row. The order of loading does not matter.
/// <para>A last record without a line break is provisional: its row number is after its file's checkpoint, and the next load takes it
/// back. So a row that loses to a provisional row is kept in the table <c>aside</c>, and the best such row comes back. A row that loses to
/// a final row is dropped.
/// </para>
/// </summary>
/// <remarks>
/// The key has no index: an index would slow every load, and DuckDB's index cannot delete a key and insert it again in one transaction.
/// Hash joins against the staged rows find equal keys, and a gate serializes merges into a table.
/// </remarks>
internal sealed class MergeTable
{
    /// <summary>The temporary table of the rows of a load before the commit.</summary>
    public const string Staged = "staged_rows";

    private readonly DuckDBConnection connection;
    private readonly LoadTarget target;
    private readonly string table;
    private readonly string aside;
    private readonly string keys;
    private readonly string[] key;

    /// <summary>Creates the merge of a load.</summary>
    public MergeTable(DuckDBConnection connection, LoadTarget target)
    {
        this.connection = connection;
        this.target = target;
        table = Sql.Table(target.Dataset.Name);
        aside = AsideOf(target.Dataset.Name);
        key = [.. target.Dataset.Schema.PrimaryKey.Select(Sql.Quote)];
        keys = string.Join(", ", key);
    }

    /// <summary>The table of the rows that are kept aside, with the same columns.</summary>
    public static string AsideOf(string dataset) => $"sluice.{Sql.Quote(AsideName(dataset))}";

    /// <summary>The name of the table of rows that are kept aside.</summary>
    public static string AsideName(string dataset) => $"aside/{dataset}";

    /// <summary>Removes the file's rows from a row on. Rows that they had replaced provisionally come back.</summary>
    public void DeleteRows(long fromRow)
    {
        const string OfFile = $"{SystemColumns.File} = $file AND {SystemColumns.Row} >= $row";
        connection.Execute($"DELETE FROM {aside} WHERE {OfFile}", ("file", target.File.Id), ("row", fromRow));
        if (connection.Count($"SELECT count(*) FROM {aside}") == 0)
        {
            connection.Execute($"DELETE FROM {table} WHERE {OfFile}", ("file", target.File.Id), ("row", fromRow));
            return;
        }

        connection.Execute(
            $"CREATE OR REPLACE TEMP TABLE taken_back AS SELECT DISTINCT {keys} FROM {table} WHERE {OfFile}", ("file", target.File.Id),
            ("row", fromRow));
        connection.Execute($"DELETE FROM {table} WHERE {OfFile}", ("file", target.File.Id), ("row", fromRow));
        connection.Execute(
            $"CREATE OR REPLACE TEMP TABLE back AS SELECT a.*, f.checkpoint_rows < a.{SystemColumns.Row} AS is_provisional "
            + $"FROM {aside} AS a "
            + $"JOIN taken_back AS k ON {SameKey("a", "k")} JOIN sluice.file AS f ON f.id = a.{SystemColumns.File} "
            + $"QUALIFY row_number() OVER (PARTITION BY {string.Join(", ", key.Select(k => $"a.{k}"))} "
            + $"ORDER BY a.{SystemColumns.Modified} DESC, f.path DESC, a.{SystemColumns.Row} DESC) = 1");
        connection.Execute($"INSERT INTO {table} SELECT * EXCLUDE (is_provisional) FROM back");
        connection.Execute(
            $"DELETE FROM {aside} AS a USING back AS b WHERE {SameKey("a", "b")} "
            + $"AND (NOT b.is_provisional OR (a.{SystemColumns.File} = b.{SystemColumns.File} "
            + $"AND a.{SystemColumns.Row} = b.{SystemColumns.Row}))");
    }

    /// <summary>Marks the file's rows as those of an earlier version (row number 0), before another version is loaded.</summary>
    public void SupersedeRows()
    {
        DeleteRows(target.File.Checkpoint is { } checkpoint ? checkpoint.Position.Records + 1 : 0);
        connection.Execute($"UPDATE {table} SET {SystemColumns.Row} = 0 WHERE {SystemColumns.File} = $file", ("file", target.File.Id));
        connection.Execute($"UPDATE {aside} SET {SystemColumns.Row} = 0 WHERE {SystemColumns.File} = $file", ("file", target.File.Id));
    }

    /// <summary>Upserts the staged rows.</summary>
    /// <param name="checkpointRows">The number of final rows of the file; later rows are provisional.</param>
    public void Merge(long checkpointRows)
    {
        connection.Execute(
            $"CREATE TEMP TABLE provisional_rows AS SELECT * FROM {Staged} WHERE {SystemColumns.Row} > $rows", ("rows", checkpointRows));
        var hasProvisional = connection.Count("SELECT count(*) FROM provisional_rows") > 0;
        if (hasProvisional)
        {
            connection.Execute($"DELETE FROM {Staged} WHERE {SystemColumns.Row} > $rows", ("rows", checkpointRows));
        }

        Upsert(Staged);
        if (connection.Count($"SELECT count(*) FROM {aside}") > 0)
        {
            // A final row drops all older rows that are kept aside.
            connection.Execute(
                $"DELETE FROM {aside} AS a USING {Staged} AS s, sluice.file AS f "
                + $"WHERE {SameKey("a", "s")} AND f.id = a.{SystemColumns.File} AND NOT {IsNewer("a")}",
                ("modified", target.Version.LastModified), ("path", target.Version.Path));
        }

        if (hasProvisional)
        {
            Upsert("provisional_rows", keepsOld: true);
        }
    }

    private string SameKey(string a, string b) => string.Join(" AND ", key.Select(k => $"{a}.{k} = {b}.{k}"));

    /// <summary>Whether a row, whose file is <c>f</c>, wins over the rows of this version.</summary>
    private static string IsNewer(string row) =>
        $"({row}.{SystemColumns.Modified} > $modified OR ({row}.{SystemColumns.Modified} = $modified AND f.path > $path))";

    private void Upsert(string staged, bool keepsOld = false)
    {
        if (connection.Count($"SELECT count(*) FROM (SELECT 1 FROM {staged} GROUP BY {keys} HAVING count(*) > 1)") > 0)
        {
            connection.Execute(
                $"DELETE FROM {staged} AS s USING (SELECT {keys}, max({SystemColumns.Row}) AS last_row FROM {staged} GROUP BY {keys}) AS l "
                + $"WHERE {SameKey("s", "l")} AND s.{SystemColumns.Row} < l.last_row");
        }

        if (connection.Count($"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT 1)") == 0)
        {
            // The table is empty, so no join is needed.
            connection.Execute($"INSERT INTO {table} SELECT * FROM {staged}");
            return;
        }

        connection.Execute(
            "CREATE OR REPLACE TEMP TABLE beaten AS "
            + $"SELECT s.{SystemColumns.Row}, t.{SystemColumns.Row} > f.checkpoint_rows AS by_provisional FROM {staged} AS s "
            + $"JOIN {table} AS t ON {SameKey("s", "t")} JOIN sluice.file AS f ON f.id = t.{SystemColumns.File} "
            + $"WHERE t.{SystemColumns.File} <> $file AND {IsNewer("t")}",
            ("modified", target.Version.LastModified), ("path", target.Version.Path), ("file", target.File.Id));
        if (connection.Count("SELECT count(*) FROM beaten") > 0)
        {
            connection.Execute(
                $"INSERT INTO {aside} SELECT s.* FROM {staged} AS s JOIN beaten AS b ON b.{SystemColumns.Row} = s.{SystemColumns.Row} "
                    + "WHERE b.by_provisional");
            connection.Execute($"DELETE FROM {staged} AS s USING beaten AS b WHERE b.{SystemColumns.Row} = s.{SystemColumns.Row}");
        }

        if (keepsOld)
        {
            connection.Execute($"INSERT INTO {aside} SELECT t.* FROM {table} AS t JOIN {staged} AS s ON {SameKey("t", "s")}");
        }

        connection.Execute($"DELETE FROM {table} AS t USING {staged} AS s WHERE {SameKey("t", "s")}");
        connection.Execute($"INSERT INTO {table} SELECT * FROM {staged}");
    }
}

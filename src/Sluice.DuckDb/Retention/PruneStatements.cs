using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Schema;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.DuckDb.Retention;

/// <summary>
/// The statements that find and delete what is no longer kept. Each deletion takes a limited number of rows, and returns how many it took:
/// fewer are left if it took fewer.
/// </summary>
internal static class PruneStatements
{
    /// <summary>The most rows that a statement deletes.</summary>
    public const int MostRows = 10_000;

    private const string Ended = "state <> 'running' AND finished_at < $before";

    // Of a load l: not the last one of a file, and without rejects that are kept.
    private const string Deletable = Ended
        + " AND NOT EXISTS (SELECT 1 FROM sluice.file AS f WHERE f.last_load = l.id)"
        + " AND NOT EXISTS (SELECT 1 FROM sluice.reject AS r WHERE r.load = l.id)";

    private static readonly string Limit = $"LIMIT {MostRows}";

    /// <summary>The loads that ended before a time and have rejects, with their number.</summary>
    public static List<(PruneOwner Load, long Rows)> FindRejects(DuckDBConnection connection, DateTimeOffset before) => connection.Read(
        "SELECT r.load, r.file, count(*) FROM sluice.reject AS r "
        + $"WHERE r.load IN (SELECT id FROM sluice.load WHERE {Ended}) GROUP BY r.load, r.file ORDER BY r.load",
        ReadOwner, ("before", before));

    /// <summary>Deletes the rejects of loads.</summary>
    public static int DeleteRejects(DuckDBConnection connection, IEnumerable<long> loads) => connection.Execute(
        $"DELETE FROM sluice.reject WHERE rowid IN (SELECT rowid FROM sluice.reject WHERE load IN ({List(loads)}) {Limit})");

    /// <summary>Deletes the changes of loads that can be deleted.</summary>
    public static int DeleteChanges(DuckDBConnection connection, DateTimeOffset before) => connection.Execute(
        "DELETE FROM sluice.change WHERE rowid IN (SELECT rowid FROM sluice.change "
        + $"WHERE load IN (SELECT l.id FROM sluice.load AS l WHERE {Deletable}) {Limit})",
        ("before", before));

    /// <summary>Deletes loads without changes.</summary>
    public static int DeleteLoads(DuckDBConnection connection, DateTimeOffset before) => connection.Execute(
        $"DELETE FROM sluice.load WHERE id IN (SELECT l.id FROM sluice.load AS l WHERE {Deletable} "
        + $"AND NOT EXISTS (SELECT 1 FROM sluice.change AS c WHERE c.load = l.id) {Limit})",
        ("before", before));

    /// <summary>Deletes batches of operations.</summary>
    public static int DeleteBatches(DuckDBConnection connection, DateTimeOffset before) => connection.Execute(
        "DELETE FROM sluice.operation_batch WHERE rowid IN (SELECT rowid FROM sluice.operation_batch "
        + $"WHERE operation IN (SELECT id FROM sluice.operation WHERE {Ended}) {Limit})",
        ("before", before));

    /// <summary>Deletes the records of the lake that erasures have recorded.</summary>
    public static int DeleteRemains(DuckDBConnection connection, DateTimeOffset before) => connection.Execute(
        "DELETE FROM sluice.remain WHERE rowid IN (SELECT rowid FROM sluice.remain "
        + $"WHERE operation IN (SELECT id FROM sluice.operation WHERE {Ended}) {Limit})",
        ("before", before));

    /// <summary>Deletes operations without batches and recorded records.</summary>
    public static int DeleteOperations(DuckDBConnection connection, DateTimeOffset before) => connection.Execute(
        $"DELETE FROM sluice.operation WHERE id IN (SELECT o.id FROM sluice.operation AS o WHERE {Ended} "
        + $"AND NOT EXISTS (SELECT 1 FROM sluice.operation_batch AS b WHERE b.operation = o.id) "
        + $"AND NOT EXISTS (SELECT 1 FROM sluice.remain AS m WHERE m.operation = o.id) {Limit})",
        ("before", before));

    /// <summary>Deletes records of requests.</summary>
    public static int DeleteAudit(DuckDBConnection connection, DateTimeOffset before) => connection.Execute(
        $"DELETE FROM sluice.audit WHERE rowid IN (SELECT rowid FROM sluice.audit WHERE answered_at < $before {Limit})",
        ("before", before));

    /// <summary>The files with rows of a dataset that are too old, with their number.</summary>
    public static List<(PruneOwner File, long Rows)> FindRows(
        DuckDBConnection connection, Dataset dataset, string field, DateTimeOffset before) =>
        connection.Read(
            $"SELECT t.{SystemColumns.File}, f.path, count(*) FROM {Sql.Table(dataset.Name)} AS t "
            + $"JOIN sluice.file AS f ON f.id = t.{SystemColumns.File} WHERE {IsOld(dataset, field, "t")} GROUP BY ALL ORDER BY 1",
            ReadOwner, ("before", before));

    /// <summary>Deletes rows of files that are too old.</summary>
    public static int DeleteRows(
        DuckDBConnection connection, Dataset dataset, string field, DateTimeOffset before, IEnumerable<long> files)
    {
        var table = Sql.Table(dataset.Name);

        // Such a row is not dropped before the next load of its file has decided about it: the row kept aside comes back, or goes too.
        var hasAside = dataset.WriteMode == WriteMode.Merge
            ? $"AND NOT EXISTS (SELECT 1 FROM {MergeTable.AsideOf(dataset.Name)} AS a WHERE "
                + $"{string.Join(" AND ", dataset.Schema.PrimaryKey.Select(k => $"a.{Sql.Quote(k)} = t.{Sql.Quote(k)}"))})"
            : "";
        return connection.Execute(
            $"DELETE FROM {table} WHERE rowid IN (SELECT t.rowid FROM {table} AS t "
            + $"WHERE t.{SystemColumns.File} IN ({List(files)}) AND {IsOld(dataset, field, "t")} {hasAside} {Limit})",
            ("before", before));
    }

    /// <summary>Deletes rows that are kept aside and are too old.</summary>
    public static int DeleteAside(DuckDBConnection connection, Dataset dataset, string field, DateTimeOffset before)
    {
        var aside = MergeTable.AsideOf(dataset.Name);
        return connection.Execute(
            $"DELETE FROM {aside} WHERE rowid IN (SELECT t.rowid FROM {aside} AS t WHERE {IsOld(dataset, field, "t")} {Limit})",
            ("before", before));
    }

    private static string IsOld(Dataset dataset, string field, string table)
    {
        var kind = dataset.Schema.Fields.First(f => f.Name == field).Column.Kind;
        return $"{table}.{Sql.Quote(field)} < CAST($before AS {(kind == ColumnKind.Date ? "DATE" : "TIMESTAMP")})";
    }

    private static (PruneOwner Owner, long Rows) ReadOwner(DuckDBDataReader reader) =>
        (new PruneOwner(reader.GetInt64(0), reader.GetString(1)), reader.GetInt64(2));

    private static string List(IEnumerable<long> numbers) => string.Join(", ", numbers);
}

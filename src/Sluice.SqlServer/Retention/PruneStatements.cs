using Sluice.Lake.Schema;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Schema;

namespace Sluice.SqlServer.Retention;

/// <summary>
/// The statements that find and delete what is no longer kept. Each deletion takes at most <c>@most</c> rows, so that its locks are few and
/// short: a server exchanges some thousand locks of rows for one of the table.
/// </summary>
internal static class PruneStatements
{
    private const string Ended = "[state] <> N'running' AND finished_at < @before";
    private const string OldLoads = $"SELECT l.id FROM sluice.[load] AS l WHERE l.{Ended}";

    private static readonly Parameter Before = Parameter.Time("before");
    private static readonly Parameter Most = Parameter.Number("most");
    private static readonly Parameter First = Parameter.Number("first");
    private static readonly Parameter Last = Parameter.Number("last");

    /// <summary>The loads that ended before a time and have rejects, with their number.</summary>
    public static Statement FindRejects() => new(
        $"SELECT r.[load], COUNT_BIG(*) FROM sluice.reject AS r WHERE r.[load] IN ({OldLoads}) GROUP BY r.[load] ORDER BY r.[load];",
        Before)
    {
        IsLong = true,
    };

    /// <summary>Deletes the rejects of a range of loads.</summary>
    public static Statement DeleteRejects() => new(
        $"DELETE TOP (@most) FROM sluice.reject WHERE [load] BETWEEN @first AND @last AND [load] IN ({OldLoads});",
        Most, First, Last, Before)
    {
        IsLong = true,
    };

    /// <summary>Deletes records of requests.</summary>
    public static Statement DeleteAudit() => new(
        "DELETE TOP (@most) FROM sluice.[audit] WHERE answered_at < @before;", Most, Before)
    {
        IsLong = true,
    };

    /// <summary>Deletes the changes of loads, except the last of a file and those with rejects.</summary>
    public static Statement DeleteChanges() => new(
        $"""
        DELETE TOP (@most) FROM sluice.[change]
        WHERE [load] IN ({OldLoads} AND l.id <> (SELECT f.last_load FROM sluice.[file] AS f WHERE f.id = l.file_id)
            AND NOT EXISTS (SELECT 1 FROM sluice.reject AS r WHERE r.[load] = l.id));
        """,
        Most, Before)
    {
        IsLong = true,
    };

    /// <summary>Deletes loads, except the last of a file and those with rejects or changes.</summary>
    public static Statement DeleteLoads() => new(
        $"""
        DELETE TOP (@most) FROM sluice.[load]
        WHERE {Ended}
            AND id <> (SELECT f.last_load FROM sluice.[file] AS f WHERE f.id = sluice.[load].file_id)
            AND NOT EXISTS (SELECT 1 FROM sluice.reject AS r WHERE r.[load] = sluice.[load].id)
            AND NOT EXISTS (SELECT 1 FROM sluice.[change] AS c WHERE c.[load] = sluice.[load].id);
        """,
        Most, Before)
    {
        IsLong = true,
    };

    /// <summary>Deletes batches of operations.</summary>
    public static Statement DeleteBatches() => new(
        $"""
        DELETE TOP (@most) FROM sluice.operation_batch
        WHERE operation IN (SELECT o.id FROM sluice.operation AS o WHERE o.{Ended});
        """,
        Most, Before)
    {
        IsLong = true,
    };

    /// <summary>Deletes the records of the lake that erasures have recorded.</summary>
    public static Statement DeleteRemains() => new(
        $"""
        DELETE TOP (@most) FROM sluice.remain
        WHERE operation IN (SELECT o.id FROM sluice.operation AS o WHERE o.{Ended});
        """,
        Most, Before)
    {
        IsLong = true,
    };

    /// <summary>Deletes operations without batches and recorded records.</summary>
    public static Statement DeleteOperations() => new(
        $"""
        DELETE TOP (@most) FROM sluice.operation
        WHERE {Ended} AND NOT EXISTS (SELECT 1 FROM sluice.operation_batch AS b WHERE b.operation = sluice.operation.id)
            AND NOT EXISTS (SELECT 1 FROM sluice.remain AS m WHERE m.operation = sluice.operation.id);
        """,
        Most, Before)
    {
        IsLong = true,
    };

    /// <summary>The files with rows that are too old, with their number.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column that tells how old a row is.</param>
    public static Statement FindRows(DatasetTable table, string column) => new(
        $"SELECT t.{SystemColumns.File}, COUNT_BIG(*) FROM {table.Name} AS t WHERE {IsOld(table, column)} "
        + $"GROUP BY t.{SystemColumns.File} ORDER BY t.{SystemColumns.File};",
        Before)
    {
        IsLong = true,
    };

    /// <summary>
    /// Deletes rows of a range of files that are too old. A row of a <c>merge</c> dataset stays while a row is kept aside for it: the next
    /// load of its file decides about both.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column that tells how old a row is.</param>
    public static Statement DeleteRows(DatasetTable table, string column)
    {
        var hasAside = table.IsMerged ? $" AND NOT EXISTS (SELECT 1 FROM {table.Aside} AS a WHERE {table.SameKey("a", "t")})" : "";
        return new(
            $"DELETE TOP (@most) t FROM {table.Name} AS t WHERE t.{SystemColumns.File} BETWEEN @first AND @last "
            + $"AND {IsOld(table, column)}{hasAside};",
            Most, First, Last, Before)
        {
            IsLong = true,
        };
    }

    /// <summary>Deletes rows that are kept aside and are too old; nothing if rows are not merged.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column that tells how old a row is.</param>
    public static IReadOnlyList<Statement> DeleteAside(DatasetTable table, string column) => table.IsMerged
        ? [new($"DELETE TOP (@most) t FROM {table.Aside} AS t WHERE {IsOld(table, column)};", Most, Before) { IsLong = true }]
        : [];

    private static string IsOld(DatasetTable table, string column)
    {
        var type = table.Columns.First(c => c.Is(column)).Type;
        return $"t.{Names.Quote(column)} < CAST(@before AS {(type == "date" ? type : "datetime2(7)")})";
    }
}

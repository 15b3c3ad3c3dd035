using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Ledger;

namespace Sluice.DuckDb.Ledger;

/// <summary>
/// The statements over <c>sluice.operation</c> and <c>sluice.operation_batch</c>. Each method runs in a transaction, and only one at a
/// time.
/// </summary>
internal static class DuckDbOperations
{
    private const string WhereBatch = "WHERE operation = $operation AND plan = $plan AND batch = $batch";

    private static readonly string Columns = Sql.Names(LedgerRows.OperationColumns);
    private static readonly string Assignments = string.Join(
        ", ", LedgerRows.OperationColumns.Where(c => c != "id").Select(c => $"{Sql.Quote(c)} = ${c}"));

    public static Operation Start(DuckDBConnection connection, Operation operation)
    {
        operation = operation with { Id = connection.Count("SELECT nextval('sluice.operation_id')") };
        connection.Execute(
            $"INSERT INTO sluice.operation ({Columns}) VALUES ({string.Join(", ", LedgerRows.OperationColumns.Select(c => $"${c}"))})",
            [("id", operation.Id), .. LedgerValues.FromOperation(operation)]);
        return operation;
    }

    public static Operation? Find(DuckDBConnection connection, long id) =>
        connection.ReadNamed($"SELECT {Columns} FROM sluice.operation WHERE id = $id", LedgerRows.Operation, ("id", id)).SingleOrDefault();

    public static List<Operation> ReadRunning(DuckDBConnection connection) =>
        connection.ReadNamed($"SELECT {Columns} FROM sluice.operation WHERE state = 'running' ORDER BY id", LedgerRows.Operation);

    public static Operation? BeginPlan(DuckDBConnection connection, long id, DateTimeOffset time)
    {
        const string Where = "WHERE operation = $operation AND done_at IS NULL";
        var dropped = connection.ReadNamed(
            "SELECT count(*)::BIGINT AS batches, coalesce(sum(files), 0)::BIGINT AS files, coalesce(sum(length), 0)::BIGINT AS length "
                + $"FROM sluice.operation_batch {Where}",
            LedgerRows.BatchSize,
            ("operation", id)).Single();
        var progress = connection.Read(
            $"SELECT progress FROM sluice.operation_batch {Where} AND progress IS NOT NULL", r => BatchProgress.Parse(r.GetString(0)),
            ("operation", id));
        var planned = Change(connection, id, o => o.BeginPlan(dropped, progress, time));
        if (planned is not null)
        {
            connection.Execute($"DELETE FROM sluice.operation_batch {Where}", ("operation", id));
        }

        return planned;
    }

    public static bool AddBatch(DuckDBConnection connection, BatchKey batch, BatchSize size, DateTimeOffset time)
    {
        if (Change(connection, batch.Operation, o => o.Add(batch.Plan, size, time)) is null)
        {
            return false;
        }

        Insert(connection, batch, size, done: null);
        return true;
    }

    public static Operation? EndPlan(DuckDBConnection connection, long id, int plan, PlanCounts counts, DateTimeOffset time) =>
        Change(connection, id, o => o.EndPlan(plan, counts, time));

    public static int BeginBatch(DuckDBConnection connection, BatchKey batch)
    {
        var begun = connection.Execute(
            $"UPDATE sluice.operation_batch SET attempts = attempts + 1 {WhereBatch} AND done_at IS NULL",
            [.. LedgerValues.FromKey(batch)]);
        return begun == 0
            ? 0
            : (int)connection.Count($"SELECT attempts FROM sluice.operation_batch {WhereBatch}", [.. LedgerValues.FromKey(batch)]);
    }

    public static Operation? ReportBatch(DuckDBConnection connection, BatchKey batch, BatchProgress progress, DateTimeOffset time)
    {
        if (FindBatch(connection, batch) is not (IsDone: false, var counted)
            || Change(connection, batch.Operation, o => o.Report(counted, progress, time)) is not { } changed)
        {
            return null;
        }

        connection.Execute(
            $"UPDATE sluice.operation_batch SET progress = $progress {WhereBatch}",
            [("progress", progress.ToJson()), .. LedgerValues.FromKey(batch)]);
        return changed;
    }

    public static Operation? EndBatch(
        DuckDBConnection connection, BatchKey batch, BatchSize size, BatchCounts counts, DateTimeOffset time)
    {
        switch (FindBatch(connection, batch))
        {
            case (IsDone: true, _):
                return null;
            case (IsDone: false, var counted):
                connection.Execute(
                    $"UPDATE sluice.operation_batch SET done_at = $time {WhereBatch}", [("time", time), .. LedgerValues.FromKey(batch)]);
                return Change(connection, batch.Operation, o => o.Done(size, counted, counts, time));
            default:
                // A newer planning has dropped it while it was done.
                Insert(connection, batch, size, time);
                return Change(connection, batch.Operation, o => o.AddDone(size, counts, time));
        }
    }

    public static Operation? Note(DuckDBConnection connection, long id, string error, DateTimeOffset time) =>
        Change(connection, id, o => o.Note(error, time));

    public static Operation? Fail(DuckDBConnection connection, long id, string error, DateTimeOffset time) =>
        Change(connection, id, o => o.Fail(error, time));

    private static Operation? Change(DuckDBConnection connection, long id, Func<Operation, Operation?> change)
    {
        if (Find(connection, id) is not { } operation || change(operation) is not { } changed)
        {
            return null;
        }

        connection.Execute(
            $"UPDATE sluice.operation SET {Assignments} WHERE id = $id", [("id", id), .. LedgerValues.FromOperation(changed)]);
        return changed;
    }

    private static (bool IsDone, BatchProgress Counted)? FindBatch(DuckDBConnection connection, BatchKey batch) => connection.Read(
        $"SELECT done_at IS NOT NULL, progress FROM sluice.operation_batch {WhereBatch}",
        r => ((bool, BatchProgress)?)(r.GetBoolean(0), BatchProgress.Parse(r.IsDBNull(1) ? null : r.GetString(1))),
        [.. LedgerValues.FromKey(batch)])
        .SingleOrDefault();

    private static void Insert(DuckDBConnection connection, BatchKey batch, BatchSize size, DateTimeOffset? done) => connection.Execute(
        "INSERT INTO sluice.operation_batch VALUES ($operation, $plan, $batch, $files, $length, 0, $done, NULL)",
        [.. LedgerValues.FromKey(batch), ("files", size.Files), ("length", size.Length), ("done", done)]);
}

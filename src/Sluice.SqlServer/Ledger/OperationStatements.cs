using Sluice.Ledger;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Schema;

namespace Sluice.SqlServer.Ledger;

/// <summary>The statements over <c>sluice.operation</c> and <c>sluice.operation_batch</c>.</summary>
internal static class OperationStatements
{
    private const int MaxProgress = 1000;
    private const string WhereBatch = "WHERE operation = @operation AND [plan] = @plan AND batch = @batch";

    private static readonly string Columns = Names.List(LedgerRows.OperationColumns);
    private static readonly Parameter Id = Parameter.Number("id");
    private static readonly Parameter OperationId = Parameter.Number("operation");
    private static readonly Parameter[] Batch = [OperationId, Parameter.Number("plan"), Parameter.Number("batch")];
    private static readonly Parameter[] Values = [.. LedgerRows.OperationColumns.Where(c => c != "id").Select(ParameterOf)];

    /// <summary>Adds an operation and returns its id.</summary>
    public static Statement Start() => new(
        $"""
        INSERT INTO sluice.operation (token, {Names.List(Values.Select(v => v.Name))})
        OUTPUT inserted.id
        VALUES (@token, {string.Join(", ", Values.Select(v => $"@{v.Name}"))});
        """,
        [Parameter.Token("token"), .. Values]);

    /// <summary>The operation that a call with a token recorded.</summary>
    public static Statement FindStarted() => new("SELECT id FROM sluice.operation WHERE token = @token;", Parameter.Token("token"));

    /// <summary>An operation.</summary>
    public static Statement Find() => new($"SELECT {Columns} FROM sluice.operation WHERE id = @id;", Id);

    /// <summary>An operation. The update locks its row until the end of the transaction, for a change of it or of its batches.</summary>
    public static Statement FindForChange() => new(
        $"""
        UPDATE sluice.operation SET updated_at = updated_at WHERE id = @id;
        SELECT {Columns} FROM sluice.operation WHERE id = @id;
        """,
        Id);

    /// <summary>The operations with the state <c>running</c>.</summary>
    public static Statement ReadRunning() => new($"SELECT {Columns} FROM sluice.operation WHERE [state] = N'running' ORDER BY id;");

    /// <summary>Writes an operation.</summary>
    public static Statement Change() => new(
        $"UPDATE sluice.operation SET {string.Join(", ", Values.Select(v => $"{Names.Quote(v.Name)} = @{v.Name}"))} WHERE id = @id;",
        [Id, .. Values]);

    /// <summary>The number and the size of the batches that are not done.</summary>
    public static Statement SumUndone() => new(
        """
        SELECT COUNT_BIG(*) AS batches, COALESCE(SUM(files), 0) AS files, COALESCE(SUM([length]), 0) AS [length]
        FROM sluice.operation_batch WHERE operation = @operation AND done_at IS NULL;
        """,
        OperationId);

    /// <summary>Drops the batches that nobody has done.</summary>
    public static Statement DropUndone() =>
        new("DELETE FROM sluice.operation_batch WHERE operation = @operation AND done_at IS NULL;", OperationId);

    /// <summary>Whether a batch is done (1) or not (0), and what is counted of it.</summary>
    public static Statement FindBatch() => new(
        $"SELECT CASE WHEN done_at IS NULL THEN 0 ELSE 1 END, progress FROM sluice.operation_batch {WhereBatch};", Batch);

    /// <summary>What is counted of the batches that are not done.</summary>
    public static Statement ReadProgress() => new(
        "SELECT progress FROM sluice.operation_batch WHERE operation = @operation AND done_at IS NULL AND progress IS NOT NULL;",
        OperationId);

    /// <summary>Records what is counted of a batch.</summary>
    public static Statement ReportBatch() => new(
        $"UPDATE sluice.operation_batch SET progress = @progress {WhereBatch};", [.. Batch, Parameter.Text("progress", MaxProgress)]);

    /// <summary>Adds a batch.</summary>
    public static Statement AddBatch() => new(
        """
        INSERT INTO sluice.operation_batch (operation, [plan], batch, files, [length], attempts, done_at)
        VALUES (@operation, @plan, @batch, @files, @length, 0, @time);
        """,
        [.. Batch, Parameter.Number("files"), Parameter.Number("length"), Parameter.Time("time")]);

    /// <summary>Counts an attempt at a batch that is not done, and returns the count; 0 if there is no such batch.</summary>
    public static Statement BeginBatch() => new(
        $"""
        UPDATE sluice.operation_batch SET attempts = attempts + 1 {WhereBatch} AND done_at IS NULL;
        SELECT COALESCE(MAX(attempts), 0) FROM sluice.operation_batch {WhereBatch} AND done_at IS NULL;
        """,
        Batch);

    /// <summary>Marks a batch as done.</summary>
    public static Statement EndBatch() =>
        new($"UPDATE sluice.operation_batch SET done_at = @time {WhereBatch};", [.. Batch, Parameter.Time("time")]);

    private static Parameter ParameterOf(string column) => column switch
    {
        "kind" or "state" => Parameter.Text(column, 16),
        "request" or "error" => Parameter.Text(column, LedgerStatements.MaxMessage),
        "queued" => Parameter.Flag(column),
        "started_at" or "updated_at" or "planned_at" or "finished_at" => Parameter.Time(column),
        _ => Parameter.Number(column),
    };
}

using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Erasure;
using Sluice.SqlServer.Ledger;
using Sluice.SqlServer.Loading;
using Sluice.SqlServer.Locks;
using Sluice.SqlServer.Queries;
using Sluice.SqlServer.Retention;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.SqlServer;

/// <summary>
/// The warehouse on Azure SQL, or on SQL Server from version 2022. Work that ends with a transient error (a serverless database that wakes
/// up, throttling, a deadlock, a lost connection) is repeated as a whole, and takes effect only once.
/// </summary>
public sealed class SqlServerWarehouse : IWarehouse
{
    private const string PreparationLock = "sluice/prepare";
    private const string LoadSlot = "sluice/load/";

    // A connection keeps one core of the server busy. More than two connections gain little.
    private const int CommitsOfALoad = 2;

    // Azure SQL compresses bulk inserts into a columnstore directly only from this many rows on.
    private const int CompressedRows = 102_400;

    // All rows of a commit wait in memory while the commit before it is written.
    private const int MostRowsSideBySide = 1 << 18;

    // Most preparations change nothing and end soon, so report the wait only after some attempts.
    private const int PatientAttempts = 15;

    private static readonly TimeSpan PreparationPause = TimeSpan.FromMilliseconds(200);

    private readonly NamedLocks locks;
    private readonly SqlServerRetention retention;
    private readonly SqlServerErasure erasure;
    private readonly SemaphoreSlim preparing = new(1, 1);
    private readonly TimeProvider time;
    private readonly IProgress<string>? status;

    /// <summary>Creates the warehouse without connecting.</summary>
    /// <param name="connectionString">The connection string, of <see cref="SqlServerConnectionString.TryComplete"/>.</param>
    /// <param name="time">The clock of pauses.</param>
    /// <param name="status">Gets a sentence when the warehouse is waited for, and when it is available again; or
    /// <see langword="null"/>.</param>
    public SqlServerWarehouse(string connectionString, TimeProvider time, IProgress<string>? status = null)
    {
        this.time = time;
        this.status = status;
        Database = new Database(connectionString, time, status);
        locks = new NamedLocks(Database);
        retention = new SqlServerRetention(Database);
        erasure = new SqlServerErasure(Database);
        Queries = new SqlServerQueries(Database);
    }

    /// <inheritdoc/>
    public WarehouseLimits Limits => Holds;

    /// <summary>The limits of every SQL Server warehouse.</summary>
    public static WarehouseLimits Holds { get; } = new(
        TicksPerUnit: 1, HoldsAllDoubles: false, Commits: CommitsOfALoad, LeastCommitRows: CompressedRows,
        MostCommitRows: MostRowsSideBySide);

    /// <inheritdoc/>
    public IWarehouseQueries Queries { get; }

    /// <summary>The database.</summary>
    internal Database Database { get; }

    /// <inheritdoc/>
    public async Task PrepareAsync(LakeDefinition lake, CancellationToken cancellationToken)
    {
        await preparing.WaitAsync(cancellationToken);
        try
        {
            await using var @lock = await AcquirePreparationLockAsync(cancellationToken);
            await SchemaMigrator.PrepareAsync(Database, lake, cancellationToken);
        }
        finally
        {
            preparing.Release();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AddedColumn>> ReadAddedColumnsAsync(CancellationToken cancellationToken) =>
        Database.RunAsync(AddedColumns.ReadAsync, cancellationToken, isInteractive: true);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AddedColumn>> AddColumnsAsync(
        Dataset dataset, long load, IReadOnlyList<string> headers, IReadOnlyList<ColumnChange> changes,
        CancellationToken cancellationToken) => Database.TransactAsync(
        (session, token) => TableGrowth.AddAsync(session, dataset, load, headers, changes, token), cancellationToken);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) =>
        Database.RunAsync(
            (session, token) => session.ReadOneAsync<int>(LedgerStatements.Check(), token), cancellationToken, isInteractive: true);

    /// <inheritdoc/>
    public async Task<IAsyncDisposable?> TryLockAsync(string name, CancellationToken cancellationToken) =>
        await locks.TryAcquireAsync(name, cancellationToken);

    /// <inheritdoc/>
    public async Task<IAsyncDisposable?> TryTakeSlotAsync(int slots, CancellationToken cancellationToken) =>
        await AppLock.TryAcquireAnyAsync(Database, LoadSlot, slots, cancellationToken);

    /// <inheritdoc/>
    public Task<FileRecord?> FindFileAsync(string path, CancellationToken cancellationToken) =>
        Database.RunAsync((session, token) => SqlServerLedger.FindFileAsync(session, path, token), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, FileRecord>> ReadFilesAsync(string dataset, CancellationToken cancellationToken)
    {
        var files = await Database.RunAsync((session, token) => SqlServerLedger.ReadFilesAsync(session, dataset, token), cancellationToken);
        return files.ToDictionary(f => f.Path, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public async Task<(Load Load, FileRecord File)> StartLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid();
        var (begun, file, isFirst) = await Database.TransactAsync(
            (session, cancel) => SqlServerLedger.StartLoadAsync(
                session, token, load, version, () => locks.CheckAsync(load.File, cancel), cancel),
            cancellationToken);
        if (begun.State == LoadState.Running && !isFirst)
        {
            // Drop the staging tables of an interrupted load. This load holds the file's lock, so nothing writes to them any more.
            await StagedTransaction.DropTablesAsync(Database, file.Id);
        }

        return (begun, file);
    }

    /// <inheritdoc/>
    public Task EndLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken) => Database.TransactAsync(
        async (session, token) =>
        {
            await SqlServerLedger.EndLoadAsync(session, load, version, token);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Load>> EndAbandonedLoadsAsync(DateTimeOffset time, int attempts, CancellationToken cancellationToken)
    {
        List<Load> ended = [];
        foreach (var load in await Database.RunAsync(SqlServerLedger.ReadRunningAsync, cancellationToken))
        {
            // This process still holds these locks, even if the server has ended their connections. The holder records the end of its load.
            if (!locks.IsHeldHere(load.File) && await Database.TransactAsync(
                (session, token) => SqlServerLedger.EndAbandonedLoadAsync(session, load, time, attempts, token),
                cancellationToken) is { } last)
            {
                ended.Add(last);
            }
        }

        return ended;
    }

    /// <inheritdoc/>
    public Task RecordRejectsFileAsync(long load, string rejectsFile, CancellationToken cancellationToken) => Database.RunAsync(
        (session, token) => session.ExecuteAsync(
            LedgerStatements.RecordRejectsFile(), token, ("rejects_file", rejectsFile), ("load", load)),
        cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> MoveFileAsync(string from, string to, bool isStale, DateTimeOffset time, CancellationToken cancellationToken)
    {
        // After a commit with a lost answer the work is repeated, and finds the file at its new path.
        long? moved = null;
        return await Database.TransactAsync(
            async (session, token) =>
            {
                var file = await SqlServerLedger.MoveFileAsync(session, from, to, isStale, time, token);
                moved ??= file;
                return file is not null
                    || (moved is not null && (await SqlServerLedger.FindFileAsync(session, to, token))?.Id == moved);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ILoadTransaction> BeginAsync(LoadTarget target, CancellationToken cancellationToken)
    {
        var (session, columns) = await Database.OpenAsync(
            (session, token) => ExistingTable.ReadColumnsAsync(session, Names.Table(target.Dataset.Name), token), cancellationToken);
        try
        {
            var table = TableOf(target.Dataset, columns);
            return target.Dataset.WriteMode == WriteMode.Append
                ? await AppendTransaction.BeginAsync(Database, locks, target, session, table, cancellationToken)
                : new StagedTransaction(Database, locks, target, session, table);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FileRecord>> ReadFilesAsync(LedgerQuery query, CancellationToken cancellationToken) =>
        await Database.RunAsync((session, token) => SqlServerLedger.ReadFilesAsync(session, query, token), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Load>> ReadLoadsAsync(LedgerQuery query, CancellationToken cancellationToken) =>
        await Database.RunAsync((session, token) => SqlServerLedger.ReadLoadsAsync(session, query, token), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredReject>> ReadRejectsAsync(LedgerQuery query, CancellationToken cancellationToken) =>
        await Database.RunAsync((session, token) => SqlServerLedger.ReadRejectsAsync(session, query, token), cancellationToken);

    /// <inheritdoc/>
    public Task<Operation> StartOperationAsync(Operation operation, CancellationToken cancellationToken)
    {
        var token = Guid.NewGuid();
        return Database.TransactAsync(
            (session, cancel) => SqlServerOperations.StartAsync(session, token, operation, cancel), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Operation?> FindOperationAsync(long id, CancellationToken cancellationToken) =>
        Database.RunAsync((session, token) => SqlServerOperations.FindAsync(session, id, token), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Operation>> ReadRunningOperationsAsync(CancellationToken cancellationToken) =>
        await Database.RunAsync(SqlServerOperations.ReadRunningAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<Operation?> BeginPlanAsync(long id, DateTimeOffset time, CancellationToken cancellationToken) =>
        Database.TransactAsync((session, token) => SqlServerOperations.BeginPlanAsync(session, id, time, token), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> AddBatchAsync(BatchKey batch, BatchSize size, DateTimeOffset time, CancellationToken cancellationToken) =>
        Database.TransactAsync(
            (session, token) => SqlServerOperations.AddBatchAsync(session, batch, size, time, token), cancellationToken);

    /// <inheritdoc/>
    public Task<Operation?> EndPlanAsync(
        long id, int plan, PlanCounts counts, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeOperationAsync(id, o => o.EndPlan(plan, counts, time), cancellationToken);

    /// <inheritdoc/>
    public Task<int> BeginBatchAsync(BatchKey batch, CancellationToken cancellationToken) =>
        Database.RunAsync((session, token) => SqlServerOperations.BeginBatchAsync(session, batch, token), cancellationToken);

    /// <inheritdoc/>
    public Task ReportBatchAsync(BatchKey batch, BatchProgress progress, DateTimeOffset time, CancellationToken cancellationToken) =>
        Database.TransactAsync(
            (session, token) => SqlServerOperations.ReportBatchAsync(session, batch, progress, time, token), cancellationToken);

    /// <inheritdoc/>
    public Task<Operation?> EndBatchAsync(
        BatchKey batch, BatchSize size, BatchCounts counts, DateTimeOffset time, CancellationToken cancellationToken) =>
        Database.TransactAsync(
            (session, token) => SqlServerOperations.EndBatchAsync(session, batch, size, counts, time, token), cancellationToken);

    /// <inheritdoc/>
    public Task NoteFailureAsync(long id, string error, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeOperationAsync(id, o => o.Note(error, time), cancellationToken);

    /// <inheritdoc/>
    public Task<Operation?> FailOperationAsync(long id, string error, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeOperationAsync(id, o => o.Fail(error, time), cancellationToken);

    /// <inheritdoc/>
    public Task<long> PruneRejectsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        retention.PruneRejectsAsync(before, cancellationToken);

    /// <inheritdoc/>
    public Task<long> PruneLoadsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        retention.PruneLoadsAsync(before, cancellationToken);

    /// <inheritdoc/>
    public Task<long> PruneOperationsAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        retention.PruneOperationsAsync(before, cancellationToken);

    /// <inheritdoc/>
    public Task<long> PruneAuditAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        retention.PruneAuditAsync(before, cancellationToken);

    /// <inheritdoc/>
    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken) => Database.RunAsync(
        (session, token) => session.ExecuteAsync(LedgerStatements.Record(), token, [.. LedgerValues.FromAudit(entry)]), cancellationToken);

    /// <inheritdoc/>
    public Task<long> PruneRowsAsync(Dataset dataset, string field, DateTimeOffset before, CancellationToken cancellationToken) =>
        retention.PruneRowsAsync(dataset, field, before, cancellationToken);

    /// <inheritdoc/>
    public Task AddTombstonesAsync(IReadOnlyCollection<Tombstone> tombstones, CancellationToken cancellationToken) =>
        erasure.AddTombstonesAsync(tombstones, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Tombstone>> ReadTombstonesAsync(long after, CancellationToken cancellationToken) =>
        erasure.ReadTombstonesAsync(after, cancellationToken);

    /// <inheritdoc/>
    public Task ReadValuesAsync(
        Dataset dataset, IReadOnlyList<string> fields, FieldValues? where, Action<IReadOnlyList<object>> onValues,
        CancellationToken cancellationToken) =>
        erasure.ReadValuesAsync(dataset, fields, where, onValues, cancellationToken);

    /// <inheritdoc/>
    public Task<long> EraseRowsAsync(long operation, Dataset dataset, FieldValues values, CancellationToken cancellationToken) =>
        erasure.EraseRowsAsync(operation, dataset, values, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<long>> EraseRejectsAsync(
        long operation, string file, IReadOnlyCollection<long> rows, CancellationToken cancellationToken) =>
        erasure.EraseRejectsAsync(operation, file, rows, cancellationToken);

    /// <inheritdoc/>
    public Task RecordRemainsAsync(
        long operation, string file, IReadOnlyCollection<Remain> remains, CancellationToken cancellationToken) =>
        erasure.RecordRemainsAsync(operation, file, remains, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Remain>> ReadRemainsAsync(long operation, int top, CancellationToken cancellationToken) =>
        erasure.ReadRemainsAsync(operation, top, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        preparing.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<Operation?> ChangeOperationAsync(long id, Func<Operation, Operation?> change, CancellationToken cancellationToken) =>
        Database.TransactAsync((session, token) => SqlServerOperations.ChangeAsync(session, id, change, token), cancellationToken);

    private static DatasetTable TableOf(Dataset dataset, IReadOnlyList<TableColumn> existing)
    {
        var table = new DatasetTable(dataset, existing);
        return table.Columns.All(c => existing.Any(e => e.Is(c.Name) && e.CanHold(c.Type)))
            ? table
            : throw new InvalidOperationException(
                $"The table of dataset {dataset.Name} does not match its schema: the warehouse was not prepared for it.");
    }

    private async Task<AppLock> AcquirePreparationLockAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (await AppLock.TryAcquireAsync(Database, PreparationLock, cancellationToken) is { } taken)
            {
                return taken;
            }

            if (attempt == PatientAttempts)
            {
                status?.Report("Another process is preparing the tables of the warehouse. This process waits until it has finished.");
            }

            await Task.Delay(PreparationPause, time, cancellationToken);
        }
    }
}

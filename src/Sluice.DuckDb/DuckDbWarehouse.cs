using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Sluice.DuckDb.Erasure;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Ledger;
using Sluice.DuckDb.Loading;
using Sluice.DuckDb.Queries;
using Sluice.DuckDb.Retention;
using Sluice.DuckDb.Schema;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>
/// The embedded warehouse: one DuckDB file, which only one process can open at a time. DuckDB's calls are synchronous, so work that can
/// take long runs on the thread pool.
/// </summary>
public sealed class DuckDbWarehouse : IWarehouse
{
    /// <summary>The path of a warehouse in memory, which is lost when it is disposed of.</summary>
    public const string InMemory = DuckDbInstance.InMemory;

    // Full chunks, and still few enough rows to stay in the caches.
    private const int ChunksOfABatch = 8;

    private readonly DuckDbInstance instance;
    private readonly DuckDbRetention retention;
    private readonly DuckDbErasure erasure;
    private LakeDefinition? prepared;
    private int disposed;

    private DuckDbWarehouse(DuckDbInstance instance)
    {
        this.instance = instance;
        retention = new DuckDbRetention(instance);
        erasure = new DuckDbErasure(instance);
        Queries = new DuckDbQueries(instance);
    }

    /// <inheritdoc/>
    public WarehouseLimits Limits => Holds;

    /// <summary>The limits of every DuckDB warehouse.</summary>
    public static WarehouseLimits Holds { get; } = new(TicksPerUnit: 10, BatchRows: ChunksOfABatch * ChunkAppender.ChunkRows);

    /// <inheritdoc/>
    public IWarehouseQueries Queries { get; }

    /// <summary>
    /// Makes the allocators of the process keep little free memory (on Linux only). Call it at the start of the process, before threads
    /// have allocated their own arenas. Opening a warehouse calls it too.
    /// </summary>
    public static void ConfigureMemory() => DuckDbLibrary.Configure();

    /// <summary>Whether DuckDB's native library is present. A publish can leave it out (<c>EmbeddedWarehouse=false</c>).</summary>
    public static bool IsAvailable => DuckDbLibrary.TryLoad();

    /// <summary>
    /// Checks the first bytes of a file without opening it as a warehouse. Returns why it cannot be a warehouse, as a sentence, or
    /// <see langword="null"/>.
    /// </summary>
    /// <param name="path">The file, which need not exist yet.</param>
    public static string? FindFault(string path) => WarehouseFile.FindFault(path);

    /// <summary>Opens a warehouse. Creates its file and folder if they are missing.</summary>
    /// <param name="path">The file, or <see cref="InMemory"/>.</param>
    /// <param name="wait">How long to wait for another process to close the file.</param>
    /// <param name="status">Gets a sentence if the file is waited for.</param>
    /// <param name="queryMegabytes">The memory that all running queries share, in megabytes.</param>
    /// <exception cref="WarehouseFileException">The file cannot be a warehouse.</exception>
    /// <exception cref="WarehouseUnavailableException">The file cannot be opened, usually because another process has it open.</exception>
    public static DuckDbWarehouse Open(
        string path, TimeSpan wait = default, IProgress<string>? status = null, int queryMegabytes = 320)
    {
        var instance = DuckDbInstance.Open(path == InMemory ? path : Path.GetFullPath(path), wait, status);
        instance.Memory.Queries = queryMegabytes;
        return new DuckDbWarehouse(instance);
    }

    /// <summary>Opens a connection to the database, for queries. The caller disposes of it.</summary>
    public DuckDBConnection OpenConnection() => instance.Connect();

    /// <inheritdoc/>
    public async Task PrepareAsync(LakeDefinition lake, CancellationToken cancellationToken)
    {
        using var gate = await instance.Gates.EnterAsync(AsyncGates.Ledger, cancellationToken);
        using var memory = instance.Memory.ReserveTables();
        await RunAsync(
            connection =>
            {
                connection.InTransaction(() => SchemaMigrator.Prepare(connection, lake));
                instance.KeepTables(connection);
                return true;
            },
            cancellationToken);
        prepared = lake;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AddedColumn>> ReadAddedColumnsAsync(CancellationToken cancellationToken) =>
        await RunAsync(AddedColumns.Read, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AddedColumn>> AddColumnsAsync(
        Dataset dataset, long load, IReadOnlyList<string> headers, IReadOnlyList<ColumnChange> changes, CancellationToken cancellationToken)
    {
        using var use = await instance.Tables.EraseAsync(dataset.Name, cancellationToken);
        using var gate = await instance.Gates.EnterAsync(AsyncGates.Ledger, cancellationToken);
        var lake = prepared ?? new LakeDefinition(dataset.Name, [dataset]);
        return await RunAsync(
            connection => connection.InTransaction(() => AddedColumns.Add(connection, lake, dataset, load, headers, changes)),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) => RunAsync(
        connection =>
        {
            try
            {
                return connection.Count("SELECT 1::BIGINT");
            }
            catch (DuckDBException exception) when (exception.ErrorType == DuckDBErrorType.OutOfMemory)
            {
                // Other work uses the memory now, but the warehouse answers.
                return 1;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IAsyncDisposable?> TryLockAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<IAsyncDisposable?>(NamedLock.TryAcquire(instance.Locks, name));

    /// <inheritdoc/>
    public Task<IAsyncDisposable?> TryTakeSlotAsync(int slots, CancellationToken cancellationToken) =>
        Task.FromResult(instance.Slots.TryTake(slots));

    /// <inheritdoc/>
    public Task<FileRecord?> FindFileAsync(string path, CancellationToken cancellationToken) =>
        RunAsync(connection => DuckDbLedger.FindFile(connection, path), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, FileRecord>> ReadFilesAsync(string dataset, CancellationToken cancellationToken) =>
        RunAsync(
            connection =>
                (IReadOnlyDictionary<string, FileRecord>)DuckDbLedger.ReadFiles(connection, dataset)
                    .ToDictionary(f => f.Path, StringComparer.Ordinal),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<(Load Load, FileRecord File)> StartLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken)
    {
        using var gate = await instance.Gates.EnterAsync(AsyncGates.Ledger, cancellationToken);
        return await RunAsync(
            connection => connection.InTransaction(() => DuckDbLedger.StartLoad(connection, load, version)), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task EndLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken)
    {
        using var gate = await instance.Gates.EnterAsync(AsyncGates.Ledger, cancellationToken);
        await RunAsync(
            connection => connection.InTransaction(() =>
            {
                DuckDbLedger.EndLoad(connection, load, version);
                return true;
            }),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Load>> EndAbandonedLoadsAsync(DateTimeOffset time, int attempts, CancellationToken cancellationToken)
    {
        using var gate = await instance.Gates.EnterAsync(AsyncGates.Ledger, cancellationToken);
        return await RunAsync(
            connection =>
            {
                // End each load in a transaction that begins after its lock was seen free: nobody else changes the load then.
                List<Load> ended = [];
                foreach (var load in DuckDbLedger.ReadRunning(connection).Where(l => !instance.Locks.ContainsKey(l.File)))
                {
                    if (connection.InTransaction(() => DuckDbLedger.EndAbandonedLoad(connection, load.Id, time, attempts)) is { } last)
                    {
                        ended.Add(last);
                    }
                }

                return (IReadOnlyList<Load>)ended;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RecordRejectsFileAsync(long load, string rejectsFile, CancellationToken cancellationToken)
    {
        using var gate = await instance.Gates.EnterAsync(AsyncGates.Ledger, cancellationToken);
        await RunAsync(
            connection =>
            {
                DuckDbLedger.RecordRejectsFile(connection, load, rejectsFile);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> MoveFileAsync(string from, string to, bool isStale, DateTimeOffset time, CancellationToken cancellationToken)
    {
        // The rejects may be about to be pruned, and so may the loads.
        using var use = await instance.Files.EraseAsync(from, cancellationToken);
        using var gate = await instance.Gates.EnterAsync(AsyncGates.Ledger, cancellationToken);
        return await RunAsync(
            connection => connection.InTransaction(() => DuckDbLedger.MoveFile(connection, from, to, isStale, time)), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ILoadTransaction> BeginAsync(LoadTarget target, CancellationToken cancellationToken) =>
        Task.Run(() => DuckDbLoadTransaction.Begin(instance, target), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FileRecord>> ReadFilesAsync(LedgerQuery query, CancellationToken cancellationToken) =>
        RunAsync(connection => DuckDbLedger.ReadFiles(connection, query), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Load>> ReadLoadsAsync(LedgerQuery query, CancellationToken cancellationToken) =>
        RunAsync(connection => DuckDbLedger.ReadLoads(connection, query), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredReject>> ReadRejectsAsync(LedgerQuery query, CancellationToken cancellationToken) =>
        RunAsync(connection => DuckDbLedger.ReadRejects(connection, query), cancellationToken);

    /// <inheritdoc/>
    public Task<Operation> StartOperationAsync(Operation operation, CancellationToken cancellationToken) =>
        ChangeOperationsAsync(connection => DuckDbOperations.Start(connection, operation), cancellationToken);

    /// <inheritdoc/>
    public Task<Operation?> FindOperationAsync(long id, CancellationToken cancellationToken) =>
        RunAsync(connection => DuckDbOperations.Find(connection, id), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Operation>> ReadRunningOperationsAsync(CancellationToken cancellationToken) =>
        RunAsync(connection => (IReadOnlyList<Operation>)DuckDbOperations.ReadRunning(connection), cancellationToken);

    /// <inheritdoc/>
    public Task<Operation?> BeginPlanAsync(long id, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeOperationsAsync(connection => DuckDbOperations.BeginPlan(connection, id, time), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> AddBatchAsync(BatchKey batch, BatchSize size, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeOperationsAsync(connection => DuckDbOperations.AddBatch(connection, batch, size, time), cancellationToken);

    /// <inheritdoc/>
    public Task<Operation?> EndPlanAsync(
        long id, int plan, PlanCounts counts, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeOperationsAsync(connection => DuckDbOperations.EndPlan(connection, id, plan, counts, time), cancellationToken);

    /// <inheritdoc/>
    public Task<int> BeginBatchAsync(BatchKey batch, CancellationToken cancellationToken) =>
        ChangeOperationsAsync(connection => DuckDbOperations.BeginBatch(connection, batch), cancellationToken);

    /// <inheritdoc/>
    public Task ReportBatchAsync(BatchKey batch, BatchProgress progress, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeOperationsAsync(connection => DuckDbOperations.ReportBatch(connection, batch, progress, time), cancellationToken);

    /// <inheritdoc/>
    public Task<Operation?> EndBatchAsync(
        BatchKey batch, BatchSize size, BatchCounts counts, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeOperationsAsync(connection => DuckDbOperations.EndBatch(connection, batch, size, counts, time), cancellationToken);

    /// <inheritdoc/>
    public Task NoteFailureAsync(long id, string error, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeOperationsAsync(connection => DuckDbOperations.Note(connection, id, error, time), cancellationToken);

    /// <inheritdoc/>
    public Task<Operation?> FailOperationAsync(long id, string error, DateTimeOffset time, CancellationToken cancellationToken) =>
        ChangeOperationsAsync(connection => DuckDbOperations.Fail(connection, id, error, time), cancellationToken);

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
    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken) => RunAsync(
        connection =>
        {
            DuckDbLedger.Record(connection, entry);
            return true;
        },
        cancellationToken);

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
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            instance.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task<T> ChangeOperationsAsync<T>(Func<DuckDBConnection, T> work, CancellationToken cancellationToken)
    {
        using var gate = await instance.Gates.EnterAsync(AsyncGates.Operations, cancellationToken);
        return await RunAsync(connection => connection.InTransaction(() => work(connection)), cancellationToken);
    }

    private Task<T> RunAsync<T>(Func<DuckDBConnection, T> work, CancellationToken cancellationToken) =>
        instance.RunAsync(work, cancellationToken);
}

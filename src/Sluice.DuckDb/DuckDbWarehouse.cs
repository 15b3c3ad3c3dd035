using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Ledger;
using Sluice.DuckDb.Loading;
using Sluice.DuckDb.Queries;
using Sluice.DuckDb.Schema;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>
/// The embedded warehouse: one DuckDB file, which one process has open at a time. Calls of DuckDB are synchronous, so work that can
/// take long runs on the thread pool.
/// </summary>
public sealed class DuckDbWarehouse : IWarehouse
{
    /// <summary>The path of a warehouse that is in memory, and gone when it is disposed of.</summary>
    public const string InMemory = DuckDbInstance.InMemory;

    private const string LedgerGate = "ledger";

    // Full chunks, and still few enough rows to stay in the caches.
    private const int ChunksOfABatch = 8;

    private readonly DuckDbInstance instance;
    private int disposed;

    private DuckDbWarehouse(DuckDbInstance instance)
    {
        this.instance = instance;
        Queries = new DuckDbQueries(instance);
    }

    /// <inheritdoc/>
    public WarehouseLimits Limits => Holds;

    /// <summary>What every one of these warehouses can do.</summary>
    public static WarehouseLimits Holds { get; } = new(TicksPerUnit: 10, BatchRows: ChunksOfABatch * ChunkAppender.ChunkRows);

    /// <inheritdoc/>
    public IWarehouseQueries Queries { get; }

    /// <summary>
    /// Has the process keep little memory that is free (on Linux; elsewhere nothing is done). What begins with it keeps less than what
    /// opens a warehouse later, when its threads have memory of their own already.
    /// </summary>
    public static void ConfigureMemory() => DuckDbLibrary.Configure();

    /// <summary>Whether DuckDB's native library is there; a publish may leave it out (<c>EmbeddedWarehouse=false</c>).</summary>
    public static bool IsAvailable => DuckDbLibrary.TryLoad();

    /// <summary>
    /// Why a file cannot be a warehouse, as a sentence, found out before it is opened; <see langword="null"/> if it can, as far as its first
    /// bytes tell.
    /// </summary>
    /// <param name="path">The file, which need not be there yet.</param>
    public static string? FindFault(string path) => WarehouseFile.FindFault(path);

    /// <summary>Opens a warehouse, making its file and folder if they are not there.</summary>
    /// <param name="path">The file, or <see cref="InMemory"/>.</param>
    /// <param name="wait">How long it is waited for, if another process has it open.</param>
    /// <param name="news">Is told, in a sentence, that it is waited for.</param>
    /// <exception cref="WarehouseFileException">The file can never be one.</exception>
    /// <exception cref="WarehouseUnavailableException">It cannot be opened; the usual reason is that another process has it open.</exception>
    public static DuckDbWarehouse Open(string path, TimeSpan wait = default, IProgress<string>? news = null) =>
        new(DuckDbInstance.Open(path == InMemory ? path : Path.GetFullPath(path), wait, news));

    /// <summary>Opens a connection on the same database, for queries. The caller disposes of it.</summary>
    public DuckDBConnection OpenConnection() => instance.Connect();

    /// <inheritdoc/>
    public async Task PrepareAsync(LakeDefinition lake, CancellationToken cancellationToken)
    {
        using var gate = await instance.Gates.EnterAsync(LedgerGate, cancellationToken);
        using var memory = instance.Memory.ReserveTables();
        await RunAsync(connection => connection.InTransaction(() => SchemaMigrator.Prepare(connection, lake)), cancellationToken);
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
                // What others have taken for a moment: who says so is there.
                return 1;
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IAsyncDisposable?> TryLockAsync(string path, CancellationToken cancellationToken) =>
        Task.FromResult<IAsyncDisposable?>(FileLock.TryAcquire(instance.FileLocks, path));

    /// <inheritdoc/>
    public Task<FileRecord?> FindFileAsync(string path, CancellationToken cancellationToken) =>
        RunAsync(connection => DuckDbLedger.FindFile(connection, path), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, FileRecord>> ReadFilesAsync(string dataset, CancellationToken cancellationToken) =>
        RunAsync(
            connection => (IReadOnlyDictionary<string, FileRecord>)DuckDbLedger.ReadFiles(connection, dataset).ToDictionary(f => f.Path, StringComparer.Ordinal),
            cancellationToken);

    /// <inheritdoc/>
    public async Task<(Load Load, FileRecord File)> StartLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken)
    {
        using var gate = await instance.Gates.EnterAsync(LedgerGate, cancellationToken);
        return await RunAsync(connection => connection.InTransaction(() => DuckDbLedger.StartLoad(connection, load, version)), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task EndLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken)
    {
        using var gate = await instance.Gates.EnterAsync(LedgerGate, cancellationToken);
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
        using var gate = await instance.Gates.EnterAsync(LedgerGate, cancellationToken);
        return await RunAsync(
            connection =>
            {
                // Each in a transaction that begins after its lock was seen free: nobody changes it any more.
                List<Load> ended = [];
                foreach (var load in DuckDbLedger.ReadRunning(connection).Where(l => !instance.FileLocks.ContainsKey(l.File)))
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
        using var gate = await instance.Gates.EnterAsync(LedgerGate, cancellationToken);
        await RunAsync(
            connection =>
            {
                DuckDbLedger.RecordRejectsFile(connection, load, rejectsFile);
                return true;
            },
            cancellationToken);
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
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            instance.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private Task<T> RunAsync<T>(Func<DuckDBConnection, T> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var connection = instance.Connect();
            return DuckDbErrors.Interruptible(connection, () => work(connection), cancellationToken);
        },
        cancellationToken);
}

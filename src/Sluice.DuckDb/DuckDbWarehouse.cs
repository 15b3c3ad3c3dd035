using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>
/// The embedded warehouse: a DuckDB file, open in one process at a time. It is opened by what is asked of it first; that throws
/// <see cref="WarehouseUnavailableException"/> if it cannot be. Warehouses on the same file in one process share it and its locks.
/// </summary>
public sealed class DuckDbWarehouse : IWarehouse
{
    private readonly Lock opening = new();
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private DuckDbInstance? instance;
    private bool disposed;

    /// <summary>Creates the warehouse of a file, without opening it.</summary>
    /// <param name="path">The file's path, made with its folder if it is not there; <c>:memory:</c> for one that is gone when disposed of.</param>
    /// <param name="time">The clock that tells when the ledger's tables were made or changed; the system's if left out.</param>
    /// <param name="logger">Gets what is made or changed.</param>
    public DuckDbWarehouse(string path, TimeProvider? time = null, ILogger<DuckDbWarehouse>? logger = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Path = path == DuckDbInstance.Memory ? path : System.IO.Path.GetFullPath(path);
        this.time = time ?? TimeProvider.System;
        this.logger = logger ?? NullLogger<DuckDbWarehouse>.Instance;
    }

    /// <summary>The file's full path, or <c>:memory:</c>.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public WarehouseLimits Limits { get; } = new(TicksPerUnit: (int)TimeSpan.TicksPerMicrosecond);

    private DuckDbInstance Instance
    {
        get
        {
            lock (opening)
            {
                ObjectDisposedException.ThrowIf(disposed, this);
                return instance ??= DuckDbInstance.Open(Path);
            }
        }
    }

    /// <summary>Opens a connection for queries, the tables being <c>lake.&lt;dataset&gt;</c>. The caller disposes of it before the warehouse.</summary>
    /// <exception cref="WarehouseUnavailableException">The file cannot be opened.</exception>
    public DuckDBConnection OpenConnection() => Instance.Connect();

    /// <inheritdoc/>
    public async Task PrepareAsync(LakeDefinition lake, CancellationToken cancellationToken)
    {
        await GatedAsync(
            "prepare",
            connection =>
            {
                new DuckDbTables(connection, time, logger).Prepare(lake);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) => RunAsync(c => c.Count("SELECT 1::BIGINT"), cancellationToken);

    /// <inheritdoc/>
    public Task<IAsyncDisposable?> TryLockAsync(string path, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IAsyncDisposable?>(FileLock.TryTake(Instance.FileLocks, path));
    }

    /// <inheritdoc/>
    public Task<FileRecord?> FindFileAsync(string path, CancellationToken cancellationToken) =>
        RunAsync(c => DuckDbLedgerReader.FindFile(c, path), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, FileRecord>> ReadFilesAsync(string dataset, CancellationToken cancellationToken) =>
        await RunAsync(c => DuckDbLedgerReader.Files(c, dataset), cancellationToken);

    /// <inheritdoc/>
    public Task<(Load Load, FileRecord File)> StartLoadAsync(Load load, LakeFile version, CancellationToken cancellationToken) =>
        GatedAsync(DuckDbLoadTransaction.LedgerGate, c => DuckDbLedger.Start(c, load, version), cancellationToken);

    /// <inheritdoc/>
    public async Task EndLoadAsync(Load load, LakeFile version, CancellationToken cancellationToken)
    {
        await GatedAsync(
            DuckDbLoadTransaction.LedgerGate,
            connection =>
            {
                DuckDbLedger.End(connection, load, version);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ILoadTransaction> BeginAsync(LoadTarget target, CancellationToken cancellationToken) =>
        Task.Run<ILoadTransaction>(() => DuckDbLoadTransaction.Begin(Instance, target), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FileRecord>> ReadFilesAsync(LedgerQuery query, CancellationToken cancellationToken) =>
        await RunAsync(c => DuckDbLedgerReader.Files(c, query), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Load>> ReadLoadsAsync(LedgerQuery query, CancellationToken cancellationToken) =>
        await RunAsync(c => DuckDbLedgerReader.Loads(c, query), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredReject>> ReadRejectsAsync(LedgerQuery query, CancellationToken cancellationToken) =>
        await RunAsync(c => DuckDbLedgerReader.Rejects(c, query), cancellationToken);

    /// <summary>Closes the file, unless another warehouse in this process has it open too.</summary>
    public ValueTask DisposeAsync()
    {
        lock (opening)
        {
            disposed = true;
            instance?.Dispose();
            instance = null;
        }

        return ValueTask.CompletedTask;
    }

    private async Task<T> GatedAsync<T>(string gate, Func<DuckDBConnection, T> work, CancellationToken cancellationToken)
    {
        using (await Instance.Gates.EnterAsync(gate, cancellationToken))
        {
            return await RunAsync(work, cancellationToken);
        }
    }

    // DuckDB has no asynchronous calls, and each of these may wait for the disk.
    private Task<T> RunAsync<T>(Func<DuckDBConnection, T> work, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var connection = Instance.Connect();
            return DuckDbErrors.Interruptible(connection, () => work(connection), cancellationToken);
        },
        cancellationToken);
}

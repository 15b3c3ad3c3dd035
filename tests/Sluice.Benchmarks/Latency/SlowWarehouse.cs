using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.Benchmarks.Latency;

/// <summary>A warehouse that is far away: each request waits before it is answered.</summary>
/// <param name="inner">The warehouse that answers. The caller disposes of it.</param>
/// <param name="latency">How long each request waits.</param>
internal sealed class SlowWarehouse(IWarehouse inner, TimeSpan latency) : IWarehouse
{
    /// <inheritdoc/>
    public WarehouseLimits Limits => inner.Limits;

    /// <inheritdoc/>
    public IWarehouseQueries Queries => inner.Queries;

    /// <inheritdoc/>
    public async Task PrepareAsync(LakeDefinition lake, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.PrepareAsync(lake, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.CheckAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IAsyncDisposable?> TryLockAsync(string path, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.TryLockAsync(path, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<FileRecord?> FindFileAsync(string path, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.FindFileAsync(path, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, FileRecord>> ReadFilesAsync(string dataset, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.ReadFilesAsync(dataset, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<(Load Load, FileRecord File)> StartLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.StartLoadAsync(load, version, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task EndLoadAsync(Load load, FileVersion version, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.EndLoadAsync(load, version, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Load>> EndAbandonedLoadsAsync(DateTimeOffset time, int attempts, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.EndAbandonedLoadsAsync(time, attempts, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RecordRejectsFileAsync(long load, string rejectsFile, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.RecordRejectsFileAsync(load, rejectsFile, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ILoadTransaction> BeginAsync(LoadTarget target, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return new SlowTransaction(await inner.BeginAsync(target, cancellationToken), latency);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FileRecord>> ReadFilesAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.ReadFilesAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Load>> ReadLoadsAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.ReadLoadsAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredReject>> ReadRejectsAsync(LedgerQuery query, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.ReadRejectsAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

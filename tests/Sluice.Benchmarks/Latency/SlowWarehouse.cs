using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
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
    public async Task<IReadOnlyList<AddedColumn>> ReadAddedColumnsAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.ReadAddedColumnsAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AddedColumn>> AddColumnsAsync(
        Dataset dataset, long load, IReadOnlyList<string> headers, IReadOnlyList<ColumnChange> changes, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.AddColumnsAsync(dataset, load, headers, changes, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.CheckAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IAsyncDisposable?> TryLockAsync(string name, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.TryLockAsync(name, cancellationToken);
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
    public async Task<bool> MoveFileAsync(string from, string to, bool isStale, DateTimeOffset time, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.MoveFileAsync(from, to, isStale, time, cancellationToken);
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
    public async Task<Operation> StartOperationAsync(Operation operation, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.StartOperationAsync(operation, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Operation?> FindOperationAsync(long id, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.FindOperationAsync(id, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Operation>> ReadRunningOperationsAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.ReadRunningOperationsAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Operation?> BeginPlanAsync(long id, DateTimeOffset time, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.BeginPlanAsync(id, time, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> AddBatchAsync(BatchKey batch, BatchSize size, DateTimeOffset time, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.AddBatchAsync(batch, size, time, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Operation?> EndPlanAsync(
        long id, int plan, PlanCounts counts, DateTimeOffset time, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.EndPlanAsync(id, plan, counts, time, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<int> BeginBatchAsync(BatchKey batch, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.BeginBatchAsync(batch, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ReportBatchAsync(BatchKey batch, BatchProgress progress, DateTimeOffset time, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.ReportBatchAsync(batch, progress, time, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Operation?> EndBatchAsync(
        BatchKey batch, BatchSize size, BatchCounts counts, DateTimeOffset time, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.EndBatchAsync(batch, size, counts, time, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task NoteFailureAsync(long id, string error, DateTimeOffset time, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.NoteFailureAsync(id, error, time, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Operation?> FailOperationAsync(long id, string error, DateTimeOffset time, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.FailOperationAsync(id, error, time, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> PruneRejectsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.PruneRejectsAsync(before, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> PruneLoadsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.PruneLoadsAsync(before, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> PruneOperationsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.PruneOperationsAsync(before, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> PruneAuditAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.PruneAuditAsync(before, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.RecordAsync(entry, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> PruneRowsAsync(Dataset dataset, string field, DateTimeOffset before, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.PruneRowsAsync(dataset, field, before, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task AddTombstonesAsync(IReadOnlyCollection<Tombstone> tombstones, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.AddTombstonesAsync(tombstones, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Tombstone>> ReadTombstonesAsync(long after, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.ReadTombstonesAsync(after, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task ReadValuesAsync(
        Dataset dataset, IReadOnlyList<string> fields, FieldValues? where, Action<IReadOnlyList<object>> onValues,
        CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.ReadValuesAsync(dataset, fields, where, onValues, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<long> EraseRowsAsync(long operation, Dataset dataset, FieldValues values, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.EraseRowsAsync(operation, dataset, values, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> EraseRejectsAsync(
        long operation, string file, IReadOnlyCollection<long> rows, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.EraseRejectsAsync(operation, file, rows, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task RecordRemainsAsync(
        long operation, string file, IReadOnlyCollection<Remain> remains, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.RecordRemainsAsync(operation, file, remains, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Remain>> ReadRemainsAsync(long operation, int top, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.ReadRemainsAsync(operation, top, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IAsyncDisposable?> TryTakeSlotAsync(int slots, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.TryTakeSlotAsync(slots, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

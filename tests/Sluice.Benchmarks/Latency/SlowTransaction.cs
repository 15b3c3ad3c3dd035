using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.Benchmarks.Latency;

/// <summary>A transaction of a <see cref="SlowWarehouse"/>.</summary>
/// <param name="inner">The transaction that does the work.</param>
/// <param name="latency">How long each request waits.</param>
internal sealed class SlowTransaction(ILoadTransaction inner, TimeSpan latency) : ILoadTransaction
{
    /// <inheritdoc/>
    public async Task RemoveAsync(long fromRow, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.RemoveAsync(fromRow, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task SupersedeAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.SupersedeAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ColumnBatch batch, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.WriteAsync(batch, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task WriteAsync(IReadOnlyList<Reject> rejects, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        await inner.WriteAsync(rejects, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<FileRecord> CommitAsync(LoadProgress progress, CancellationToken cancellationToken)
    {
        await Task.Delay(latency, cancellationToken);
        return await inner.CommitAsync(progress, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

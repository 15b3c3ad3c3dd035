namespace Sluice.Warehouse;

/// <summary>The stamps of a warehouse that only this process changes: numbers of changes, which end with the process.</summary>
public sealed class ProcessRowStamps : IRowStamps
{
    private readonly Dictionary<string, (long Begun, int Running)> changes = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool AreShared => false;

    /// <inheritdoc/>
    public Task<IAsyncDisposable> ChangeAsync(string dataset, CancellationToken cancellationToken)
    {
        lock (changes)
        {
            var (begun, running) = changes.GetValueOrDefault(dataset);
            changes[dataset] = (begun + 1, running + 1);
        }

        return Task.FromResult<IAsyncDisposable>(new Change(this, dataset));
    }

    /// <inheritdoc/>
    public Task<string?> ReadAsync(IEnumerable<string> datasets, CancellationToken cancellationToken)
    {
        lock (changes)
        {
            var found = datasets.Select(d => changes.GetValueOrDefault(d)).ToList();
            return Task.FromResult(found.Exists(c => c.Running > 0) ? null : string.Join(',', found.Select(c => c.Begun)));
        }
    }

    private void End(string dataset)
    {
        lock (changes)
        {
            var (begun, running) = changes[dataset];
            changes[dataset] = (begun, running - 1);
        }
    }

    private sealed class Change(ProcessRowStamps stamps, string dataset) : IAsyncDisposable
    {
        private int ended;

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
            {
                stamps.End(dataset);
            }

            return ValueTask.CompletedTask;
        }
    }
}

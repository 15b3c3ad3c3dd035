namespace Sluice.Benchmarks.Comparing;

/// <summary>
/// One row of the table: something that Sluice does, and what a peer does instead. A run returns its measure, in <see cref="Unit"/>,
/// without preparation and clean-up. A run that did not do its work throws.
/// </summary>
internal abstract class Comparison : IAsyncDisposable
{
    /// <summary>The name that <c>--only</c> takes.</summary>
    public abstract string Key { get; }

    /// <summary>What Sluice does. Read after <see cref="PrepareAsync"/>.</summary>
    public abstract string Name { get; }

    /// <summary>What Sluice does, with measures other than its time.</summary>
    /// <param name="own">The median of its runs.</param>
    public virtual string Describe(double own) => Name;

    /// <summary>What the peer does.</summary>
    public abstract string PeerName { get; }

    /// <summary>The limit of the row.</summary>
    public abstract Limit Limit { get; }

    /// <summary>The unit of the measures.</summary>
    public virtual string Unit => "ms";

    /// <summary>How often each side runs before it is measured, so that no compilation is measured.</summary>
    public virtual int WarmUps => 1;

    /// <summary>Why it cannot be measured here, as the rest of a sentence; <see langword="null"/> if it can.</summary>
    public virtual string? Obstacle => null;

    /// <summary>Prepares what all runs need.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs what Sluice does once.</summary>
    public abstract Task<double> RunOwnAsync(CancellationToken cancellationToken);

    /// <summary>Runs what the peer does once.</summary>
    public abstract Task<double> RunPeerAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>Removes what <see cref="PrepareAsync"/> made, even if it failed halfway.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;
}

namespace Sluice.Benchmarks.Comparing;

/// <summary>
/// One row of the table: something that Sluice does, and what a peer does instead. A run returns what it measured, in
/// <see cref="Unit"/>: what has to be made ready for it, and cleared away after it, is no part of that. A run that did not do what it
/// should throws.
/// </summary>
internal abstract class Comparison : IAsyncDisposable
{
    /// <summary>The name that <c>--only</c> knows it by.</summary>
    public abstract string Key { get; }

    /// <summary>What Sluice does. Read after <see cref="PrepareAsync"/>.</summary>
    public abstract string Name { get; }

    /// <summary>What Sluice does, with more than its time that was measured of it.</summary>
    /// <param name="own">The median of its runs.</param>
    public virtual string Describe(double own) => Name;

    /// <summary>What the peer does.</summary>
    public abstract string PeerName { get; }

    /// <summary>What is to be reached.</summary>
    public abstract Mark Mark { get; }

    /// <summary>The unit of what is measured.</summary>
    public virtual string Unit => "ms";

    /// <summary>How often each side runs before it is measured, so that neither is measured while it is compiled.</summary>
    public virtual int WarmUps => 1;

    /// <summary>Why it cannot be measured here, as the rest of a sentence; <see langword="null"/> if it can.</summary>
    public virtual string? Obstacle => null;

    /// <summary>Makes ready what all runs need.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs what Sluice does once.</summary>
    public abstract Task<double> RunOwnAsync(CancellationToken cancellationToken);

    /// <summary>Runs what the peer does once.</summary>
    public abstract Task<double> RunPeerAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => CloseAsync();

    /// <summary>Clears away what <see cref="PrepareAsync"/> made, which may not have come to its end.</summary>
    protected virtual ValueTask CloseAsync() => ValueTask.CompletedTask;
}

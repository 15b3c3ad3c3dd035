namespace Sluice.Warehouse;

/// <summary>
/// Tells whether the rows of datasets may have changed, without asking the warehouse, so that a paused database stays paused. Safe for
/// concurrent use.
/// </summary>
/// <remarks>
/// The promise: whoever reads the same stamp twice, and queries the datasets after the first time, has rows of every commit that had been
/// made the second time. So an answer that is kept with its stamp is never older than a load that somebody has seen complete.
/// </remarks>
public interface IRowStamps
{
    /// <summary>Whether stamps outlive the process, and tell of what other processes change.</summary>
    bool AreShared { get; }

    /// <summary>Begins a change of rows. Call it before the first commit, and dispose of the result after the last one.</summary>
    /// <param name="dataset">The name of the dataset.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IAsyncDisposable> ChangeAsync(string dataset, CancellationToken cancellationToken);

    /// <summary>The stamp of some datasets together.</summary>
    /// <param name="datasets">The names of the datasets.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><see langword="null"/> if rows of one of them may be changing now, or if that cannot be told.</returns>
    Task<string?> ReadAsync(IEnumerable<string> datasets, CancellationToken cancellationToken);
}

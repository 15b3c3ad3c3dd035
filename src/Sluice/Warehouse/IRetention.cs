using Sluice.Lake.Definition;

namespace Sluice.Warehouse;

/// <summary>
/// Deletes what is no longer kept, in short transactions of a limited number of rows. It breaks no load: what a load or another call works
/// on is left for the next call. A call that is interrupted leaves the rest for the next one too. Counts of files and loads do not change,
/// because they say what happened.
/// </summary>
public interface IRetention
{
    /// <summary>Deletes the rejects of loads that ended before a time.</summary>
    /// <param name="before">The time.</param>
    /// <param name="cancellationToken">Cancels the work. What was deleted stays deleted.</param>
    /// <returns>How many rows of <c>sluice.reject</c> were deleted.</returns>
    Task<long> PruneRejectsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes loads that ended before a time, with their changes, except the last load of a file and loads whose rejects are kept.
    /// </summary>
    /// <param name="before">The time.</param>
    /// <param name="cancellationToken">Cancels the work. What was deleted stays deleted.</param>
    /// <returns>How many loads were deleted.</returns>
    Task<long> PruneLoadsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Deletes operations that ended before a time, with their batches and the records that they have recorded.</summary>
    /// <param name="before">The time.</param>
    /// <param name="cancellationToken">Cancels the work. What was deleted stays deleted.</param>
    /// <returns>How many operations were deleted.</returns>
    Task<long> PruneOperationsAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Deletes the records of requests that were answered before a time.</summary>
    /// <param name="before">The time.</param>
    /// <param name="cancellationToken">Cancels the work. What was deleted stays deleted.</param>
    /// <returns>How many were deleted.</returns>
    Task<long> PruneAuditAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the rows of a dataset whose value of a field is before a time. A date is before it if its whole day is. Rows without a value
    /// are kept. In a <c>merge</c> dataset, a row stays while a row that it replaced provisionally is kept aside.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="field">The name of a date or datetime field.</param>
    /// <param name="before">The time.</param>
    /// <param name="cancellationToken">Cancels the work. What was deleted stays deleted.</param>
    /// <returns>How many rows were deleted.</returns>
    Task<long> PruneRowsAsync(Dataset dataset, string field, DateTimeOffset before, CancellationToken cancellationToken);
}

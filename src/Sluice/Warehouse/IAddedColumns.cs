using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Warehouse;

/// <summary>The columns that loads add to tables (<c>"sluice:onNewColumn": "add"</c>).</summary>
public interface IAddedColumns
{
    /// <summary>All columns that were added, in the order in which they were. None of them goes away.</summary>
    Task<IReadOnlyList<AddedColumn>> ReadAddedColumnsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Adds a text column for each header to the table of a dataset, unless it was added before, and records the changes of the load, all
    /// or nothing. Waits for transactions of loads that write to the table. Safe to call concurrently, also in several processes.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="load">The id of the load, which must have no open transaction and no recorded changes.</param>
    /// <param name="headers">The headers of the columns, as aliases of fields have them.</param>
    /// <param name="changes">The changes of the load. Those that add a column are of the first headers, in their order, and get the name
    /// of the column.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>All columns that were added to the table, these included.</returns>
    Task<IReadOnlyList<AddedColumn>> AddColumnsAsync(
        Dataset dataset, long load, IReadOnlyList<string> headers, IReadOnlyList<ColumnChange> changes,
        CancellationToken cancellationToken);
}

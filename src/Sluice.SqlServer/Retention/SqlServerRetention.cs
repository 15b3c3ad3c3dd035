using Sluice.Lake.Definition;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Ledger;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Retention;

/// <summary>
/// Deletes what is no longer kept. It gives way to loads: what they have locked for more than two seconds is left for the next sweep, and
/// of two sessions that wait for each other, the load's goes on.
/// </summary>
/// <param name="database">The database.</param>
internal sealed class SqlServerRetention(Database database)
{
    // From 5,000 locks on, a statement may lock the whole table.
    private const int MostRows = 4000;

    /// <summary>Deletes the rejects of loads that ended before a time.</summary>
    public Task<long> PruneRejectsAsync(DateTimeOffset before, CancellationToken cancellationToken) => PruneRangesAsync(
        PruneStatements.FindRejects(), PruneStatements.DeleteRejects(), turn: null, before, cancellationToken);

    /// <summary>Deletes loads that ended before a time, with their changes.</summary>
    public async Task<long> PruneLoadsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await PruneAsync(PruneStatements.DeleteChanges(), turn: null, cancellationToken, ("before", before));
        return await PruneAsync(PruneStatements.DeleteLoads(), turn: null, cancellationToken, ("before", before));
    }

    /// <summary>Deletes operations that ended before a time, with their batches and the records that they have recorded.</summary>
    public async Task<long> PruneOperationsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await PruneAsync(PruneStatements.DeleteBatches(), turn: null, cancellationToken, ("before", before));
        await PruneAsync(PruneStatements.DeleteRemains(), turn: null, cancellationToken, ("before", before));
        return await PruneAsync(PruneStatements.DeleteOperations(), turn: null, cancellationToken, ("before", before));
    }

    /// <summary>Deletes the records of requests that were answered before a time.</summary>
    public Task<long> PruneAuditAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        PruneAsync(PruneStatements.DeleteAudit(), turn: null, cancellationToken, ("before", before));

    /// <summary>Deletes the rows of a dataset whose value of a field is before a time.</summary>
    public async Task<long> PruneRowsAsync(Dataset dataset, string field, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var table = new DatasetTable(dataset);

        // Merges move rows between the table and those kept aside, so take turns with them.
        var turn = table.IsMerged ? dataset : null;
        foreach (var statement in PruneStatements.DeleteAside(table, field))
        {
            await PruneAsync(statement, turn, cancellationToken, ("before", before));
        }

        return await PruneRangesAsync(
            PruneStatements.FindRows(table, field), PruneStatements.DeleteRows(table, field), turn, before, cancellationToken);
    }

    /// <summary>Deletes rows of ranges of files or loads, so that no deletion scans the whole table.</summary>
    private async Task<long> PruneRangesAsync(
        Statement find, Statement delete, Dataset? turn, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var found = await database.RunLowPriorityAsync(
            (session, token) => session.ReadAsync(find, r => (Id: r.GetInt64(0), Rows: r.GetInt64(1)), token, ("before", before)),
            whenBlocked: [],
            cancellationToken);
        var sum = 0L;
        foreach (var range in PruneBatches.Cut(found, MostRows, int.MaxValue))
        {
            sum += await PruneAsync(
                delete, turn, cancellationToken, ("first", range[0]), ("last", range[^1]), ("before", before));
        }

        return sum;
    }

    /// <summary>Deletes, transaction by transaction, until nothing is left or a load is in the way.</summary>
    private async Task<long> PruneAsync(
        Statement delete, Dataset? turn, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        var sum = 0L;
        int deleted;
        do
        {
            deleted = await database.RunLowPriorityAsync(
                (session, token) => DeleteAsync(session, delete, turn, values, token), whenBlocked: 0, cancellationToken);
            sum += deleted;
        }
        while (deleted == MostRows);

        return sum;
    }

    private static async Task<int> DeleteAsync(
        Session session, Statement delete, Dataset? turn, (string Name, object? Value)[] values, CancellationToken cancellationToken)
    {
        await session.BeginAsync(cancellationToken);
        if (turn is not null)
        {
            await session.ExecuteAsync(LedgerStatements.LockDataset(), cancellationToken, ("dataset", turn.Name));
        }

        var deleted = await session.ExecuteAsync(delete, cancellationToken, [("most", (long)MostRows), .. values]);
        await session.CommitAsync();
        return deleted;
    }
}

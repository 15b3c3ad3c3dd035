using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Retention;

/// <summary>
/// Deletes what is no longer kept. DuckDB refuses the later of two transactions that change the same row, so each deletion holds what keeps
/// other writers of its rows away: the gate of the ledger, of operations or of a table, or the entry of a file. If it is refused all the
/// same, because the tables are being changed, the next sweep goes on.
/// </summary>
/// <param name="instance">The open warehouse file.</param>
internal sealed class DuckDbRetention(DuckDbInstance instance)
{
    // A list of ids is part of the text of a statement.
    private const int MostOwners = 1000;

    /// <summary>Deletes the rejects of loads that ended before a time.</summary>
    public async Task<long> PruneRejectsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var found = await FindAsync(connection => PruneStatements.FindRejects(connection, before), cancellationToken);
        return await PruneFilesAsync(found, PruneStatements.DeleteRejects, cancellationToken);
    }

    /// <summary>Deletes loads that ended before a time, with their changes.</summary>
    public async Task<long> PruneLoadsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await PruneAsync(AsyncGates.Ledger, connection => PruneStatements.DeleteChanges(connection, before), cancellationToken);
        return await PruneAsync(AsyncGates.Ledger, connection => PruneStatements.DeleteLoads(connection, before), cancellationToken);
    }

    /// <summary>Deletes operations that ended before a time, with their batches and the records that they have recorded.</summary>
    public async Task<long> PruneOperationsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await PruneAsync(
            AsyncGates.Operations, connection => PruneStatements.DeleteBatches(connection, before), cancellationToken);
        await PruneAsync(
            AsyncGates.Operations, connection => PruneStatements.DeleteRemains(connection, before), cancellationToken);
        return await PruneAsync(
            AsyncGates.Operations, connection => PruneStatements.DeleteOperations(connection, before), cancellationToken);
    }

    /// <summary>Deletes the records of requests that were answered before a time.</summary>
    public Task<long> PruneAuditAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        PruneAsync(AsyncGates.Operations, connection => PruneStatements.DeleteAudit(connection, before), cancellationToken);

    /// <summary>Deletes the rows of a dataset whose value of a field is before a time.</summary>
    public async Task<long> PruneRowsAsync(Dataset dataset, string field, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var found = await FindAsync(
            connection => PruneStatements.FindRows(connection, dataset, field, before), cancellationToken);
        if (dataset.WriteMode == WriteMode.Append)
        {
            // Only loads of a file change its rows.
            return await PruneFilesAsync(
                found, (connection, files) => PruneStatements.DeleteRows(connection, dataset, field, before, files), cancellationToken);
        }

        // A load of any file can change the row, but only while it holds the gate of the table.
        var gate = AsyncGates.Table(dataset.Name);
        if (dataset.WriteMode == WriteMode.Merge)
        {
            await PruneAsync(gate, connection => PruneStatements.DeleteAside(connection, dataset, field, before), cancellationToken);
        }

        var sum = 0L;
        foreach (var batch in PruneBatches.Cut(found, PruneStatements.MostRows, MostOwners))
        {
            sum += await PruneAsync(
                gate,
                connection => PruneStatements.DeleteRows(connection, dataset, field, before, batch.Select(f => f.Id)),
                cancellationToken);
        }

        return sum;
    }

    /// <summary>Deletes rows of files that no load is working on.</summary>
    private async Task<long> PruneFilesAsync(
        IEnumerable<(PruneOwner Owner, long Rows)> found, Func<DuckDBConnection, IEnumerable<long>, int> delete,
        CancellationToken cancellationToken)
    {
        var sum = 0L;
        foreach (var batch in PruneBatches.Cut(found, PruneStatements.MostRows, MostOwners))
        {
            sum += await PruneAsync(
                connection =>
                {
                    using var entry = instance.Files.Prune(batch.Select(o => o.Path), out var free);
                    return free.Count == 0
                        ? 0
                        : connection.InTransaction(() => delete(connection, batch.Where(o => free.Contains(o.Path)).Select(o => o.Id)));
                },
                cancellationToken);
        }

        return sum;
    }

    private Task<long> PruneAsync(string gate, Func<DuckDBConnection, int> delete, CancellationToken cancellationToken) => PruneAsync(
        async token =>
        {
            using var entry = await instance.Gates.EnterAsync(gate, token);
            return await DeleteAsync(connection => connection.InTransaction(() => delete(connection)), token);
        },
        cancellationToken);

    private Task<long> PruneAsync(Func<DuckDBConnection, int> delete, CancellationToken cancellationToken) =>
        PruneAsync(token => DeleteAsync(delete, token), cancellationToken);

    /// <summary>Deletes, transaction by transaction, until nothing is left.</summary>
    private static async Task<long> PruneAsync(Func<CancellationToken, Task<int>> delete, CancellationToken cancellationToken)
    {
        var sum = 0L;
        int deleted;
        do
        {
            try
            {
                deleted = await delete(cancellationToken);
            }
            catch (DuckDBException exception) when (DuckDbErrors.IsConflict(exception))
            {
                return sum;
            }

            sum += deleted;
        }
        while (deleted == PruneStatements.MostRows);

        return sum;
    }

    private async Task<List<(PruneOwner Owner, long Rows)>> FindAsync(
        Func<DuckDBConnection, List<(PruneOwner Owner, long Rows)>> find, CancellationToken cancellationToken)
    {
        List<(PruneOwner Owner, long Rows)> found = [];
        await instance.RunOnTablesAsync(connection => found = find(connection), cancellationToken);
        return found;
    }

    private async Task<int> DeleteAsync(Func<DuckDBConnection, int> delete, CancellationToken cancellationToken)
    {
        var deleted = 0;
        await instance.RunOnTablesAsync(connection => deleted = delete(connection), cancellationToken);
        return deleted;
    }
}

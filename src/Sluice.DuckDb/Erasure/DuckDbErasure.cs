using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Erasure;

/// <summary>
/// Erases rows and rejects, and remembers the keys that are erased. DuckDB refuses the later of two transactions that change the same row,
/// so each change holds what keeps other writers of its rows away: the gate of the ledger, of operations or of a table, or the entry of a
/// file. It waits for them, and is repeated if it is refused all the same, because the tables are being changed.
/// </summary>
/// <param name="instance">The open warehouse file.</param>
internal sealed class DuckDbErasure(DuckDbInstance instance)
{
    // Each row has its own part in the text of a statement.
    private const int MostNew = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc cref="IErasure.AddTombstonesAsync"/>
    public async Task AddTombstonesAsync(IReadOnlyCollection<Tombstone> tombstones, CancellationToken cancellationToken)
    {
        // One after the other, so that the greatest id is always a visible one.
        foreach (var batch in tombstones.DistinctBy(t => (t.Dataset, t.Hash, t.Root)).Chunk(MostNew))
        {
            await ChangeAsync(
                () => instance.Gates.EnterAsync(AsyncGates.Ledger, cancellationToken),
                connection => EraseStatements.AddTombstones(connection, batch),
                cancellationToken);
        }
    }

    /// <inheritdoc cref="IErasure.ReadTombstonesAsync"/>
    public Task<IReadOnlyList<Tombstone>> ReadTombstonesAsync(long after, CancellationToken cancellationToken) => instance.RunAsync(
        connection => (IReadOnlyList<Tombstone>)EraseStatements.ReadTombstones(connection, after), cancellationToken);

    /// <inheritdoc cref="IErasure.ReadValuesAsync"/>
    public async Task ReadValuesAsync(
        Dataset dataset, IReadOnlyList<string> fields, FieldValues? where, Action<IReadOnlyList<object>> onValues,
        CancellationToken cancellationToken)
    {
        using var memory = instance.Memory.ReserveTables();
        await instance.RunAsync(
            connection =>
            {
                EraseStatements.ReadValues(connection, dataset, fields, where, onValues);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc cref="IErasure.EraseRowsAsync"/>
    public async Task<long> EraseRowsAsync(long operation, Dataset dataset, FieldValues values, CancellationToken cancellationToken)
    {
        if (!values.CanBeIn(dataset))
        {
            return 0;
        }

        if (dataset.WriteMode != WriteMode.Append)
        {
            // A load of any file can change the row, but only while it holds the gate of the table.
            return await EraseRowsAsync(
                () => instance.Gates.EnterAsync(AsyncGates.Table(dataset.Name), cancellationToken), file: null);
        }

        // Only loads of a file change its rows.
        List<(long Id, string Path)> files = [];
        await instance.RunOnTablesAsync(
            connection => files = EraseStatements.FindFiles(connection, dataset, values), cancellationToken);
        var sum = 0L;
        foreach (var file in files)
        {
            sum += await EraseRowsAsync(() => instance.Files.EraseAsync(file.Path, cancellationToken), file.Id);
        }

        return sum;

        async Task<long> EraseRowsAsync(Func<Task<IDisposable>> enter, long? file)
        {
            var sum = 0L;
            int deleted;
            do
            {
                deleted = await ChangeAsync(
                    enter, connection => EraseRows(connection, operation, dataset, values, file), cancellationToken);
                sum += deleted;
            }
            while (deleted == EraseStatements.MostRows);

            return sum;
        }
    }

    /// <inheritdoc cref="IErasure.EraseRejectsAsync"/>
    public async Task<IReadOnlyList<long>> EraseRejectsAsync(
        long operation, string file, IReadOnlyCollection<long> rows, CancellationToken cancellationToken)
    {
        HashSet<long> loads = [];
        foreach (var batch in rows.Distinct().Chunk(MostNew))
        {
            // No load transaction is open, because the caller has the lock. But the rejects may be about to be pruned.
            loads.UnionWith(await ChangeAsync(
                () => instance.Files.EraseAsync(file, cancellationToken),
                connection => EraseStatements.DeleteRejects(connection, operation, file, batch),
                cancellationToken));
        }

        return [.. loads.Order()];
    }

    /// <inheritdoc cref="IErasure.RecordRemainsAsync"/>
    public async Task RecordRemainsAsync(
        long operation, string file, IReadOnlyCollection<Remain> remains, CancellationToken cancellationToken) =>
        await ChangeAsync(
            enter: null,
            connection =>
            {
                EraseStatements.DeleteRemains(connection, operation, file);
                foreach (var batch in remains.Chunk(MostNew))
                {
                    EraseStatements.AddRemains(connection, batch);
                }

                return true;
            },
            cancellationToken);

    /// <inheritdoc cref="IErasure.ReadRemainsAsync"/>
    public Task<IReadOnlyList<Remain>> ReadRemainsAsync(long operation, int top, CancellationToken cancellationToken) => instance.RunAsync(
        connection => (IReadOnlyList<Remain>)EraseStatements.ReadRemains(connection, operation, top), cancellationToken);

    private static int EraseRows(DuckDBConnection connection, long operation, Dataset dataset, FieldValues values, long? file)
    {
        if (dataset.WriteMode == WriteMode.Merge)
        {
            EraseStatements.DeleteAside(connection, dataset, values);
        }

        var deleted = EraseStatements.DeleteRows(connection, dataset, values, file);
        if (deleted > 0)
        {
            EraseStatements.CountRows(connection, operation, deleted);
        }

        return deleted;
    }

    /// <summary>Makes a change in one transaction, until it is not refused.</summary>
    /// <param name="enter">Takes what keeps other writers of the rows away, other than the gate of operations.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    private async Task<T> ChangeAsync<T>(
        Func<Task<IDisposable>>? enter, Func<DuckDBConnection, T> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            using (var entry = enter is null ? null : await enter())
            using (var gate = await instance.Gates.EnterAsync(AsyncGates.Operations, cancellationToken))
            {
                try
                {
                    T result = default!;
                    await instance.RunOnTablesAsync(
                        connection => result = connection.InTransaction(() => change(connection)), cancellationToken);
                    return result;
                }
                catch (DuckDBException exception) when (DuckDbErrors.IsConflict(exception))
                {
                    // Somebody else has changed the tables. Try again without holding anything.
                }
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }
}

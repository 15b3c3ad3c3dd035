using Microsoft.Data.SqlClient;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Ledger;
using Sluice.SqlServer.Loading;
using Sluice.SqlServer.Locks;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Erasure;

/// <summary>
/// Erases rows and rejects, and remembers the keys that are erased. It waits for what loads have locked. Of two sessions that wait for each
/// other, the load's goes on, and the erasure is repeated.
/// </summary>
/// <param name="database">The database.</param>
internal sealed class SqlServerErasure(Database database)
{
    // From 5,000 locks on, a statement may lock the whole table.
    private const int MostRows = 4000;

    /// <inheritdoc cref="IErasure.AddTombstonesAsync"/>
    public async Task AddTombstonesAsync(IReadOnlyCollection<Tombstone> tombstones, CancellationToken cancellationToken)
    {
        foreach (var batch in tombstones.Chunk(EraseStatements.MostTombstones))
        {
            var values = batch.SelectMany(
                (tombstone, i) => LedgerValues.FromTombstone(tombstone).Select(v => (EraseStatements.Numbered(v.Name, i), v.Value)));
            await database.InsertAsync(
                (session, token) => session.ExecuteAsync(EraseStatements.AddTombstones(batch.Length), token, [.. values]),
                cancellationToken);
        }
    }

    /// <inheritdoc cref="IErasure.ReadTombstonesAsync"/>
    public async Task<IReadOnlyList<Tombstone>> ReadTombstonesAsync(long after, CancellationToken cancellationToken) =>
        await database.RunAsync(
            (session, token) => session.ReadNamedAsync(
                EraseStatements.ReadTombstones(), LedgerRows.Tombstone, token, ("after", after)),
            cancellationToken);

    /// <inheritdoc cref="IErasure.ReadValuesAsync"/>
    public async Task ReadValuesAsync(
        Dataset dataset, IReadOnlyList<string> fields, FieldValues? where, Action<IReadOnlyList<object>> onValues,
        CancellationToken cancellationToken)
    {
        if (where?.CanBeIn(dataset) == false)
        {
            return;
        }

        var table = new DatasetTable(dataset);
        var kinds = fields.Select(f => FieldValues.ColumnOf(dataset, f).Kind).ToArray();
        var values = new object[fields.Count];
        await database.RunAsync(
            async (session, token) =>
            {
                await session.ReadEachAsync(
                    EraseStatements.ReadValues(table, fields, where?.Fields), OnRow, token,
                    [.. where is null ? [] : KeyValues.Bind(table, where)]);
                return true;
            },
            cancellationToken);

        void OnRow(SqlDataReader row)
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = KeyValues.Read(row, i, kinds[i]);
            }

            onValues(values);
        }
    }

    /// <inheritdoc cref="IErasure.EraseRowsAsync"/>
    public async Task<long> EraseRowsAsync(long operation, Dataset dataset, FieldValues values, CancellationToken cancellationToken)
    {
        if (!values.CanBeIn(dataset))
        {
            return 0;
        }

        var table = new DatasetTable(dataset);
        var sum = 0L;
        int deleted;
        do
        {
            deleted = await database.TransactPatientlyAsync(
                (session, token) => EraseRowsAsync(session, operation, table, values, token), cancellationToken);
            sum += deleted;
        }
        while (deleted == MostRows);

        return sum;
    }

    /// <inheritdoc cref="IErasure.EraseRejectsAsync"/>
    public async Task<IReadOnlyList<long>> EraseRejectsAsync(
        long operation, string file, IReadOnlyCollection<long> rows, CancellationToken cancellationToken)
    {
        // A commit with a lost answer is repeated, and finds no rejects any more. So keep the loads of each attempt.
        HashSet<long> loads = [];
        foreach (var batch in rows.Distinct().Chunk(EraseStatements.Rows))
        {
            await database.TransactPatientlyAsync(
                (session, token) => EraseRejectsAsync(session, operation, file, batch, loads, token), cancellationToken);
        }

        return [.. loads.Order()];
    }

    /// <inheritdoc cref="IErasure.RecordRemainsAsync"/>
    public Task RecordRemainsAsync(
        long operation, string file, IReadOnlyCollection<Remain> remains, CancellationToken cancellationToken) => database.InsertAsync(
        async (session, token) =>
        {
            await session.ExecuteAsync(
                EraseStatements.DeleteRemains(), token, ("operation", operation), ("file_hash", PathHash.Compute(file)));
            if (remains.Count > 0)
            {
                using var reader = new RemainReader(remains);
                await BulkStream.CopyAsync(session, "sluice.remain", reader, SqlBulkCopyOptions.Default, token);
            }
        },
        cancellationToken);

    /// <inheritdoc cref="IErasure.ReadRemainsAsync"/>
    public async Task<IReadOnlyList<Remain>> ReadRemainsAsync(long operation, int top, CancellationToken cancellationToken) =>
        await database.RunAsync(
            (session, token) => session.ReadNamedAsync(
                EraseStatements.ReadRemains(), LedgerRows.Remain, token, ("most", (long)top), ("operation", operation)),
            cancellationToken);

    private static async Task<int> EraseRowsAsync(
        Session session, long operation, DatasetTable table, FieldValues values, CancellationToken cancellationToken)
    {
        (string, object?)[] bound = [.. KeyValues.Bind(table, values)];
        if (table.IsMerged)
        {
            // Merges move rows between the table and those kept aside, so take turns with them.
            await session.ExecuteAsync(LedgerStatements.LockDataset(), cancellationToken, ("dataset", table.Dataset.Name));
            foreach (var statement in EraseStatements.DeleteAside(table, values.Fields))
            {
                await session.ExecuteAsync(statement, cancellationToken, bound);
            }
        }

        var deleted = await session.ExecuteAsync(
            EraseStatements.DeleteRows(table, values.Fields), cancellationToken, [("most", (long)MostRows), .. bound]);
        if (deleted > 0)
        {
            await session.ExecuteAsync(
                EraseStatements.CountRows(), cancellationToken, ("rows", (long)deleted), ("operation", operation));
        }

        return deleted;
    }

    private static async Task<bool> EraseRejectsAsync(
        Session session, long operation, string file, long[] rows, HashSet<long> loads, CancellationToken cancellationToken)
    {
        (string, object?)[] values =
        [
            ("file_hash", PathHash.Compute(file)),
            .. Enumerable.Range(0, EraseStatements.Rows)
                .Select(i => (EraseStatements.RowName(i), (object?)rows[Math.Min(i, rows.Length - 1)])),
        ];
        var found = await session.ReadAsync(
            EraseStatements.FindRejects(), r => (Row: r.GetInt64(0), Load: r.GetInt64(1)), cancellationToken, values);
        if (found.Count > 0)
        {
            loads.UnionWith(found.Select(f => f.Load));
            await session.ExecuteAsync(EraseStatements.DeleteRejects(), cancellationToken, values);
            await session.ExecuteAsync(
                EraseStatements.CountRejects(), cancellationToken,
                ("rejected", (long)found.Select(f => f.Row).Distinct().Count()), ("operation", operation));
        }

        return true;
    }
}

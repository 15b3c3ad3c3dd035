using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Ledger;

/// <summary>Adds columns that files have to tables, and records them.</summary>
internal static class TableGrowth
{
    private static readonly string Text = TableColumn.TypeOf(new ColumnType(ColumnKind.Text));

    /// <summary>Adds columns to the table of a dataset. Repeated after a commit with a lost answer, it adds nothing.</summary>
    /// <param name="session">The session, which has a transaction.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="load">The id of the load.</param>
    /// <param name="headers">The headers of the columns.</param>
    /// <param name="changes">The changes of the load.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static async Task<IReadOnlyList<AddedColumn>> AddAsync(
        Session session, Dataset dataset, long load, IReadOnlyList<string> headers, IReadOnlyList<ColumnChange> changes,
        CancellationToken cancellationToken)
    {
        // One after the other, and in the order of merges: first the turn, then the table.
        await session.ExecuteAsync(LedgerStatements.LockDataset(), cancellationToken, ("dataset", dataset.Name));
        var known = (await AddedColumns.ReadAsync(session, cancellationToken)).Where(c => c.Dataset == dataset.Name).ToList();
        var table = new DatasetTable(dataset);
        var there = await ExistingTable.ReadColumnsAsync(session, table.Name, cancellationToken);
        var added = ColumnAdditions.Choose(dataset, headers, known, n => there.Any(c => c.Is(n) && (c.IsOwn || c.Type != Text)));
        foreach (var column in added)
        {
            if (!there.Any(c => c.Is(column.Name)))
            {
                foreach (var name in table.IsMerged ? (string[])[table.Name, table.Aside] : [table.Name])
                {
                    await session.ExecuteAsync(
                        TableStatements.Add(name, new TableColumn(column.Name, Text, Nullable: true)), cancellationToken);
                }
            }

            await session.ExecuteAsync(
                TableStatements.RecordAddedColumn(), cancellationToken,
                ("dataset", column.Dataset), ("name", column.Name), ("header", column.Header));
        }

        IReadOnlyList<AddedColumn> all = [.. known, .. added];
        if (await session.ReadOneAsync<int>(LedgerStatements.HasChanges(), cancellationToken, ("load", load)) == 0)
        {
            await SqlServerLedger.AddChangesAsync(session, load, ColumnAdditions.Name(changes, headers, all), cancellationToken);
        }

        return all;
    }
}

using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.SqlServer.Connections;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Schema;

/// <summary>Creates the table of a dataset, or changes it to match the dataset, within the caller's transaction.</summary>
/// <param name="session">The session.</param>
/// <param name="dataset">The dataset.</param>
/// <param name="features">The features of the server.</param>
/// <param name="isKeyKnown">Whether the table was last prepared for the same write mode and key.</param>
/// <param name="added">The columns that loads have added to tables.</param>
internal sealed class TableChange(
    Session session, Dataset dataset, ServerFeatures features, bool isKeyKnown, IReadOnlyList<AddedColumn> added)
{
    /// <summary>The maximum number of fields: a table can have 1,024 columns, system columns included.</summary>
    public const int MaxFields = 1020;

    /// <summary>The maximum number of columns of a key.</summary>
    public const int MaxKeyColumns = 32;

    private const string NewTable = "new";

    private readonly DatasetTable fresh = new(dataset);

    /// <summary>Applies the change.</summary>
    /// <param name="existing">The existing table, or <see langword="null"/> if there is none.</param>
    /// <param name="aside">The existing table of rows that are kept aside, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="WarehouseUnavailableException">The rows do not allow the change.</exception>
    public async Task ApplyAsync(ExistingTable? existing, ExistingTable? aside, CancellationToken cancellationToken)
    {
        var table = fresh;
        if (existing is null)
        {
            await RunAsync(TableStatements.Create(table, features), cancellationToken);
        }
        else if (await HasRowsAsync(fresh.Name, cancellationToken))
        {
            table = new DatasetTable(dataset, [.. existing.Columns]);
            await FollowAsync(table, existing, cancellationToken);
        }
        else if (!isKeyKnown || !existing.Columns.SequenceEqual(table.Columns))
        {
            // An empty table can be dropped and created again.
            await session.ExecuteAsync(TableStatements.Drop(table.Name), cancellationToken);
            await RunAsync(TableStatements.Create(table, features), cancellationToken);
        }

        await PrepareAsideAsync(table, aside, cancellationToken);
    }

    private async Task FollowAsync(DatasetTable table, ExistingTable existing, CancellationToken cancellationToken)
    {
        await CheckAsync(table, existing, cancellationToken);
        if (table.IsMerged && !isKeyKnown && await IsTrueAsync(TableStatements.HasTwoOfAKey(table), cancellationToken))
        {
            throw WarehouseUnavailableException.ForTable(
                dataset, "it now merges by its primary key, but the table has rows with equal keys");
        }

        var own = existing.Columns.Where(c => c.IsOwn).Select(c => c.Name).Order(StringComparer.Ordinal);
        var changed = table.Columns.Where(c => existing.Columns.Any(e => e.Is(c.Name) && (e.Type, e.Nullable) != (c.Type, c.Nullable)))
            .ToList();
        var added = table.Columns.Where(c => !existing.Columns.Any(e => e.Is(c.Name))).ToList();
        var isOther = !own.SequenceEqual(table.Columns.Where(c => c.IsOwn).Select(c => c.Name).Order(StringComparer.Ordinal))
            || (table.IsMerged && !isKeyKnown);
        var cannotAlter = existing.IsColumnstore || !features.ColumnChange || changed.Exists(c => table.Key.Contains(c.Name));
        if (isOther || (changed.Count > 0 && cannotAlter))
        {
            await RebuildAsync(table, existing, cancellationToken);
            return;
        }

        foreach (var column in changed)
        {
            await session.ExecuteAsync(TableStatements.Alter(table.Name, column), cancellationToken);
        }

        foreach (var column in added)
        {
            await session.ExecuteAsync(TableStatements.Add(table.Name, column), cancellationToken);
        }
    }

    /// <summary>Refuses changes that the existing rows do not allow.</summary>
    private async Task CheckAsync(DatasetTable table, ExistingTable existing, CancellationToken cancellationToken)
    {
        foreach (var column in table.Columns.Where(c => !c.IsOwn))
        {
            var was = existing.Columns.FirstOrDefault(e => e.Is(column.Name));
            if (was is not null && !column.CanHold(was.Type))
            {
                throw WarehouseUnavailableException.ForTable(
                    dataset,
                    $"field {column.Name} is now {column.Type} but was {was.Type}"
                    + ColumnAdditions.Remedy(dataset, column.Name, added));
            }

            if (!column.Nullable && (was is null
                || (was.Nullable && await IsTrueAsync(TableStatements.HasNulls(table.Name, was.Name), cancellationToken))))
            {
                throw WarehouseUnavailableException.ForTable(
                    dataset, $"field {column.Name} is now required, but the table has rows without a value");
            }
        }

        // The table keeps the columns of removed fields.
        if (existing.Columns.FirstOrDefault(c => !c.IsOwn && !c.Nullable && !dataset.Schema.Fields.Any(f => c.Is(f.Name))) is { } gone)
        {
            throw WarehouseUnavailableException.ForTable(dataset, $"field {gone.Name} was removed, but its column requires values");
        }
    }

    /// <summary>Copies the rows into a new table with the right columns, which then replaces the old one.</summary>
    private async Task RebuildAsync(DatasetTable table, ExistingTable existing, CancellationToken cancellationToken)
    {
        var name = Names.Table(Names.RelatedObject(NewTable, dataset.Name));
        await RunAsync(TableStatements.Create(table, features, name), cancellationToken);
        await session.ExecuteAsync(TableStatements.Copy(table, table.Name, existing.Columns, name), cancellationToken);
        await session.ExecuteAsync(TableStatements.Drop(table.Name), cancellationToken);
        await session.ExecuteAsync(TableStatements.Rename(), cancellationToken, ("from", name), ("to", dataset.Name));
    }

    /// <summary>Creates the table of rows that are kept aside, or gives it the columns of the dataset's table.</summary>
    private async Task PrepareAsideAsync(DatasetTable table, ExistingTable? aside, CancellationToken cancellationToken)
    {
        if (!table.IsMerged)
        {
            if (aside is not null)
            {
                await session.ExecuteAsync(TableStatements.Drop(table.Aside), cancellationToken);
            }

            return;
        }

        if (aside is null)
        {
            await session.ExecuteAsync(TableStatements.CreateAside(table, table.Aside), cancellationToken);
        }
        else if (!aside.Columns.SequenceEqual(table.Columns))
        {
            var name = $"sluice.{Names.Quote(Names.RelatedObject(NewTable, DatasetTable.AsideName(dataset.Name)))}";
            await session.ExecuteAsync(TableStatements.CreateAside(table, name), cancellationToken);
            await session.ExecuteAsync(TableStatements.Copy(table, table.Aside, aside.Columns, name), cancellationToken);
            await session.ExecuteAsync(TableStatements.Drop(table.Aside), cancellationToken);
            await session.ExecuteAsync(
                TableStatements.Rename(), cancellationToken, ("from", name), ("to", DatasetTable.AsideName(dataset.Name)));
        }
    }

    private Task<bool> HasRowsAsync(string name, CancellationToken cancellationToken) =>
        IsTrueAsync(TableStatements.HasRows(name), cancellationToken);

    private async Task<bool> IsTrueAsync(Statement statement, CancellationToken cancellationToken) =>
        await session.ReadOneAsync<int>(statement, cancellationToken) == 1;

    private async Task RunAsync(IReadOnlyList<Statement> statements, CancellationToken cancellationToken)
    {
        foreach (var statement in statements)
        {
            await session.ExecuteAsync(statement, cancellationToken);
        }
    }
}

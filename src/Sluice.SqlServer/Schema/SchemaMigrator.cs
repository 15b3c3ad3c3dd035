using Microsoft.Data.SqlClient;
using Sluice.Lake.Definition;
using Sluice.SqlServer.Connections;
using Sluice.Text;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Schema;

/// <summary>
/// Creates the ledger and the tables, or changes them to match the lake definition. The caller must hold a lock, so that only one process
/// runs it.
/// </summary>
internal static class SchemaMigrator
{
    // A script can change a large table of the ledger.
    private static readonly TimeSpan ScriptsLimit = TimeSpan.FromHours(1);

    private const string LakeSchema = "lake";
    private const string LedgerSchema = "sluice";

    /// <summary>Prepares the whole warehouse.</summary>
    /// <exception cref="WarehouseUnavailableException">A table cannot be changed to match its dataset.</exception>
    public static async Task PrepareAsync(Database database, LakeDefinition lake, CancellationToken cancellationToken)
    {
        foreach (var dataset in lake.Datasets)
        {
            Check(dataset);
        }

        await database.RunAsync(CreateSchemasAsync, cancellationToken);
        await database.RunAsync(
            (session, token) => session.OnThreadAsync(
                () =>
                {
                    LedgerScripts.Run(database.ConnectionString);
                    return true;
                },
                ScriptsLimit,
                token),
            cancellationToken);
        var features = await database.ProbeAsync(
            async () => new ServerFeatures(
                await CanAsync(database, TableStatements.ProbeColumnstore(), cancellationToken),
                await CanAsync(database, TableStatements.ProbeClusteredIndex(), cancellationToken),
                await CanAsync(database, TableStatements.ProbePageCompression(), cancellationToken),
                await CanAsync(database, TableStatements.ProbeColumnChange(), cancellationToken),
                await CanAsync(database, TableStatements.ProbeSupplementaryCharacters(), cancellationToken),
                await CanAsync(database, TableStatements.ProbeApproximations(), cancellationToken)));
        await database.TransactAsync((session, token) => PrepareTablesAsync(session, lake, features, token), cancellationToken);
    }

    // Check limits here: the database would truncate a name silently, or refuse the table with a less helpful message.
    private static void Check(Dataset dataset)
    {
        if (dataset.Schema.Fields.Count > TableChange.MaxFields)
        {
            throw WarehouseUnavailableException.ForTable(
                dataset, $"it has {dataset.Schema.Fields.Count} fields, but a table can have at most {TableChange.MaxFields}");
        }

        if (new DatasetTable(dataset).Key.Count > TableChange.MaxKeyColumns)
        {
            throw WarehouseUnavailableException.ForTable(dataset, $"its primary key has more than {TableChange.MaxKeyColumns} fields");
        }

        var names = dataset.Schema.Fields.Select(f => f.Name).Prepend(dataset.Name);
        if (names.FirstOrDefault(n => n.Length > Names.MaxLength) is { } name)
        {
            throw WarehouseUnavailableException.ForTable(dataset, $"the name '{name}' has more than {Names.MaxLength} UTF-16 code units");
        }
    }

    private static async Task<bool> CreateSchemasAsync(Session session, CancellationToken cancellationToken)
    {
        var there = await session.ReadAsync(TableStatements.Schemas(), r => r.GetString(0), cancellationToken);
        foreach (var schema in new[] { LakeSchema, LedgerSchema }.Except(there, StringComparer.OrdinalIgnoreCase))
        {
            await session.ExecuteAsync(TableStatements.CreateSchema(schema), cancellationToken);
        }

        return true;
    }

    private static Task<bool> CanAsync(Database database, Statement probe, CancellationToken cancellationToken) => database.RunAsync(
        async (session, token) =>
        {
            await session.BeginAsync(token);
            try
            {
                await session.ExecuteAsync(probe, token);
                return true;
            }
            catch (SqlException exception) when (!TransientErrors.Is(exception) && !token.IsCancellationRequested)
            {
                return false;
            }
        },
        cancellationToken);

    private static async Task<bool> PrepareTablesAsync(
        Session session, LakeDefinition lake, ServerFeatures features, CancellationToken cancellationToken)
    {
        // Some servers do not alter a table that a view uses, so drop the views first.
        var views = await session.ReadAsync(TableStatements.Views(), r => r.GetString(0), cancellationToken);
        foreach (var view in views.Where(v =>
            v.StartsWith(DatasetTable.OrphansName(""), StringComparison.Ordinal)
                || v.StartsWith(DatasetTable.DuplicatesName(""), StringComparison.Ordinal)))
        {
            await session.ExecuteAsync(TableStatements.DropView($"{LedgerSchema}.{Names.Quote(view)}"), cancellationToken);
        }

        var added = await AddedColumns.ReadAsync(session, cancellationToken);
        lake = lake.WithAdded(added);
        var tables = await ExistingTable.ReadAsync(session, cancellationToken);
        var known = (await session.ReadAsync(
            TableStatements.Datasets(),
            r => (Name: r.GetString(0), Mode: r.GetString(1), Key: r.GetString(2), Fingerprint: r.IsDBNull(3) ? null : r.GetString(3)),
            cancellationToken))
            .DistinctBy(d => d.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(d => d.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var dataset in lake.Datasets)
        {
            var mode = EnumNames<WriteMode>.GetName(dataset.WriteMode);
            var key = string.Join('\n', dataset.Schema.PrimaryKey);
            var fingerprint = dataset.Fingerprint;
            var recorded = known.GetValueOrDefault(dataset.Name);
            var isKeyKnown = (recorded.Mode, recorded.Key) == (mode, key);
            var change = new TableChange(session, dataset, features, isKeyKnown, added);
            await change.ApplyAsync(
                tables.GetValueOrDefault(ExistingTable.Key(LakeSchema, dataset.Name)),
                tables.GetValueOrDefault(ExistingTable.Key(LedgerSchema, DatasetTable.AsideName(dataset.Name))),
                cancellationToken);

            // Not each time: the update waits for a commit that has the table's turn.
            if (!isKeyKnown || recorded.Fingerprint != fingerprint || recorded.Name != dataset.Name)
            {
                await session.ExecuteAsync(
                    TableStatements.RecordDataset(), cancellationToken,
                    ("name", dataset.Name), ("write_mode", mode), ("primary_key", key), ("fingerprint", fingerprint));
            }
        }

        foreach (var dataset in lake.Datasets.Where(d => d.Schema.ForeignKeys.Count > 0))
        {
            await session.ExecuteAsync(OrphanView.Create(lake, dataset), cancellationToken);
        }

        foreach (var dataset in lake.Datasets.Where(d => d.UniqueKeysOfTable.Count > 0))
        {
            await session.ExecuteAsync(DuplicateView.Create(dataset), cancellationToken);
        }

        return true;
    }
}

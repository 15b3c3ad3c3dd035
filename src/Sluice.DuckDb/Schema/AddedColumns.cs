using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Ledger;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Schema;

/// <summary>The columns that loads add to tables: <c>sluice.added_column</c>.</summary>
internal static class AddedColumns
{
    private static readonly string Text = TableColumn.TypeOf(new ColumnType(ColumnKind.Text));

    /// <summary>All of them, in the order in which they were added.</summary>
    public static List<AddedColumn> Read(DuckDBConnection connection) => connection.ReadNamed(
        $"SELECT {Sql.Names(LedgerRows.AddedColumnColumns)} FROM sluice.added_column ORDER BY id", LedgerRows.AddedColumn);

    /// <summary>Adds columns to the table of a dataset, within the caller's transaction.</summary>
    /// <inheritdoc cref="IAddedColumns.AddColumnsAsync"/>
    public static IReadOnlyList<AddedColumn> Add(
        DuckDBConnection connection, LakeDefinition lake, Dataset dataset, long load, IReadOnlyList<string> headers,
        IReadOnlyList<ColumnChange> changes)
    {
        var known = Read(connection).Where(c => c.Dataset == dataset.Name).ToList();
        var there = TableColumn.Read(connection, dataset.Name);
        var added = ColumnAdditions.Choose(dataset, headers, known, n => there.Exists(c => c.Is(n) && (c.IsOwn || c.Type != Text)));
        foreach (var column in added)
        {
            if (!there.Exists(c => c.Is(column.Name)))
            {
                connection.Execute($"ALTER TABLE {Sql.Table(dataset.Name)} ADD COLUMN {Sql.Quote(column.Name)} {Text}");
            }

            connection.Execute(
                "INSERT INTO sluice.added_column (id, dataset, name, header) "
                + "SELECT coalesce(max(id), 0) + 1, $dataset, $name, $header FROM sluice.added_column",
                ("dataset", column.Dataset), ("name", column.Name), ("header", column.Header));
        }

        IReadOnlyList<AddedColumn> all = [.. known, .. added];
        if (added.Count > 0)
        {
            // A view over all columns of a table breaks when the table gets another one.
            var extended = dataset.WithAdded(all);
            SchemaMigrator.PrepareAside(connection, extended);
            OrphanView.Prepare(connection, lake, extended);
            DuplicateView.Prepare(connection, extended);
        }

        DuckDbLedger.AddChanges(connection, load, ColumnAdditions.Name(changes, headers, all));
        return all;
    }
}

using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Schema;

/// <summary>The columns that loads have added to tables: <c>sluice.added_column</c>.</summary>
internal static class AddedColumns
{
    /// <summary>All of them, in the order in which they were added.</summary>
    public static async Task<IReadOnlyList<AddedColumn>> ReadAsync(Session session, CancellationToken cancellationToken) =>
        await session.ReadNamedAsync(TableStatements.AddedColumns(), LedgerRows.AddedColumn, cancellationToken);
}

using System.Data.Common;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Schema;

/// <summary>An existing table.</summary>
/// <param name="IsColumnstore">Whether it is a columnstore.</param>
/// <param name="Columns">Its columns, in order.</param>
internal sealed record ExistingTable(bool IsColumnstore, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>The tables of the warehouse by schema and name, ignoring case.</summary>
    public static async Task<Dictionary<string, ExistingTable>> ReadAsync(Session session, CancellationToken cancellationToken)
    {
        var rows = await session.ReadAsync(
            TableStatements.Columns(),
            r => (
                Table: Key(r.GetString(0), r.GetString(1)),
                IsColumnstore: r.GetInt32(2) == 1,
                Column: new TableColumn(
                    r.GetString(3), TableColumn.TypeOf(r.GetString(4), r.GetInt16(5), r.GetByte(6), r.GetByte(7)), r.GetBoolean(8))),
            cancellationToken);
        return rows.GroupBy(r => r.Table, StringComparer.OrdinalIgnoreCase).ToDictionary(
            g => g.Key, g => new ExistingTable(g.First().IsColumnstore, [.. g.Select(r => r.Column)]), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The columns of one table. Their <c>Nullable</c> is always <see langword="true"/>, because not every server reports it for a query.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="name">The table, quoted.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The columns; empty if there is no such table.</returns>
    public static async Task<IReadOnlyList<TableColumn>> ReadColumnsAsync(Session session, string name, CancellationToken cancellationToken)
    {
        var columns = await session.ReadColumnsAsync(TableStatements.NoRows(name), cancellationToken, ("table", name));
        return [.. columns.Select(c => new TableColumn(
            c.ColumnName,
            TableColumn.TypeOf(c.DataTypeName!, Bytes(c), (byte)(c.NumericPrecision ?? 0), (byte)(c.NumericScale ?? 0)),
            Nullable: true))];
    }

    /// <summary>The key of a table in the dictionary.</summary>
    public static string Key(string schema, string name) => $"{schema}.{name}";

    // The catalog gives the length of texts in bytes, a query's schema in characters.
    private static short Bytes(DbColumn column) => column.ColumnSize switch
    {
        int.MaxValue => -1,
        { } characters when column.DataType == typeof(string) => (short)(characters * sizeof(char)),
        { } bytes => (short)bytes,
        null => 0,
    };
}

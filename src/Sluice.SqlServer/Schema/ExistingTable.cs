using System.Data.Common;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Schema;

/// <summary>A table as it is.</summary>
/// <param name="IsColumnstore">Whether it is a columnstore.</param>
/// <param name="Columns">Its columns, in order.</param>
internal sealed record ExistingTable(bool IsColumnstore, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>The tables of the warehouse by schema and name, which do not tell upper from lower case.</summary>
    public static async Task<Dictionary<string, ExistingTable>> ReadAsync(Session session, CancellationToken cancellationToken)
    {
        var rows = await session.ReadAsync(
            TableStatements.Columns(),
            r => (
                Table: Key(r.GetString(0), r.GetString(1)),
                IsColumnstore: r.GetInt32(2) == 1,
                Column: new TableColumn(r.GetString(3), TableColumn.TypeOf(r.GetString(4), r.GetInt16(5), r.GetByte(6), r.GetByte(7)), r.GetBoolean(8))),
            cancellationToken);
        return rows.GroupBy(r => r.Table, StringComparer.OrdinalIgnoreCase).ToDictionary(
            g => g.Key, g => new ExistingTable(g.First().IsColumnstore, [.. g.Select(r => r.Column)]), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The columns of one table, without whether they may hold no value: not every server says that of the rows of a query.</summary>
    /// <param name="session">The session.</param>
    /// <param name="name">The table, quoted.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The columns; none if there is no such table.</returns>
    public static async Task<IReadOnlyList<TableColumn>> ReadColumnsAsync(Session session, string name, CancellationToken cancellationToken)
    {
        var columns = await session.ReadColumnsAsync(TableStatements.NoRows(name), cancellationToken, ("table", name));
        return [.. columns.Select(c => new TableColumn(
            c.ColumnName, TableColumn.TypeOf(c.DataTypeName!, Bytes(c), (byte)(c.NumericPrecision ?? 0), (byte)(c.NumericScale ?? 0)), Nullable: true))];
    }

    /// <summary>What a table is found by.</summary>
    public static string Key(string schema, string name) => $"{schema}.{name}";

    // The catalog counts bytes, and an answer the characters of a text.
    private static short Bytes(DbColumn column) => column.ColumnSize switch
    {
        int.MaxValue => -1,
        { } characters when column.DataType == typeof(string) => (short)(characters * sizeof(char)),
        { } bytes => (short)bytes,
        null => 0,
    };
}

namespace Sluice.SqlServer;

/// <summary>A table as it is.</summary>
/// <param name="IsColumnstore">Whether it is a columnstore.</param>
/// <param name="Columns">Its columns, in order.</param>
internal sealed record ExistingTable(bool IsColumnstore, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>The tables of the warehouse by schema and name, which do not tell upper from lower case.</summary>
    /// <param name="session">The session.</param>
    /// <param name="table">The only one to read, quoted, or <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Dictionary<string, ExistingTable>> ReadAsync(Session session, string? table, CancellationToken cancellationToken)
    {
        var rows = await session.ReadAsync(
            TableStatements.Columns(),
            r => (
                Table: Key(r.GetString(0), r.GetString(1)),
                IsColumnstore: r.GetInt32(2) == 1,
                Column: new TableColumn(r.GetString(3), TableColumn.TypeOf(r.GetString(4), r.GetInt16(5), r.GetByte(6), r.GetByte(7)), r.GetBoolean(8))),
            cancellationToken,
            table);
        return rows.GroupBy(r => r.Table, StringComparer.OrdinalIgnoreCase).ToDictionary(
            g => g.Key, g => new ExistingTable(g.First().IsColumnstore, [.. g.Select(r => r.Column)]), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What a table is found by.</summary>
    public static string Key(string schema, string name) => $"{schema}.{name}";
}

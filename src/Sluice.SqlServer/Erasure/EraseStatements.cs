using System.Globalization;
using Sluice.Ledger;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Locks;
using Sluice.SqlServer.Schema;

namespace Sluice.SqlServer.Erasure;

/// <summary>
/// The statements that erase rows and rejects, and those over <c>sluice.tombstone</c> and <c>sluice.remain</c>. A deletion of rows takes at
/// most <c>@most</c> of them, as those of retention do.
/// </summary>
internal static class EraseStatements
{
    /// <summary>The most tombstones that a statement adds.</summary>
    public const int MostTombstones = 100;

    /// <summary>The number of rows whose rejects a statement finds or deletes. Fewer are filled up with one of them.</summary>
    public const int Rows = 100;

    private static readonly string TombstoneColumns = Names.List(LedgerRows.TombstoneColumns);
    private static readonly string RemainColumns = Names.List(LedgerRows.RemainColumns);
    private static readonly Parameter Operation = Parameter.Number("operation");
    private static readonly Parameter Most = Parameter.Number("most");
    private static readonly Parameter FileHash = Parameter.Bytes("file_hash", PathHash.Length);
    private static readonly Parameter[] OfRows = [FileHash, .. Enumerable.Range(0, Rows).Select(i => Parameter.Number(RowName(i)))];

    private static readonly string WhereRows =
        "WHERE file_id = (SELECT f.id FROM sluice.[file] AS f WHERE f.path_hash = @file_hash) "
        + $"AND [row] IN ({string.Join(", ", OfRows.Skip(1).Select(p => $"@{p.Name}"))})";

    /// <summary>Adds tombstones, except those that are there. Parameters have the number of the tombstone in their names.</summary>
    /// <param name="count">How many.</param>
    public static Statement AddTombstones(int count) => new(
        string.Join('\n', Enumerable.Range(0, count).Select(AddTombstone)),
        [.. Enumerable.Range(0, count).SelectMany(TombstoneParameters)]);

    /// <summary>The name of a parameter of the tombstone with a number.</summary>
    public static string Numbered(string name, int number) => $"{name}{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The tombstones after an id.</summary>
    public static Statement ReadTombstones() => new(
        $"SELECT {TombstoneColumns} FROM sluice.tombstone WHERE id > @after ORDER BY id;", Parameter.Number("after"));

    /// <summary>
    /// The values of fields in rows where all of them have one. Rows kept aside are read before and after those of the table: a merge can
    /// move a row meanwhile.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="where">Fields whose values are given, or <see langword="null"/>.</param>
    public static Statement ReadValues(DatasetTable table, IReadOnlyList<string> fields, IReadOnlyList<string>? where)
    {
        var condition = string.Join(" AND ", fields.Select(f => $"t.{Names.Quote(f)} IS NOT NULL"));
        if (where is not null)
        {
            condition += $" AND {KeyValues.Match(table, where, "t")}";
        }

        var columns = string.Join(", ", fields.Select(f => $"t.{Names.Quote(f)}"));
        string[] names = table.IsMerged ? [table.Aside, table.Name, table.Aside] : [table.Name];
        return new(
            $"{string.Join("\nUNION ALL ", names.Select(n => $"SELECT {columns} FROM {n} AS t WHERE {condition}"))};",
            [.. where is null ? [] : KeyValues.Parameters(table, where)])
        {
            IsLong = true,
        };
    }

    /// <summary>Deletes rows of the table that have values.</summary>
    /// <param name="table">The table.</param>
    /// <param name="fields">The fields with values.</param>
    public static Statement DeleteRows(DatasetTable table, IReadOnlyList<string> fields) => new(
        $"DELETE TOP (@most) t FROM {table.Name} AS t WHERE {KeyValues.Match(table, fields, "t")};",
        [Most, .. KeyValues.Parameters(table, fields)])
    {
        IsLong = true,
    };

    /// <summary>
    /// Deletes rows kept aside that have values, and those with the key of a row of the table that has them: once that row is gone, nothing
    /// would bring them back or drop them. No statements if rows are not merged.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="fields">The fields with values.</param>
    public static IReadOnlyList<Statement> DeleteAside(DatasetTable table, IReadOnlyList<string> fields) => table.IsMerged
        ? [
            new(
                $"DELETE a FROM {table.Aside} AS a WHERE {KeyValues.Match(table, fields, "a")};",
                [.. KeyValues.Parameters(table, fields)])
            {
                IsLong = true,
            },
            new(
                $"DELETE a FROM {table.Aside} AS a JOIN {table.Name} AS t ON {table.SameKey("a", "t")} "
                + $"WHERE {KeyValues.Match(table, fields, "t")};",
                [.. KeyValues.Parameters(table, fields)])
            {
                IsLong = true,
            },
        ]
        : [];

    /// <summary>Adds to the erased rows of an operation.</summary>
    public static Statement CountRows() => new(
        "UPDATE sluice.operation SET [rows] = [rows] + @rows WHERE id = @operation;", Parameter.Number("rows"), Operation);

    /// <summary>Adds to the erased rejects of an operation.</summary>
    public static Statement CountRejects() => new(
        "UPDATE sluice.operation SET rejected = rejected + @rejected WHERE id = @operation;", Parameter.Number("rejected"), Operation);

    /// <summary>The rejects of rows of a file, each with its row and the load that rejected it.</summary>
    public static Statement FindRejects() => new($"SELECT DISTINCT [row], [load] FROM sluice.reject {WhereRows};", OfRows)
    {
        IsLong = true,
    };

    /// <summary>Deletes the rejects of rows of a file.</summary>
    public static Statement DeleteRejects() => new($"DELETE FROM sluice.reject {WhereRows};", OfRows) { IsLong = true };

    /// <summary>The name of the parameter for a row.</summary>
    public static string RowName(int number) => Numbered("row", number);

    /// <summary>Forgets the records of a file that an operation has recorded.</summary>
    public static Statement DeleteRemains() => new(
        "DELETE FROM sluice.remain WHERE operation = @operation AND file_hash = @file_hash;", Operation, FileHash)
    {
        IsLong = true,
    };

    /// <summary>The records that an operation has recorded, by file and row.</summary>
    public static Statement ReadRemains() => new(
        $"SELECT TOP (@most) {RemainColumns} FROM sluice.remain WHERE operation = @operation ORDER BY [file], [row];", Most, Operation);

    private static string AddTombstone(int number)
    {
        var columns = LedgerRows.TombstoneColumns.Where(c => c != "id").ToList();
        return $"""
            INSERT INTO sluice.tombstone (id, {Names.List(columns)})
            SELECT COALESCE(MAX(id), 0) + 1, {string.Join(", ", columns.Select(c => $"@{Numbered(c, number)}"))} FROM sluice.tombstone
            HAVING NOT EXISTS (SELECT 1 FROM sluice.tombstone AS t
                WHERE t.dataset = @{Numbered("dataset", number)} AND t.hash = @{Numbered("hash", number)}
                    AND t.root = @{Numbered("root", number)});
            """;
    }

    private static IEnumerable<Parameter> TombstoneParameters(int number) =>
    [
        Parameter.Text(Numbered("dataset", number), Names.MaxLength),
        Parameter.Text(Numbered("hash", number), 64),
        Parameter.Text(Numbered("root", number), 64),
        Parameter.Text(Numbered("key_id", number), 64),
        Parameter.Time(Numbered("erased_at", number)),
        Parameter.AnyText(Numbered("fields", number)),
    ];
}

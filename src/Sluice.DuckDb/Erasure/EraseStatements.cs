using System.Globalization;
using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Schema;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Erasure;

/// <summary>The statements that erase rows and rejects, and those over <c>sluice.tombstone</c> and <c>sluice.remain</c>.</summary>
internal static class EraseStatements
{
    /// <summary>The most rows that a statement deletes.</summary>
    public const int MostRows = 10_000;

    private static readonly string TombstoneColumns = Sql.Names(LedgerRows.TombstoneColumns);
    private static readonly string RemainColumns = Sql.Names(LedgerRows.RemainColumns);

    /// <summary>Adds tombstones, each of which is another one, except those that are there.</summary>
    public static int AddTombstones(DuckDBConnection connection, IReadOnlyList<Tombstone> tombstones)
    {
        var columns = Sql.Names(LedgerRows.TombstoneColumns.Where(c => c != "id"));
        return connection.Execute(
            $"INSERT INTO sluice.tombstone (id, {columns}) "
            + $"SELECT (SELECT coalesce(max(id), 0) FROM sluice.tombstone) + row_number() OVER (), {columns} "
            + $"FROM (VALUES {Rows(tombstones, LedgerValues.FromTombstone, out var values)}) AS n ({columns}) "
            + "WHERE NOT EXISTS (SELECT 1 FROM sluice.tombstone AS t WHERE t.dataset = n.dataset AND t.hash = n.hash AND t.root = n.root)",
            values);
    }

    /// <summary>The tombstones after an id.</summary>
    public static List<Tombstone> ReadTombstones(DuckDBConnection connection, long after) => connection.ReadNamed(
        $"SELECT {TombstoneColumns} FROM sluice.tombstone WHERE id > $after ORDER BY id", LedgerRows.Tombstone, ("after", after));

    /// <summary>Reads the values of fields, where all of them have one.</summary>
    public static void ReadValues(
        DuckDBConnection connection, Dataset dataset, IReadOnlyList<string> fields, FieldValues? where,
        Action<IReadOnlyList<object>> onValues)
    {
        if (where?.CanBeIn(dataset) == false)
        {
            return;
        }

        var kinds = fields.Select(f => FieldValues.ColumnOf(dataset, f).Kind).ToArray();
        var columns = string.Join(
            ", ", fields.Select((f, i) => kinds[i] == ColumnKind.Decimal ? $"{Sql.Quote(f)}::VARCHAR" : Sql.Quote(f)));
        var condition = string.Join(" AND ", fields.Select(f => $"{Sql.Quote(f)} IS NOT NULL"));
        if (where is not null)
        {
            condition += $" AND {KeyValues.Match(dataset, where)}";
        }

        using var command = connection.CreateCommand();
        command.CommandText = string.Join(
            " UNION ALL ", TablesOf(dataset).Select(t => $"SELECT {columns} FROM {t} AS t WHERE {condition}"));
        command.UseStreamingMode = true;
        foreach (var (name, value) in where is null ? [] : KeyValues.Parameters(where))
        {
            command.Parameters.Add(new DuckDBParameter(name, value));
        }

        using var reader = command.ExecuteReader();
        var values = new object[fields.Count];
        while (reader.Read())
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = KeyValues.Read(reader, i, kinds[i]);
            }

            onValues(values);
        }
    }

    /// <summary>The files with rows that have these values.</summary>
    public static List<(long Id, string Path)> FindFiles(
        DuckDBConnection connection, Dataset dataset, FieldValues values) => connection.Read(
        $"SELECT DISTINCT f.id, f.path FROM {Sql.Table(dataset.Name)} AS t JOIN sluice.file AS f ON f.id = t.{SystemColumns.File} "
        + $"WHERE {KeyValues.Match(dataset, values)} ORDER BY f.id",
        r => (r.GetInt64(0), r.GetString(1)), KeyValues.Parameters(values));

    /// <summary>Deletes rows of the table that have these values, at most <see cref="MostRows"/>.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="values">The values.</param>
    /// <param name="file">Only rows of this file, or <see langword="null"/> for those of all files.</param>
    public static int DeleteRows(DuckDBConnection connection, Dataset dataset, FieldValues values, long? file)
    {
        var table = Sql.Table(dataset.Name);
        return connection.Execute(
            $"DELETE FROM {table} WHERE rowid IN (SELECT t.rowid FROM {table} AS t WHERE ($file IS NULL OR t.{SystemColumns.File} = $file) "
            + $"AND {KeyValues.Match(dataset, values)} LIMIT {MostRows})",
            [("file", file), .. KeyValues.Parameters(values)]);
    }

    /// <summary>
    /// Deletes rows kept aside that have these values, and those with the key of a row of the table that has them: once that row is gone,
    /// nothing would bring them back or drop them.
    /// </summary>
    public static void DeleteAside(DuckDBConnection connection, Dataset dataset, FieldValues values)
    {
        var sameKey = string.Join(" AND ", dataset.Schema.PrimaryKey.Select(k => $"a.{Sql.Quote(k)} = t.{Sql.Quote(k)}"));
        var aside = MergeTable.AsideOf(dataset.Name);
        connection.Execute(
            $"DELETE FROM {aside} WHERE rowid IN (SELECT t.rowid FROM {aside} AS t WHERE {KeyValues.Match(dataset, values)} "
            + $"UNION ALL SELECT a.rowid FROM {aside} AS a JOIN {Sql.Table(dataset.Name)} AS t ON {sameKey} "
            + $"WHERE {KeyValues.Match(dataset, values)})",
            KeyValues.Parameters(values));
    }

    /// <summary>Adds to the erased rows of an operation.</summary>
    public static void CountRows(DuckDBConnection connection, long operation, long rows) => connection.Execute(
        "UPDATE sluice.operation SET \"rows\" = \"rows\" + $rows WHERE id = $operation", ("rows", rows), ("operation", operation));

    /// <summary>Deletes the rejects of rows of a file, and adds these rows to those of an operation.</summary>
    /// <returns>The loads that had rejected them.</returns>
    public static List<long> DeleteRejects(DuckDBConnection connection, long operation, string file, IEnumerable<long> rows)
    {
        var ofRows = $"FROM sluice.reject WHERE file = $file AND \"row\" IN ({string.Join(", ", rows)})";
        var loads = connection.Read($"SELECT DISTINCT load {ofRows}", r => r.GetInt64(0), ("file", file));
        if (loads.Count > 0)
        {
            var rejected = connection.Count($"SELECT count(DISTINCT \"row\") {ofRows}", ("file", file));
            connection.Execute($"DELETE {ofRows}", ("file", file));
            connection.Execute(
                "UPDATE sluice.operation SET rejected = rejected + $rejected WHERE id = $operation",
                ("rejected", rejected), ("operation", operation));
        }

        return loads;
    }

    /// <summary>Forgets the records of a file that an operation has recorded.</summary>
    public static void DeleteRemains(DuckDBConnection connection, long operation, string file) => connection.Execute(
        "DELETE FROM sluice.remain WHERE operation = $operation AND file = $file", ("operation", operation), ("file", file));

    /// <summary>Adds records of the lake that have an erased key.</summary>
    public static void AddRemains(DuckDBConnection connection, IReadOnlyList<Remain> remains) => connection.Execute(
        $"INSERT INTO sluice.remain ({RemainColumns}) VALUES {Rows(remains, LedgerValues.FromRemain, out var values)}", values);

    /// <summary>The records that an operation has recorded, by file and row.</summary>
    public static List<Remain> ReadRemains(DuckDBConnection connection, long operation, int top) => connection.ReadNamed(
        $"SELECT {RemainColumns} FROM sluice.remain WHERE operation = $operation ORDER BY file, \"row\" LIMIT $top", LedgerRows.Remain,
        ("operation", operation), ("top", top));

    /// <summary>The tables that have rows of a dataset.</summary>
    private static IEnumerable<string> TablesOf(Dataset dataset)
    {
        yield return Sql.Table(dataset.Name);
        if (dataset.WriteMode == WriteMode.Merge)
        {
            yield return MergeTable.AsideOf(dataset.Name);
        }
    }

    /// <summary>Rows of parameters for VALUES.</summary>
    private static string Rows<T>(
        IReadOnlyList<T> items, Func<T, IReadOnlyList<(string Name, object? Value)>> valuesOf, out (string Name, object? Value)[] values)
    {
        var all = items.SelectMany(
            (item, i) => valuesOf(item).Select(v => (Name: $"{v.Name}{i.ToString(CultureInfo.InvariantCulture)}", v.Value))).ToArray();
        values = all;
        var each = all.Length / items.Count;
        return string.Join(", ", all.Chunk(each).Select(r => $"({string.Join(", ", r.Select(v => $"${v.Name}"))})"));
    }
}

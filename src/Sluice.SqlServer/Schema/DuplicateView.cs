using Sluice.Lake;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Schema;

/// <summary>
/// The view <c>sluice.[duplicates/…]</c> of a dataset: its rows that have a key twice which is unique within each file, each with the key.
/// A row without a value in one of the fields has no key (as in SQL).
/// </summary>
internal static class DuplicateView
{
    /// <summary>The view.</summary>
    /// <param name="dataset">A dataset that has such a key.</param>
    public static Statement Create(Dataset dataset)
    {
        var table = new DatasetTable(dataset);
        return new($"CREATE VIEW {NameOf(dataset.Name)} AS\n{string.Join("\nUNION ALL\n", dataset.UniqueKeysOfTable.Select(k => Part(dataset, table, k)))};");
    }

    /// <summary>The view as statements name it.</summary>
    public static string NameOf(string dataset) => $"sluice.{Names.Quote(DatasetTable.DuplicatesName(dataset))}";

    private static string Part(Dataset dataset, DatasetTable table, UniqueKey key)
    {
        // Spaces at the end of a text do not count in a comparison of texts, but in its length.
        var fields = key.Fields.Select(f => Find(dataset, f)).ToList();
        var texts = fields.Where(f => f.Column.Kind == ColumnKind.Text).Select(f => Names.Quote(f.Name)).ToList();
        var values = fields.Select(f => Names.Quote(f.Name)).Concat(texts.Select(t => $"DATALENGTH({t})")).ToList();
        var names = fields.Select((_, i) => $"[k{i}]").Concat(texts.Select((_, i) => $"[l{i}]")).ToList();
        var same = fields.Select(f => $"t.{Names.Quote(f.Name)}").Concat(texts.Select(t => $"DATALENGTH(t.{t})")).Zip(names, (own, other) => $"{own} = d.{other}");
        return $"SELECT CAST({Names.Literal(string.Join(", ", key.Fields))} AS nvarchar(4000)) AS {Names.Quote(table.Unnamed("_key"))}, {table.ColumnList("t")}\n"
            + $"FROM {table.Name} AS t\n"
            + $"INNER JOIN (SELECT {string.Join(", ", values.Zip(names, (value, name) => $"{value} AS {name}"))} FROM {table.Name}\n"
            + $"    GROUP BY {string.Join(", ", values)} HAVING COUNT_BIG(*) > 1) AS d ON {string.Join(" AND ", same)}";
    }

    private static Field Find(Dataset dataset, string name) => dataset.Schema.Fields.First(f => f.Name == name);
}

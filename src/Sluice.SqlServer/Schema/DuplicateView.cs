using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Schema;

/// <summary>
/// The view <c>sluice.[duplicates/…]</c> of a dataset: its rows whose key occurs more than once in the table, for keys that are unique only
/// within each file. As in SQL, a row with NULL in a field has no key.
/// </summary>
internal static class DuplicateView
{
    /// <summary>The statement that creates the view.</summary>
    /// <param name="dataset">A dataset with such a key.</param>
    public static Statement Create(Dataset dataset)
    {
        var table = new DatasetTable(dataset);
        var parts = dataset.UniqueKeysOfTable.Select(k => Part(dataset, table, k));
        return new($"CREATE VIEW {NameOf(dataset.Name)} AS\n{string.Join("\nUNION ALL\n", parts)};");
    }

    /// <summary>The qualified and quoted name of the view.</summary>
    public static string NameOf(string dataset) => $"sluice.{Names.Quote(DatasetTable.DuplicatesName(dataset))}";

    private static string Part(Dataset dataset, DatasetTable table, UniqueKey key)
    {
        // T-SQL ignores spaces at the end when it compares texts, so compare the lengths too.
        var fields = key.Fields.Select(f => Find(dataset, f)).ToList();
        var texts = fields.Where(f => f.Column.Kind == ColumnKind.Text).Select(f => Names.Quote(f.Name)).ToList();
        var values = fields.Select(f => Names.Quote(f.Name)).Concat(texts.Select(t => $"DATALENGTH({t})")).ToList();
        var names = fields.Select((_, i) => $"[k{i}]").Concat(texts.Select((_, i) => $"[l{i}]")).ToList();
        var same = fields.Select(f => $"t.{Names.Quote(f.Name)}")
            .Concat(texts.Select(t => $"DATALENGTH(t.{t})"))
            .Zip(names, (own, other) => $"{own} = d.{other}");
        return $"SELECT CAST({Names.Literal(string.Join(", ", key.Fields))} AS nvarchar(4000)) "
            + $"AS {Names.Quote(table.Unnamed(SystemColumns.Key))}, {table.ColumnList("t")}\n"
            + $"FROM {table.Name} AS t\n"
            + $"INNER JOIN (SELECT {string.Join(", ", values.Zip(names, (value, name) => $"{value} AS {name}"))} FROM {table.Name}\n"
            + $"    GROUP BY {string.Join(", ", values)} HAVING COUNT_BIG(*) > 1) AS d ON {string.Join(" AND ", same)}";
    }

    private static Field Find(Dataset dataset, string name) => dataset.Schema.Fields.First(f => f.Name == name);
}

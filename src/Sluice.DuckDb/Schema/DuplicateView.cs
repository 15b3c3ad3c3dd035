using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.DuckDb.Schema;

/// <summary>
/// The view <c>sluice."duplicates/…"</c> of a dataset: its rows whose key occurs more than once in the table, for keys that are unique only
/// within each file. As in SQL, a row with NULL in a field has no key.
/// </summary>
internal static class DuplicateView
{
    /// <summary>The qualified and quoted name of the view.</summary>
    public static string NameOf(string dataset) => $"sluice.{Sql.Quote($"duplicates/{dataset}")}";

    /// <summary>Creates or replaces the view of a dataset. Drops it if the dataset has no such keys.</summary>
    public static void Prepare(DuckDBConnection connection, Dataset dataset)
    {
        var name = NameOf(dataset.Name);
        var parts = dataset.UniqueKeysOfTable.Select(k => Part(dataset, k)).ToList();
        connection.Execute(
            parts.Count == 0 ? $"DROP VIEW IF EXISTS {name}" : $"CREATE OR REPLACE VIEW {name} AS {string.Join(" UNION ALL ", parts)}");
    }

    private static string Part(Dataset dataset, UniqueKey key)
    {
        var table = Sql.Table(dataset.Name);
        var keys = key.Fields.Select(Sql.Quote).ToList();
        return $"SELECT {Sql.Literal(string.Join(", ", key.Fields))} "
            + $"AS {Sql.Quote(ViewColumn.Named(SystemColumns.Key, dataset))}, t.* FROM {table} AS t "
            + $"JOIN (SELECT {string.Join(", ", keys)} FROM {table} GROUP BY {string.Join(", ", keys)} HAVING count(*) > 1) AS d "
            + $"ON {string.Join(" AND ", keys.Select(k => $"t.{k} = d.{k}"))}";
    }
}

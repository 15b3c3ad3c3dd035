using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Lake;

namespace Sluice.DuckDb.Schema;

/// <summary>
/// The view <c>sluice."duplicates/…"</c> of a dataset: its rows that have a key twice which is unique within each file, each with the
/// key. A row without a value in one of the fields has no key (as in SQL).
/// </summary>
internal static class DuplicateView
{
    /// <summary>The view as statements name it.</summary>
    public static string NameOf(string dataset) => $"sluice.{Sql.Quote($"duplicates/{dataset}")}";

    /// <summary>Makes the view of a dataset as its keys are now; without one there is none.</summary>
    public static void Prepare(DuckDBConnection connection, Dataset dataset)
    {
        var name = NameOf(dataset.Name);
        var parts = dataset.UniqueKeysOfTable.Select(k => Part(dataset, k)).ToList();
        connection.Execute(parts.Count == 0 ? $"DROP VIEW IF EXISTS {name}" : $"CREATE OR REPLACE VIEW {name} AS {string.Join(" UNION ALL ", parts)}");
    }

    private static string Part(Dataset dataset, UniqueKey key)
    {
        var table = Sql.Table(dataset.Name);
        var keys = key.Fields.Select(Sql.Quote).ToList();
        return $"SELECT {Sql.Literal(string.Join(", ", key.Fields))} AS {Sql.Quote(ViewColumn.Named("_key", dataset))}, t.* FROM {table} AS t "
            + $"JOIN (SELECT {string.Join(", ", keys)} FROM {table} GROUP BY {string.Join(", ", keys)} HAVING count(*) > 1) AS d "
            + $"ON {string.Join(" AND ", keys.Select(k => $"t.{k} = d.{k}"))}";
    }
}

using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.DuckDb.Schema;

/// <summary>
/// The view <c>sluice."orphans/…"</c> of a dataset: its rows whose foreign key refers to no row, each with that foreign key. Foreign keys
/// are not enforced, because files arrive in any order. As in SQL, a row with NULL in a field of the key is not an orphan.
/// </summary>
internal static class OrphanView
{
    /// <summary>The qualified and quoted name of the view.</summary>
    public static string NameOf(string dataset) => $"sluice.{Sql.Quote($"orphans/{dataset}")}";

    /// <summary>Creates or replaces the view of a dataset. Drops it if the dataset has no foreign keys.</summary>
    public static void Prepare(DuckDBConnection connection, LakeDefinition lake, Dataset dataset)
    {
        var name = NameOf(dataset.Name);
        var parts = dataset.Schema.ForeignKeys.Select(k => Part(lake, dataset, k)).ToList();
        connection.Execute(
            parts.Count == 0 ? $"DROP VIEW IF EXISTS {name}" : $"CREATE OR REPLACE VIEW {name} AS {string.Join(" UNION ALL ", parts)}");
    }

    private static string Part(LakeDefinition lake, Dataset dataset, ForeignKey key)
    {
        var other = lake.Find(key.Dataset)!;
        var pairs = key.Fields.Zip(key.References).Select(p => (From: Find(dataset, p.First), To: Find(other, p.Second))).ToList();
        return $"SELECT {Sql.Literal(key.Description)} AS {Sql.Quote(ViewColumn.Named("_foreign_key", dataset))}, t.* FROM "
            + $"{Sql.Table(dataset.Name)} AS t "
            + $"WHERE {string.Join(" AND ", pairs.Select(p => $"t.{Sql.Quote(p.From.Name)} IS NOT NULL"))} "
            + $"AND NOT EXISTS (SELECT 1 FROM {Sql.Table(other.Name)} AS r WHERE "
            + $"{string.Join(" AND ", pairs.Select(p => Same(p.From, p.To)))})";
    }

    private static Field Find(Dataset dataset, string name) => dataset.Schema.Fields.First(f => f.Name == name);

    // Compare values of different kinds as texts: a cast to the other kind can fail.
    private static string Same(Field from, Field to)
    {
        var (left, right) = ($"t.{Sql.Quote(from.Name)}", $"r.{Sql.Quote(to.Name)}");
        return from.Column.Kind == to.Column.Kind || (IsNumber(from) && IsNumber(to))
            ? $"{left} = {right}"
            : $"CAST({left} AS VARCHAR) = CAST({right} AS VARCHAR)";
    }

    private static bool IsNumber(Field field) => field.Column.Kind is ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double;
}

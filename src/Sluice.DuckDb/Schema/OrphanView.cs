using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Lake;

namespace Sluice.DuckDb.Schema;

/// <summary>
/// The view <c>sluice."orphans/…"</c> of a dataset: its rows whose foreign keys refer to nothing, each with the key that does. Foreign keys
/// are not enforced, since files arrive in any order. A row without a value in one of the fields refers to nothing, and is no orphan
/// (as in SQL).
/// </summary>
internal static class OrphanView
{
    /// <summary>The view as statements name it.</summary>
    public static string NameOf(string dataset) => $"sluice.{Sql.Quote($"orphans/{dataset}")}";

    /// <summary>Makes the view of a dataset as its foreign keys are now; without one there is none.</summary>
    public static void Prepare(DuckDBConnection connection, LakeDefinition lake, Dataset dataset)
    {
        var name = NameOf(dataset.Name);
        var parts = dataset.Schema.ForeignKeys.Select(k => Part(lake, dataset, k)).ToList();
        connection.Execute(parts.Count == 0 ? $"DROP VIEW IF EXISTS {name}" : $"CREATE OR REPLACE VIEW {name} AS {string.Join(" UNION ALL ", parts)}");
    }

    private static string Part(LakeDefinition lake, Dataset dataset, ForeignKey key)
    {
        var other = lake.Find(key.Dataset)!;
        var pairs = key.Fields.Zip(key.References).Select(p => (From: Find(dataset, p.First), To: Find(other, p.Second))).ToList();
        return $"SELECT {Sql.Literal(key.Description)} AS {Sql.Quote(ViewColumn.Named("_foreign_key", dataset))}, t.* FROM {Sql.Table(dataset.Name)} AS t "
            + $"WHERE {string.Join(" AND ", pairs.Select(p => $"t.{Sql.Quote(p.From.Name)} IS NOT NULL"))} "
            + $"AND NOT EXISTS (SELECT 1 FROM {Sql.Table(other.Name)} AS r WHERE {string.Join(" AND ", pairs.Select(p => Same(p.From, p.To)))})";
    }

    private static Field Find(Dataset dataset, string name) => dataset.Schema.Fields.First(f => f.Name == name);

    // Values of different kinds are compared as texts: a cast to the other kind would fail for those that are none of it.
    private static string Same(Field from, Field to)
    {
        var (left, right) = ($"t.{Sql.Quote(from.Name)}", $"r.{Sql.Quote(to.Name)}");
        return from.Column.Kind == to.Column.Kind || (IsNumber(from) && IsNumber(to))
            ? $"{left} = {right}"
            : $"CAST({left} AS VARCHAR) = CAST({right} AS VARCHAR)";
    }

    private static bool IsNumber(Field field) => field.Column.Kind is ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double;
}

using Sluice.Lake;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Schema;

/// <summary>
/// The view <c>sluice.[orphans/…]</c> of a dataset: its rows whose foreign keys refer to nothing, each with the key that does. Foreign keys
/// are not enforced, since files arrive in any order. A row without a value in one of the fields refers to nothing, and is no orphan
/// (as in SQL).
/// </summary>
internal static class OrphanView
{
    // The style of CONVERT that writes dates as ISO 8601 does.
    private const int IsoStyle = 126;

    /// <summary>The view.</summary>
    /// <param name="lake">All datasets.</param>
    /// <param name="dataset">One that has a foreign key.</param>
    public static Statement Create(LakeDefinition lake, Dataset dataset)
    {
        var table = new DatasetTable(dataset);
        var parts = dataset.Schema.ForeignKeys.Select(k => Part(lake, dataset, table, k));
        return new($"CREATE VIEW {NameOf(dataset.Name)} AS\n{string.Join("\nUNION ALL\n", parts)};");
    }

    /// <summary>The view as statements name it.</summary>
    public static string NameOf(string dataset) => $"sluice.{Names.Quote(DatasetTable.OrphansName(dataset))}";

    private static string Part(LakeDefinition lake, Dataset dataset, DatasetTable table, ForeignKey key)
    {
        var other = lake.Find(key.Dataset)!;
        var pairs = key.Fields.Zip(key.References).Select(p => (From: Find(dataset, p.First), To: Find(other, p.Second))).ToList();
        return $"SELECT CAST({Names.Literal(key.Description)} AS nvarchar(4000)) AS {Names.Quote(table.Unnamed("_foreign_key"))}, {table.ColumnList("t")}\n"
            + $"FROM {table.Name} AS t\n"
            + $"WHERE {string.Join(" AND ", pairs.Select(p => $"t.{Names.Quote(p.From.Name)} IS NOT NULL"))}\n"
            + $"    AND NOT EXISTS (SELECT 1 FROM {Names.Table(other.Name)} AS r WHERE {string.Join(" AND ", pairs.Select(p => Same(p.From, p.To)))})";
    }

    private static Field Find(Dataset dataset, string name) => dataset.Schema.Fields.First(f => f.Name == name);

    // Spaces at the end of a text do not count in a comparison of texts, and values of different kinds are compared as texts.
    private static string Same(Field from, Field to)
    {
        var (left, right) = ($"t.{Names.Quote(from.Name)}", $"r.{Names.Quote(to.Name)}");
        if (from.Column.Kind != ColumnKind.Text && (from.Column.Kind == to.Column.Kind || (IsNumber(from) && IsNumber(to))))
        {
            return $"{left} = {right}";
        }

        (left, right) = (AsText(from, left), AsText(to, right));
        return $"{left} = {right} AND DATALENGTH({left}) = DATALENGTH({right})";
    }

    private static bool IsNumber(Field field) => field.Column.Kind is ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double;

    private static string AsText(Field field, string value) => field.Column.Kind == ColumnKind.Text
        ? value
        : $"CONVERT(nvarchar(100), {value}, {(field.Column.Kind is ColumnKind.Date or ColumnKind.Timestamp ? IsoStyle : 0)}) COLLATE {TableColumn.Collation}";
}

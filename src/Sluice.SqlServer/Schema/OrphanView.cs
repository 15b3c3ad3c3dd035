using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Schema;

/// <summary>
/// The view <c>sluice.[orphans/…]</c> of a dataset: its rows whose foreign key refers to no row, each with that foreign key. Foreign keys
/// are not enforced, because files arrive in any order. As in SQL, a row with NULL in a field of the key is not an orphan.
/// </summary>
internal static class OrphanView
{
    // The style of CONVERT for ISO 8601.
    private const int IsoStyle = 126;

    /// <summary>The statement that creates the view.</summary>
    /// <param name="lake">All datasets.</param>
    /// <param name="dataset">A dataset with a foreign key.</param>
    public static Statement Create(LakeDefinition lake, Dataset dataset)
    {
        var table = new DatasetTable(dataset);
        var parts = dataset.Schema.ForeignKeys.Select(k => Part(lake, dataset, table, k));
        return new($"CREATE VIEW {NameOf(dataset.Name)} AS\n{string.Join("\nUNION ALL\n", parts)};");
    }

    /// <summary>The qualified and quoted name of the view.</summary>
    public static string NameOf(string dataset) => $"sluice.{Names.Quote(DatasetTable.OrphansName(dataset))}";

    private static string Part(LakeDefinition lake, Dataset dataset, DatasetTable table, ForeignKey key)
    {
        var other = lake.Find(key.Dataset)!;
        var pairs = key.Fields.Zip(key.References).Select(p => (From: Find(dataset, p.First), To: Find(other, p.Second))).ToList();
        return $"SELECT CAST({Names.Literal(key.Description)} AS nvarchar(4000)) AS {Names.Quote(table.Unnamed("_foreign_key"))}, "
            + $"{table.ColumnList("t")}\n"
            + $"FROM {table.Name} AS t\n"
            + $"WHERE {string.Join(" AND ", pairs.Select(p => $"t.{Names.Quote(p.From.Name)} IS NOT NULL"))}\n"
            + $"    AND NOT EXISTS (SELECT 1 FROM {Names.Table(other.Name)} AS r WHERE "
            + $"{string.Join(" AND ", pairs.Select(p => Same(p.From, p.To)))})";
    }

    private static Field Find(Dataset dataset, string name) => dataset.Schema.Fields.First(f => f.Name == name);

    // T-SQL ignores spaces at the end when it compares texts, so compare the lengths too. Compare values of different kinds as texts.
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
        : $"CONVERT(nvarchar(100), {value}, {(field.Column.Kind is ColumnKind.Date or ColumnKind.Timestamp ? IsoStyle : 0)}) COLLATE "
            + $"{TableColumn.Collation}";
}

using Sluice.Lake;

namespace Sluice.SqlServer.Schema;

/// <summary>The table of a dataset as it should be, and what goes with it.</summary>
/// <remarks>
/// T-SQL takes texts for the same that differ in spaces at their end, and an index of its own holds no more than 1,700 bytes. So texts
/// in a key are compared by <c>_key</c>, a SHA-256 of them.
/// </remarks>
internal sealed class DatasetTable
{
    private readonly string[] hashed;

    /// <summary>Creates it for a dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="existing">The columns that the table has: those of fields that are gone stay, and so do those for longer texts.</param>
    public DatasetTable(Dataset dataset, params IReadOnlyList<TableColumn> existing)
    {
        Dataset = dataset;
        Name = Names.Table(dataset.Name);
        Aside = $"sluice.{Names.Quote(AsideName(dataset.Name))}";
        var schema = dataset.Schema;
        var keys = IsMerged ? schema.PrimaryKey.Select(k => schema.Fields.First(f => f.Name == k)).ToList() : [];
        hashed = [.. keys.Where(f => f.Column.Kind == ColumnKind.Text).Select(f => f.Name)];
        Key = [.. keys.Select(f => f.Name).Except(hashed), .. HasKeyHash ? [SystemColumns.Key] : Array.Empty<string>()];
        Columns =
        [
            .. schema.Fields.Select(f => ColumnOf(f, existing.FirstOrDefault(c => c.Is(f.Name)))),
            .. existing.Where(c => !c.IsOwn && !schema.Fields.Any(f => c.Is(f.Name))),
            new TableColumn(SystemColumns.File, "bigint", false),
            new TableColumn(SystemColumns.Row, "bigint", false),
            .. IsMerged ? [new TableColumn(SystemColumns.Modified, "datetime2(7)", false)] : Array.Empty<TableColumn>(),
            .. HasKeyHash ? [new TableColumn(SystemColumns.Key, "binary(32)", false)] : Array.Empty<TableColumn>(),
        ];
    }

    /// <summary>The dataset.</summary>
    public Dataset Dataset { get; }

    /// <summary>The table as statements name it.</summary>
    public string Name { get; }

    /// <summary>The table of the rows of a merge that are kept aside, as statements name it.</summary>
    public string Aside { get; }

    /// <summary>Its columns, in order: the fields', then its own.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The columns that rows are merged by; none if they are not.</summary>
    public IReadOnlyList<string> Key { get; }

    /// <summary>The fields that <see cref="SystemColumns.Key"/> is the hash of.</summary>
    public IReadOnlyList<string> HashedFields => hashed;

    /// <summary>Whether there is a column <see cref="SystemColumns.Key"/>.</summary>
    public bool HasKeyHash => hashed.Length > 0;

    /// <summary>Whether rows are merged.</summary>
    public bool IsMerged => Dataset.WriteMode == WriteMode.Merge;

    /// <summary>The name of the table of the rows that are kept aside.</summary>
    public static string AsideName(string dataset) => Names.RelatedObject("aside", dataset);

    /// <summary>The name of the view of the rows whose foreign keys refer to nothing.</summary>
    public static string OrphansName(string dataset) => Names.RelatedObject("orphans", dataset);

    /// <summary>The name of the view of the rows that have a key twice.</summary>
    public static string DuplicatesName(string dataset) => Names.RelatedObject("duplicates", dataset);

    /// <summary>A name for a column of a view, with as many underscores at its end as no column of the table has.</summary>
    public string Unnamed(string name)
    {
        while (Columns.Any(c => c.Is(name)))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>Whether rows of two tables have the same key.</summary>
    /// <param name="a">The alias of the one.</param>
    /// <param name="b">The alias of the other.</param>
    public string SameKey(string a, string b) =>
        string.Join(" AND ", Key.Select(k => $"{a}.{Names.Quote(k)} = {b}.{Names.Quote(k)}"));

    /// <summary>Whether a load brings values of a column; those of fields that are gone it does not.</summary>
    public bool IsStaged(TableColumn column) => column.IsOwn || Dataset.Schema.Fields.Any(f => column.Is(f.Name));

    /// <summary>The columns, with commas between.</summary>
    /// <param name="alias">Their table's alias, or <see langword="null"/>.</param>
    public string ColumnList(string? alias = null) => ColumnList(_ => true, alias);

    /// <summary>Some columns, with commas between.</summary>
    /// <param name="condition">Which ones.</param>
    /// <param name="alias">Their table's alias, or <see langword="null"/>.</param>
    public string ColumnList(Func<TableColumn, bool> condition, string? alias = null) =>
        string.Join(", ", Columns.Where(condition).Select(c => $"{(alias is null ? "" : $"{alias}.")}{Names.Quote(c.Name)}"));

    /// <summary>The columns of the key, with commas between.</summary>
    public string KeyList(string alias) => string.Join(", ", Key.Select(k => $"{alias}.{Names.Quote(k)}"));

    private TableColumn ColumnOf(Field field, TableColumn? existing)
    {
        var column = new TableColumn(field.Name, TableColumn.TypeOf(field.Column), field.Nullable && !Key.Contains(field.Name));
        return existing is { IsText: true } && column.IsText && existing.CanHold(column.Type) ? column with { Type = existing.Type } : column;
    }
}

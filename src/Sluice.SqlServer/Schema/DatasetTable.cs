using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.SqlServer.Schema;

/// <summary>The required table of a dataset, with the names of its related tables and views.</summary>
/// <remarks>
/// T-SQL ignores spaces at the end when it compares texts, and an index key holds at most 1,700 bytes. So text keys are compared by
/// <c>_key</c>, the SHA-256 of the texts.
/// </remarks>
internal sealed class DatasetTable
{
    private readonly string[] hashed;

    /// <summary>Describes the table of a dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="existing">The existing columns of the table. Columns of removed fields stay, and so do columns for longer
    /// texts.</param>
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

    /// <summary>The qualified and quoted name of the table.</summary>
    public string Name { get; }

    /// <summary>The qualified and quoted name of the table of rows that a merge keeps aside.</summary>
    public string Aside { get; }

    /// <summary>The columns, in order: those of fields, then system columns.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The columns of the merge key; empty if rows are not merged.</summary>
    public IReadOnlyList<string> Key { get; }

    /// <summary>The fields whose texts are hashed in <see cref="SystemColumns.Key"/>.</summary>
    public IReadOnlyList<string> HashedFields => hashed;

    /// <summary>Whether the table has the column <see cref="SystemColumns.Key"/>.</summary>
    public bool HasKeyHash => hashed.Length > 0;

    /// <summary>Whether rows are merged.</summary>
    public bool IsMerged => Dataset.WriteMode == WriteMode.Merge;

    /// <summary>The name of the table of rows that are kept aside.</summary>
    public static string AsideName(string dataset) => Names.RelatedObject("aside", dataset);

    /// <summary>The name of the view of rows whose foreign key refers to no row.</summary>
    public static string OrphansName(string dataset) => Names.RelatedObject("orphans", dataset);

    /// <summary>The name of the view of rows whose key is not unique.</summary>
    public static string DuplicatesName(string dataset) => Names.RelatedObject("duplicates", dataset);

    /// <summary>A name for a column of a view: the given one, with underscores appended until no column of the table has it.</summary>
    public string Unnamed(string name)
    {
        while (Columns.Any(c => c.Is(name)))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>The condition that rows of two tables have the same key.</summary>
    /// <param name="a">The alias of one table.</param>
    /// <param name="b">The alias of the other table.</param>
    public string SameKey(string a, string b) =>
        string.Join(" AND ", Key.Select(k => $"{a}.{Names.Quote(k)} = {b}.{Names.Quote(k)}"));

    /// <summary>Whether a load has values for a column. It has none for columns of removed fields.</summary>
    public bool IsStaged(TableColumn column) => column.IsOwn || Dataset.Schema.Fields.Any(f => column.Is(f.Name));

    /// <summary>The columns, separated by commas.</summary>
    /// <param name="alias">Their table's alias, or <see langword="null"/>.</param>
    public string ColumnList(string? alias = null) => ColumnList(_ => true, alias);

    /// <summary>The columns that meet a condition, separated by commas.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="alias">Their table's alias, or <see langword="null"/>.</param>
    public string ColumnList(Func<TableColumn, bool> condition, string? alias = null) =>
        string.Join(", ", Columns.Where(condition).Select(c => $"{(alias is null ? "" : $"{alias}.")}{Names.Quote(c.Name)}"));

    /// <summary>The columns of the key, separated by commas.</summary>
    public string KeyList(string alias) => string.Join(", ", Key.Select(k => $"{alias}.{Names.Quote(k)}"));

    private TableColumn ColumnOf(Field field, TableColumn? existing)
    {
        var column = new TableColumn(field.Name, TableColumn.TypeOf(field.Column), field.Nullable && !Key.Contains(field.Name));
        return existing is { IsText: true } && column.IsText && existing.CanHold(column.Type)
            ? column with { Type = existing.Type }
            : column;
    }
}

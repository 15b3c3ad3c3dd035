using System.Collections.ObjectModel;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Lake.Reading;

/// <summary>A dataset, as far as its resource could be read.</summary>
internal sealed record DatasetDraft
{
    /// <summary>The resource's object.</summary>
    public required DescriptorNode Node { get; init; }

    /// <summary>The schema's object, which can be in a separate file.</summary>
    public DescriptorNode? SchemaNode { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The paths that are valid, each with its place in the definition.</summary>
    public IReadOnlyList<(DatasetPath Path, DescriptorNode Node)> Paths { get; init; } = [];

    /// <summary>The schema without its foreign keys.</summary>
    public TableSchema? Schema { get; init; }

    /// <summary>The dialect.</summary>
    public CsvDialect Dialect { get; init; } = CsvDialect.Default;

    /// <summary>The encoding.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>What becomes of files whose columns have no names.</summary>
    public HeaderPolicy Header { get; init; }

    /// <summary>Whether upper and lower case of headers count.</summary>
    public bool MatchCase { get; init; } = true;

    /// <summary>What becomes of short rows.</summary>
    public ShortRowPolicy ShortRows { get; init; }

    /// <summary>The pattern of the first line of the footer.</summary>
    public string? Footer { get; init; }

    /// <summary>The write mode.</summary>
    public WriteMode WriteMode { get; init; }

    /// <summary>How many rejects a file may have.</summary>
    public RejectPolicy OnReject { get; init; } = RejectPolicy.SkipRow;

    /// <summary>What becomes of files without rows.</summary>
    public EmptyPolicy OnEmpty { get; init; }

    /// <summary>What becomes of files with the same content as another one.</summary>
    public DuplicatePolicy OnDuplicateFile { get; init; }

    /// <summary>What becomes of columns that are no fields, or <see langword="null"/> for what the schema says.</summary>
    public NewColumnPolicy? OnNewColumn { get; init; }

    /// <summary>What becomes of files without a column for a field, or <see langword="null"/> for what the schema says.</summary>
    public MissingColumnPolicy? OnMissingColumn { get; init; }

    /// <summary>What becomes of the rows of files that are gone.</summary>
    public DeletePolicy OnDelete { get; init; }

    /// <summary>What becomes of rows that are no longer current because the definition has changed.</summary>
    public DefinitionChangePolicy OnDefinitionChange { get; init; }

    /// <summary>How long its rows are kept.</summary>
    public KeepPolicy? Keep { get; init; }

    /// <summary>The roles of those who may read it.</summary>
    public IReadOnlyList<string>? Readers { get; init; }

    /// <summary>By role, the condition of the rows that are seen.</summary>
    public IReadOnlyDictionary<string, string> RowFilters { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Builds the dataset. Call it only for a draft without errors.</summary>
    public Dataset Build(IReadOnlyList<ForeignKey> foreignKeys) => new Dataset
    {
        Name = Name!,
        Title = Node.Find("title")?.AsString("'title'"),
        Description = Node.Find("description")?.AsString("'description'"),
        Paths = [.. Paths.Select(p => p.Path)],
        Schema = Schema! with { ForeignKeys = foreignKeys, Fields = [.. Schema.Fields.Select(f => f.WithNull(Dialect.NullSequence))] },
        Dialect = Dialect,
        Encoding = Encoding,
        Header = Header,
        MatchCase = MatchCase,
        ShortRows = ShortRows,
        Footer = Footer,
        WriteMode = WriteMode,
        OnReject = OnReject,
        OnEmpty = OnEmpty,
        OnDuplicateFile = OnDuplicateFile,
        OnNewColumn = OnNewColumn,
        OnMissingColumn = OnMissingColumn,
        OnDelete = OnDelete,
        OnDefinitionChange = OnDefinitionChange,
        Keep = Keep,
        Readers = Readers,
        RowFilters = RowFilters,
    }.WithExtra();
}

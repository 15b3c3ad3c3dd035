using System.Collections.ObjectModel;
using Sluice.Lake.Schema;

namespace Sluice.Lake.Definition;

/// <summary>One dataset of the lake: the files that match one of its paths become one table of its schema.</summary>
public sealed record Dataset
{
    /// <summary>The <see cref="Encoding"/> that is decided in each file.</summary>
    internal const string AutoEncoding = "auto";

    /// <summary>The name, which is also the table's.</summary>
    public required string Name { get; init; }

    /// <summary>A title for people, or <see langword="null"/>.</summary>
    public string? Title { get; init; }

    /// <summary>A description for people, or <see langword="null"/>.</summary>
    public string? Description { get; init; }

    /// <summary>Where its files are: one path or more. A file that several of them match is one file.</summary>
    public required IReadOnlyList<DatasetPath> Paths { get; init; }

    /// <summary>What its rows are.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>How its files are written.</summary>
    public CsvDialect Dialect { get; init; } = CsvDialect.Default;

    /// <summary>What becomes of a file whose columns have no names.</summary>
    public HeaderPolicy Header { get; init; } = HeaderPolicy.Required;

    /// <summary>Whether upper and lower case of headers must be those of the fields.</summary>
    public bool MatchCase { get; init; } = true;

    /// <summary>What becomes of a row with fewer cells than the header.</summary>
    public ShortRowPolicy ShortRows { get; init; } = ShortRowPolicy.Reject;

    /// <summary>
    /// A pattern of a line, such as <c>Total.*</c>; from the first line after the header that matches it as a whole, nothing is data.
    /// <see langword="null"/> for none.
    /// </summary>
    public string? Footer { get; init; }

    /// <summary>
    /// The IANA name of the encoding of its files, or <c>auto</c>: UTF-8, unless the bytes of a file show that it is in another one. A byte
    /// order mark overrides it for the file that has one.
    /// </summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>What the rows of a file do to the table.</summary>
    public WriteMode WriteMode { get; init; } = WriteMode.Append;

    /// <summary>How many rejects a file may have.</summary>
    public RejectPolicy OnReject { get; init; } = RejectPolicy.SkipRow;

    /// <summary>What becomes of a file without rows.</summary>
    public EmptyPolicy OnEmpty { get; init; } = EmptyPolicy.Load;

    /// <summary>What becomes of a file that has the same content as another one.</summary>
    public DuplicatePolicy OnDuplicateFile { get; init; } = DuplicatePolicy.Load;

    /// <summary>What becomes of the rows of a file that is gone from the lake.</summary>
    public DeletePolicy OnDelete { get; init; } = DeletePolicy.Keep;

    /// <summary>
    /// What becomes of columns that are no fields, or <see langword="null"/> if <see cref="TableSchema.FieldsMatch"/> says that.
    /// </summary>
    public NewColumnPolicy? OnNewColumn { get; init; }

    /// <summary>
    /// What becomes of files without a column for a field, or <see langword="null"/> if <see cref="TableSchema.FieldsMatch"/> says that.
    /// </summary>
    public MissingColumnPolicy? OnMissingColumn { get; init; }

    /// <summary>What becomes of loaded rows that are no longer current because this definition has changed.</summary>
    public DefinitionChangePolicy OnDefinitionChange { get; init; } = DefinitionChangePolicy.Keep;

    /// <summary>How long its rows are kept, or <see langword="null"/> for ever.</summary>
    public KeepPolicy? Keep { get; init; }

    /// <summary>The roles of those who may read it, at least one; <see langword="null"/> for everybody.</summary>
    public IReadOnlyList<string>? Readers { get; init; }

    /// <summary>
    /// By role: the condition of the rows that a caller with that role sees, in OData's language, with <c>@claim.NAME</c> for a claim of
    /// the caller. A caller with several of these roles sees the rows of each; one with none of them sees all.
    /// </summary>
    public IReadOnlyDictionary<string, string> RowFilters { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The id of the key of its hashed fields (<see cref="LakeDefinition.WithHashKey"/>), or <see langword="null"/>.</summary>
    internal string? HashKeyId { get; init; }

    /// <summary>
    /// Identifies what decides its rows, in 32 hexadecimal digits. Rows that were loaded with another fingerprint are not current.
    /// </summary>
    internal string Fingerprint => DefinitionFingerprint.For(this);

    /// <summary>What becomes of columns that are no fields.</summary>
    internal NewColumnPolicy NewColumns => OnNewColumn ?? ByMatch.New;

    /// <summary>What becomes of files without a column for a field.</summary>
    internal MissingColumnPolicy MissingColumns => OnMissingColumn ?? ByMatch.Missing;

    /// <summary>What the schema alone says about new and missing columns.</summary>
    internal (NewColumnPolicy New, MissingColumnPolicy Missing) ByMatch => (
        Schema.FieldsMatch is FieldsMatch.Subset or FieldsMatch.Partial ? NewColumnPolicy.Ignore : NewColumnPolicy.Refuse,
        Schema.FieldsMatch is FieldsMatch.Superset or FieldsMatch.Partial ? MissingColumnPolicy.Null : MissingColumnPolicy.Refuse);

    /// <summary>Whether fields have values from the path of their file, so that other paths give other rows.</summary>
    internal bool UsesPath => Schema.Fields.Any(f => f.From is FieldSource.Path or FieldSource.FileName);

    /// <summary>Whether rows are merged by a key that depends on the path of their file: a renamed file has rows of other keys.</summary>
    internal bool MergesByPath => WriteMode == WriteMode.Merge && Schema.Fields.Any(
        f => f.From is FieldSource.Path or FieldSource.FileName && Schema.PrimaryKey.Contains(f.Name, StringComparer.Ordinal));

    /// <summary>The dataset with the column <c>_extra</c> as its last field, if it keeps the values of new columns.</summary>
    internal Dataset WithExtra() => NewColumns != NewColumnPolicy.Keep || Schema.Fields.Any(f => f.From == FieldSource.Extra)
        ? this
        : this with { Schema = Schema with { Fields = [.. Schema.Fields, Field.Extra] } };

    /// <summary>The dataset with the columns that files have added to its table as its last fields, if it lets them.</summary>
    /// <param name="columns">The columns of all datasets.</param>
    internal Dataset WithAdded(IEnumerable<AddedColumn> columns)
    {
        if (NewColumns != NewColumnPolicy.Add)
        {
            return this;
        }

        // A field that the schema has by now takes the place of a column that was added.
        var names = Schema.Fields.Select(f => f.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var added = columns.Where(c => c.Dataset == Name && names.Add(c.Name)).Select(Field.Of).ToList();
        return added.Count == 0 ? this : this with { Schema = Schema with { Fields = [.. Schema.Fields, .. added] } };
    }

    /// <summary>Whether a file is one of the dataset.</summary>
    /// <param name="file">The file's path.</param>
    public bool Matches(LakePath file) => IndexOfPath(file) >= 0;

    /// <summary>Where a file is put that has this name: into the folder of the first path that would match it there.</summary>
    /// <param name="fileName">The name without folders.</param>
    /// <returns>The place, or <see langword="null"/> if no path would match it, or its container is a pattern.</returns>
    public LakePath? FindPlace(string fileName) => Paths
        .Where(p => !p.HasContainerPattern && p.Matches($"{p.Folder}{fileName}"))
        .Select(p => (LakePath?)new LakePath(p.Container, $"{p.Folder}{fileName}"))
        .FirstOrDefault();

    /// <summary>
    /// The path in the lake that a local path ends with, such as <c>data/ads/eu/a.csv</c> for <c>/home/me/ads/eu/a.csv</c>.
    /// </summary>
    /// <param name="localPath">The local path of a file.</param>
    /// <returns>The path in the lake, or <see langword="null"/> if the local one ends as no path of the dataset does. One that has no
    /// folder before its first wildcard must be in a folder that is named as its container.</returns>
    public LakePath? FindEnd(string localPath)
    {
        var segments = localPath.Replace(Path.DirectorySeparatorChar, '/').Split('/');
        for (var start = segments.Length - 1; start >= 0; start--)
        {
            var (name, above) = (string.Join('/', segments[start..]), start > 0 ? segments[start - 1] : "");
            foreach (var path in Paths.Where(p => p.Matches(name)))
            {
                if (path.MatchesContainer(above) || (path.Folder.Length > 0 && !path.HasContainerPattern))
                {
                    return new LakePath(path.HasContainerPattern ? above : path.Container, name);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// The name of one of its paths: that of the dataset for the first, <c>ads-2</c> for the second. Functions, subscriptions and folders
    /// of rejects are named by it, so it is not the name of another dataset.
    /// </summary>
    /// <param name="index">The index of the path.</param>
    public string NameOfPath(int index) => index == 0 ? Name : $"{Name}-{index + 1}";

    /// <summary>The index of the first path that matches a file, or -1.</summary>
    internal int IndexOfPath(LakePath file)
    {
        for (var i = 0; i < Paths.Count; i++)
        {
            if (Paths[i].MatchesContainer(file.Container) && Paths[i].Matches(file.Name))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// The keys that no two rows of one file may share. Across files they are reported, not enforced, because files arrive in any order.
    /// The primary key of a merged dataset is left out, even if another rule calls it unique: there the later row replaces the earlier one.
    /// </summary>
    public IReadOnlyList<UniqueKey> UniqueKeys
    {
        get
        {
            IEnumerable<UniqueKey> keys =
            [
                .. Schema.Fields.Where(f => f.Constraints.Unique).Select(f => new UniqueKey("unique", [f.Name])),
                .. Schema.UniqueKeys.Select(k => new UniqueKey("uniqueKeys", k)),
                .. Schema.PrimaryKey.Count > 0 ? [new UniqueKey("primaryKey", Schema.PrimaryKey)] : Array.Empty<UniqueKey>(),
            ];
            var merged = WriteMode == WriteMode.Merge ? NameOf(Schema.PrimaryKey) : null;
            return [.. keys.DistinctBy(k => NameOf(k.Fields)).Where(k => NameOf(k.Fields) != merged)];

            static string NameOf(IReadOnlyList<string> fields) => string.Join('\n', fields.Order(StringComparer.Ordinal));
        }
    }

    /// <summary>
    /// Those of <see cref="UniqueKeys"/> that can be checked in the table. Masked and dropped fields are left out, because the table does
    /// not keep their values apart.
    /// </summary>
    public IReadOnlyList<UniqueKey> UniqueKeysOfTable
    {
        get
        {
            var hidden = Schema.Fields.Where(f => f.IsHidden).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
            return [.. UniqueKeys.Where(k => !hidden.Overlaps(k.Fields))];
        }
    }
}

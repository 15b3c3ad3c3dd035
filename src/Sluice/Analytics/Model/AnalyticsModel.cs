using Microsoft.OData.Edm;
using Sluice.Analytics.Queries;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Model;

/// <summary>
/// The sets that can be requested: the datasets of a lake definition and the ledger, as entity sets and as an OData model.
/// </summary>
public sealed class AnalyticsModel
{
    /// <summary>The schema of the tables of datasets.</summary>
    internal const string LakeSchema = "lake";

    /// <summary>The property with the time at which the rows of a file were loaded.</summary>
    internal const string LoadedAt = "_loaded_at";

    private const string FileNavigation = "file";

    private static readonly ColumnType Number = new(ColumnKind.Int64);

    private readonly Dictionary<string, EntitySet> byName;

    private AnalyticsModel(LakeDefinition lake, IReadOnlyList<EntitySet> sets, AnalyticsModel? whole, IEdmModel? edm, string key)
    {
        Lake = lake;
        Title = lake.Name;
        Sets = sets;
        Key = key;
        Whole = whole ?? this;
        byName = sets.ToDictionary(s => s.Name, StringComparer.Ordinal);
        Edm = edm ?? EdmBuilder.Build(sets);
        foreach (var set in sets)
        {
            set.Model = this;
        }
    }

    /// <summary>The name of the lake definition.</summary>
    public string Title { get; }

    /// <summary>
    /// Identifies what of the lake the model has: empty for everything. Models of one key show the same rows and properties.
    /// </summary>
    public string Key { get; }

    /// <summary>The lake definition, with the columns that files have added.</summary>
    internal LakeDefinition Lake { get; }

    /// <summary>The model with everything, of which this one is a part; itself if it has everything.</summary>
    public AnalyticsModel Whole { get; }

    /// <summary>The entity sets: datasets in the order of the lake definition, then the ledger.</summary>
    public IReadOnlyList<EntitySet> Sets { get; }

    /// <summary>The OData model.</summary>
    public IEdmModel Edm { get; }

    /// <summary>Creates the model of a lake.</summary>
    public static AnalyticsModel From(LakeDefinition lake)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var ledger = LedgerSets.Create(lake);
        names.UnionWith(ledger.Select(s => s.Name));
        var datasets = new Dictionary<string, (Dataset Dataset, EntitySet Set)>(StringComparer.Ordinal);
        foreach (var dataset in lake.Datasets)
        {
            var name = EdmNames.From(dataset.Name, names.Contains);
            names.Add(name);
            datasets.Add(dataset.Name, (dataset, CreateSet(dataset, name)));
        }

        foreach (var (dataset, set) in datasets.Values)
        {
            foreach (var key in dataset.Schema.ForeignKeys)
            {
                AddNavigations(dataset, set, key, datasets[key.Dataset]);
            }
        }

        var files = ledger.Single(s => s.Name == LedgerNames.Files);
        foreach (var (_, set) in datasets.Values)
        {
            AddFile(set, files);
        }

        return new AnalyticsModel(lake, [.. datasets.Values.Select(d => d.Set), .. ledger], null, null, "");
    }

    /// <summary>A model with a part of what this one has.</summary>
    /// <param name="sets">Its sets, which are of no model yet.</param>
    /// <param name="edm">Its OData model, if a model with the same names is known.</param>
    /// <param name="key">What identifies the part; not empty.</param>
    internal AnalyticsModel Part(IReadOnlyList<EntitySet> sets, IEdmModel? edm, string key) => new(Lake, sets, Whole, edm, key);

    /// <summary>The set of this name, or <see langword="null"/>.</summary>
    public EntitySet? Find(string name) => byName.GetValueOrDefault(name);

    private static EntitySet CreateSet(Dataset dataset, string name)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { SystemColumns.File, SystemColumns.Row, LoadedAt };
        List<EntityProperty> properties = [];
        foreach (var field in dataset.Schema.Fields)
        {
            var property = EdmNames.From(field.Name, names.Contains);
            names.Add(property);
            properties.Add(new EntityProperty(property, field.Name, field.Column, field.Nullable, field.Title, field.Description)
            {
                MaxLength = MaxLength(field),
                IsSensitive = field.Sensitive != Sensitivity.None,
            });
        }

        var file = new EntityProperty(
            SystemColumns.File, SystemColumns.File, Number, false, "File", "The id of the file that the row is from.");
        var row = new EntityProperty(
            SystemColumns.Row, SystemColumns.Row, Number, false, "Row", "The number of the row in its file, from 1.");

        // Only merged rows certainly have a unique primary key, and only they may have lost their row number (0).
        IReadOnlyList<EntityProperty> key = dataset.WriteMode == WriteMode.Merge
            ? [.. dataset.Schema.PrimaryKey.Select(k => properties.First(p => p.Column == k))]
            : [file, row];
        return new EntitySet(name, new Table(LakeSchema, dataset.Name), [.. properties, file, row], key)
        {
            Title = dataset.Title,
            Description = dataset.Description,
        };
    }

    /// <summary>Lets a row lead to its file, and tell when that was loaded.</summary>
    private static void AddFile(EntitySet set, EntitySet files)
    {
        (EntityProperty Own, EntityProperty Other) pair = (set.Find(SystemColumns.File)!, files.Key[0]);
        var (name, back) = (EdmNames.From(FileNavigation, set.Has), EdmNames.From(set.Name, files.Has));
        var navigation = new EntityNavigation(name, files, [pair], back, IsCollection: false, IsUnique: true);
        set.Add(navigation);
        files.Add(new EntityNavigation(back, set, [(pair.Other, pair.Own)], name, IsCollection: true, IsUnique: false));
        var loaded = files.Find(LedgerSets.LoadedAt)!;
        set.Add(new DerivedProperty(
            loaded with
            {
                Name = LoadedAt,
                Title = "Loaded",
                Description = "When the rows of its file were last loaded. Rows have it only if they are asked for it.",
            },
            navigation,
            loaded));
    }

    // For plain text, the schema's limit. For values stored as text, such as a hash or a list, the limit of the column.
    private static int? MaxLength(Field field) =>
        field is { Type: FieldType.String or FieldType.Any, Sensitive: Sensitivity.None, Constraints.MaxLength: > 0 and var length }
            ? length
            : field.Column.MaxLength;

    private static void AddNavigations(Dataset dataset, EntitySet set, ForeignKey key, (Dataset Dataset, EntitySet Set) target)
    {
        var pairs = key.Fields.Zip(key.References)
            .Select(
                p => (Own: set.Properties.First(o => o.Column == p.First), Other: target.Set.Properties.First(o => o.Column == p.Second)))
            .ToList();
        if (pairs.Any(p => p.Own.Type.Kind != p.Other.Type.Kind))
        {
            // Values of different kinds are never equal, so there is no navigation.
            return;
        }

        // Only the primary key of merged rows is certainly unique.
        var isUnique = target.Dataset.WriteMode == WriteMode.Merge
            && target.Set.Key.All(k => pairs.Any(p => p.Other.Name == k.Name));
        var name = EdmNames.From(key.Fields.Count == 1 ? WithoutId(key.Fields[0]) : target.Set.Name, set.Has);
        var isOnlyOne = dataset.Schema.ForeignKeys.Count(k => k.Dataset == key.Dataset) == 1;
        var back = EdmNames.From(
            isOnlyOne ? set.Name : $"{set.Name}_by_{name}", n => target.Set.Has(n) || (set == target.Set && n == name));
        set.Add(new EntityNavigation(name, target.Set, pairs, back, IsCollection: false, isUnique));
        target.Set.Add(
            new EntityNavigation(back, set, [.. pairs.Select(p => (p.Other, p.Own))], name, IsCollection: true, IsUnique: false));
    }

    private static string WithoutId(string field) =>
        field.Length > 3 && field.EndsWith("_id", StringComparison.OrdinalIgnoreCase) ? field[..^3] : $"{field}_row";
}

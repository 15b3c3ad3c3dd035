using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Lake.Reading;

/// <summary>Reads a package: the lake definition.</summary>
/// <param name="rules">Finds texts of a field that cannot be read as its values are.</param>
/// <param name="filters">Finds filters of rows that cannot be used.</param>
internal sealed class LakeDefinitionReader(
    Func<Field, IEnumerable<(string Property, string Message)>> rules,
    Func<LakeDefinition, IEnumerable<(string Dataset, string Role, string Message)>> filters)
{
    private static readonly string[] DefaultMissingValues = [""];

    private readonly DescriptorErrors errors = new();

    /// <summary>Reads a definition and all files that it refers to.</summary>
    /// <exception cref="LakeDefinitionException">The definition cannot be used. The exception has every error.</exception>
    public LakeDefinition Read(string path)
    {
        var full = Path.GetFullPath(path);
        var name = Path.GetFileName(full);
        var files = new DescriptorFiles(Path.GetDirectoryName(full) ?? full, errors);
        var root = files.Read(name, message => errors.Add(name, "", message));
        var drafts = root is not null && root.IsObject("The lake definition") ? ReadDatasets(root, files) : [];
        var foreignKeys = new ForeignKeyReader(drafts);
        var keys = drafts.Select(foreignKeys.Read).ToList();
        CheckNames(drafts);
        PathRules.CheckNames(drafts);
        PathRules.CheckOverlaps(drafts);
        ThrowIfWrong();
        var lake = new LakeDefinition(
            root!.Find("name")?.AsString("'name'") ?? "lake", [.. drafts.Zip(keys, (draft, key) => draft.Build(key))]);

        // A filter can name fields of other datasets, so all of them must be right first.
        foreach (var (dataset, role, message) in filters(lake))
        {
            drafts.First(d => d.Name == dataset).Node.Error($"{SluiceProperties.Rows}/{role}", message);
        }

        ThrowIfWrong();
        return lake;
    }

    private void ThrowIfWrong()
    {
        if (errors.Count > 0)
        {
            throw new LakeDefinitionException(errors.ToList());
        }
    }

    private List<DatasetDraft> ReadDatasets(DescriptorNode root, DescriptorFiles files)
    {
        SluiceProperties.Check(root, "package");
        root.Find("name")?.AsString("'name'");

        // An extension of the standard, which has missingValues in schemas and fields only: for a lake whose files all write "no value"
        // alike.
        var missingValues = MissingValuesReader.Read(root) ?? DefaultMissingValues;
        if (root.Find("resources") is not { } resources)
        {
            root.Error("A lake definition must have 'resources': an array of at least one dataset.");
            return [];
        }

        var reader = new ResourceReader(files, new SchemaReader(new FieldDescriptorReader(rules)));
        return resources.IsFilledArray("'resources'") ? [.. resources.Items.Select(item => reader.Read(item, missingValues))] : [];
    }

    private static void CheckNames(List<DatasetDraft> drafts)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var draft in drafts.Where(d => d.Name is not null && !names.Add(d.Name)))
        {
            draft.Node.Error("name", $"Another resource has the name '{draft.Name}'; upper and lower case count as the same.");
        }
    }
}

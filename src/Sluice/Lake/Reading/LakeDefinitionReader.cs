using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Lake.Reading;

/// <summary>Reads a package: the lake definition.</summary>
/// <param name="rules">Finds texts of a field that cannot be read as its values are.</param>
internal sealed class LakeDefinitionReader(Func<Field, IEnumerable<(string Property, string Message)>> rules)
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
        CheckOverlaps(drafts);
        if (errors.Count > 0)
        {
            throw new LakeDefinitionException(errors.ToList());
        }

        return new(root!.Find("name")?.AsString("'name'") ?? "lake", [.. drafts.Zip(keys, (draft, key) => draft.Build(key))]);
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

    private static void CheckOverlaps(List<DatasetDraft> drafts)
    {
        foreach (var (earlier, later) in Neighbours(drafts).Order())
        {
            var (path, other) = (drafts[later].Path!, drafts[earlier].Path!);
            if (GlobOverlap.FindName(other.Machine, path.Machine) is { } name)
            {
                drafts[later].Node.Error(
                    "path",
                    $"'{path}' overlaps '{other}' of dataset '{drafts[earlier].Name}': '{path.Container}/{name}' would match both.");
            }
        }
    }

    /// <summary>
    /// The pairs of drafts whose paths can overlap: the literal start of one, before its wildcards, begins with that of the other. Sorted
    /// by these starts, all paths with the same prefix follow each other, so the stack holds only the prefixes of the current path, and few
    /// pairs are compared.
    /// </summary>
    private static IEnumerable<(int Earlier, int Later)> Neighbours(List<DatasetDraft> drafts)
    {
        var begun = new Stack<(int Index, string Start)>();
        var paths = drafts.Select((d, i) => (Index: i, d.Path)).Where(d => d.Path is not null)
            .Select(d => (d.Index, Start: $"{d.Path!.Container}/{d.Path.Machine.Start}", Path: d.Path))
            .OrderBy(d => d.Start, StringComparer.Ordinal);
        foreach (var (index, start, path) in paths)
        {
            while (begun.TryPeek(out var top) && !start.StartsWith(top.Start, StringComparison.Ordinal))
            {
                begun.Pop();
            }

            foreach (var (other, _) in begun)
            {
                if (path.Machine.CanMeet(drafts[other].Path!.Machine))
                {
                    yield return (Math.Min(index, other), Math.Max(index, other));
                }
            }

            begun.Push((index, start));
        }
    }
}

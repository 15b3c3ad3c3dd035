using System.Text.Json;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Lake.Reading;

/// <summary>Reads the paths of a resource: <c>path</c>, a string or an array of strings.</summary>
internal static class PathsReader
{
    private const string Form = "A path must be '<container>/<glob>', such as 'data/ads/**/*.csv'";

    /// <summary>Reads the paths that are valid, each with its place.</summary>
    public static IReadOnlyList<(DatasetPath Path, DescriptorNode Node)> Read(DescriptorNode resource)
    {
        var ignoreCase = resource.Find(SluiceProperties.CaseInsensitive)?.AsFlag($"'{SluiceProperties.CaseInsensitive}'") ?? false;
        if (resource.Find("path") is not { } property)
        {
            resource.Error($"A resource must have a 'path'. {Form}.");
            return [];
        }

        if (property.Kind is not (JsonValueKind.String or JsonValueKind.Array))
        {
            property.Error($"{Form}: a string, or an array of strings, but is {property.Describe()}.");
            return [];
        }

        var texts = property.Kind == JsonValueKind.String ? [(property.AsString("'path'")!, property)]
            : property.IsFilledArray("'path'") ? property.AsStrings("'path'")!
            : [];
        return [.. texts.Select(t => (Path: Read(t.Text, t.Node, ignoreCase)!, t.Node)).Where(p => p.Path is not null)];
    }

    private static DatasetPath? Read(string text, DescriptorNode node, bool ignoreCase)
    {
        if (LakePath.Split(text) is not { Container: var container, Name: var glob })
        {
            node.Error($"{Form}, but is '{text}'.");
            return null;
        }

        if (!ContainerName.IsName(container) && !ContainerName.IsPattern(container))
        {
            node.Error(
                $"{Form}, and a container's name is 3 to 63 lower-case letters, digits and single hyphens, with no hyphen at either end, "
                + $"but it is '{container}'. A '*' in it stands for any characters.");
            return null;
        }

        if (container == LedgerNames.Rejects)
        {
            node.Error($"The container '{LedgerNames.Rejects}' is reserved: rejected rows are written to it.");
            return null;
        }

        if (Glob.FindFault(glob) is { } fault)
        {
            node.Error($"{Form}, but in '{glob}' {fault}.");
            return null;
        }

        return new(container, glob, ignoreCase);
    }
}

using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>Reads where the values of a field come from: <c>sluice:from</c>.</summary>
internal static class FieldSourceReader
{
    private static readonly Dictionary<string, FieldSource> Sources = new()
    {
        ["path"] = FieldSource.Path,
        ["file.name"] = FieldSource.FileName,
        ["file.lastModified"] = FieldSource.FileLastModified,
    };

    /// <summary>The source of a field whose type and format are known.</summary>
    public static FieldSource Read(DescriptorNode node, Field field)
    {
        const string Name = SluiceProperties.From;
        if (node.Find(Name) is not { } property || property.AsString($"'{Name}'") is not { } text)
        {
            return FieldSource.Column;
        }

        if (!Sources.TryGetValue(text, out var source))
        {
            property.Error($"'{Name}' must be {string.Join(" or ", Sources.Keys)}, but is '{text}'.{Suggestion.For(text, Sources.Keys)}");
            return FieldSource.Column;
        }

        node.Find(SluiceProperties.Aliases)?.Error(
            $"The values come from {text} ('{Name}'), not from a column, so there is no other header.");
        if (source == FieldSource.FileLastModified && field is not { Type: FieldType.Datetime, Format: "default" or "any" })
        {
            property.Error($"'{Name}' can be '{text}' only for a field of type datetime in its default format.");
        }

        return source;
    }
}

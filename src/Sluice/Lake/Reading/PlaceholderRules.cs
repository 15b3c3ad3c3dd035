using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>
/// The rule between the paths and the fields of a dataset: each path names each field that comes from the path, and no other.
/// </summary>
internal static class PlaceholderRules
{
    /// <summary>Reports placeholders without a field, and fields without a placeholder.</summary>
    public static void Check(IReadOnlyList<(DatasetPath Path, DescriptorNode Node)> paths, TableSchema schema)
    {
        const string From = $"\"{SluiceProperties.From}\": \"path\"";
        var fields = schema.Fields.Where(f => f.From == FieldSource.Path).Select(f => f.Name).ToList();
        foreach (var (path, node) in paths)
        {
            foreach (var name in path.Placeholders.Except(fields))
            {
                node.Error(schema.Fields.Any(f => f.Name == name)
                    ? $"'{{{name}}}' is a placeholder, but the field '{name}' does not come from the path: it has no {From}."
                    : $"'{{{name}}}' is a placeholder, but the schema has no field '{name}' with {From}.{Suggestion.For(name, fields)} "
                        + "A group of alternatives has a comma: '{a,b}'.");
            }

            foreach (var name in fields.Except(path.Placeholders))
            {
                node.Error($"The field '{name}' comes from the path ({From}), but '{path}' has no placeholder '{{{name}}}'.");
            }
        }
    }
}

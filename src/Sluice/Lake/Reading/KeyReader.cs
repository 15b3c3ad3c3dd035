using System.Text.Json;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>Reads the names of the fields of a key: an array, or a single string as in version 1 of the standard.</summary>
internal static class KeyReader
{
    /// <summary>The names, each with its node, or <see langword="null"/> if the node is neither of the two.</summary>
    public static IReadOnlyList<(string Text, DescriptorNode Node)>? Read(DescriptorNode node, string what)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return [(node.AsString(what)!, node)];
        }

        if (node.Kind != JsonValueKind.Array)
        {
            node.Error($"{what} must be the name of a field or an array of names, but is {node.Describe()}.");
            return null;
        }

        return node.IsFilledArray(what) ? node.AsStrings(what) : null;
    }

    /// <summary>The names of the fields, as a set for <see cref="CheckFields"/>.</summary>
    public static IReadOnlySet<string> NamesOf(IEnumerable<Field> fields) => fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Records an error for each name that is not a field.</summary>
    /// <param name="names">The names.</param>
    /// <param name="known">The names of the existing fields.</param>
    /// <param name="where">What has these fields, for the message.</param>
    public static void CheckFields(IEnumerable<(string Text, DescriptorNode Node)> names, IReadOnlySet<string> known, string where)
    {
        foreach (var (name, node) in names.Where(n => !known.Contains(n.Text)))
        {
            node.Error($"There is no field '{name}' in {where}.{Suggestion.For(name, known)}");
        }
    }
}

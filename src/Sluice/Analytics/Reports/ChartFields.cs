using System.Text.Json;
using Sluice.Lake.Reading;

namespace Sluice.Analytics.Reports;

/// <summary>Finds the names of properties in a Vega-Lite specification.</summary>
internal static class ChartFields
{
    /// <summary>The names that an encoding, a sort or a transformation reads.</summary>
    public static IEnumerable<DescriptorNode> Used(DescriptorNode node) => All(node)
        .Where(p => p.Name == "field" && p.Node.Kind == JsonValueKind.String)
        .Select(p => p.Node);

    /// <summary>The names that transformations create.</summary>
    public static IEnumerable<string> Made(DescriptorNode node) => All(node)
        .Where(p => p.Name == "as")
        .SelectMany(p => p.Node.Kind == JsonValueKind.Array ? p.Node.Items : [p.Node])
        .Where(n => n.Kind == JsonValueKind.String)
        .Select(n => n.AsString("'as'")!);

    private static IEnumerable<(string Name, DescriptorNode Node)> All(DescriptorNode node) => node.Properties
        .SelectMany(p => All(p.Node).Prepend((p.Name, p.Node)))
        .Concat(node.Items.SelectMany(All));
}

using System.Text.Json;

namespace Sluice.Lake.Reading;

/// <summary>Reads the <c>missingValues</c> of a package, a schema or a field.</summary>
internal static class MissingValuesReader
{
    /// <summary>The texts that mean "no value", or <see langword="null"/> if the object does not define them.</summary>
    public static IReadOnlyList<string>? Read(DescriptorNode parent)
    {
        const string What = "'missingValues'";
        if (parent.Find("missingValues") is not { } node)
        {
            return null;
        }

        if (node.Kind != JsonValueKind.Array)
        {
            node.Error($"{What} must be an array of strings, or of objects with a 'value', but is {node.Describe()}.");
            return null;
        }

        var texts = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node.Items)
        {
            var value = item;
            if (item.Kind == JsonValueKind.Object)
            {
                SluiceProperties.Check(item, "missing value");
                if (item.Find("label") is { } labelNode && labelNode.AsString("The label of a missing value") is { } label
                    && !labels.Add(label))
                {
                    labelNode.Error($"{What} has the label '{label}' twice.");
                }

                if (item.Find("value") is not { } labelled)
                {
                    item.Error($"An object in {What} must have a 'value'.");
                    continue;
                }

                value = labelled;
            }

            if (value.AsString("A missing value") is not { } text)
            {
                continue;
            }

            if (!known.Add(text))
            {
                value.Error($"{What} has '{text}' twice.");
            }

            texts.Add(text);
        }

        return texts;
    }
}

using System.Text.Json;
using Sluice.Lake.Schema;

namespace Sluice.Lake.Reading;

/// <summary>Reads the <c>categories</c> of a field.</summary>
internal static class CategoriesReader
{
    private const string What = "'categories'";

    /// <summary>The field with its categories. Invalid ones are reported and left out.</summary>
    public static Field Read(DescriptorNode parent, Field field)
    {
        if (field.Type is not (FieldType.String or FieldType.Integer))
        {
            parent.Find("categories")?.Error(
                $"{What} is not for fields of type {FieldDescriptorReader.NameOf(field.Type)}, only for string, integer.");
            return field;
        }

        var ordered = parent.Find("categoriesOrdered")?.AsFlag("'categoriesOrdered'");
        if (parent.Find("categories") is not { } node || !node.IsFilledArray(What))
        {
            return field;
        }

        var categories = ReadAll(node, field);
        var values = categories.Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
        if (field.Constraints.Enum?.FirstOrDefault(e => !values.Contains(e)) is { } other)
        {
            parent.Error("constraints/enum", $"'enum' has '{other}', which is not one of the {What}.");
        }

        return field with { Categories = categories, CategoriesOrdered = ordered };
    }

    private static List<Category> ReadAll(DescriptorNode node, Field field)
    {
        var categories = new List<Category>();
        var values = new HashSet<string>(StringComparer.Ordinal);
        var labels = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node.Items)
        {
            var (value, label) = (item, (string?)null);
            if (item.Kind == JsonValueKind.Object)
            {
                SluiceProperties.Check(item, "category");
                if (item.Find("value") is not { } labelled)
                {
                    item.Error($"An object in {What} must have a 'value'.");
                    continue;
                }

                (value, label) = (labelled, item.Find("label")?.AsString("The label of a category"));
            }

            if (ConstraintsReader.AsValue(value, field, "A category") is not { } text)
            {
                continue;
            }

            if (!values.Add(text))
            {
                value.Error($"{What} has '{text}' twice.");
            }

            if (label is not null && !labels.Add(label))
            {
                item.Error("label", $"{What} has the label '{label}' twice.");
            }

            categories.Add(new(text, label));
        }

        return categories;
    }
}

using System.Text.Json;

namespace Sluice.Lake.Reading;

/// <summary>Reads the <c>categories</c> of a field.</summary>
internal static class CategoriesReader
{
    private const string What = "'categories'";

    /// <summary>The field with its categories; those at fault are left out.</summary>
    public static Field Read(DescriptorNode parent, Field field)
    {
        var ordered = parent.Find("categoriesOrdered")?.AsFlag("'categoriesOrdered'");
        if (parent.Find("categories") is not { } node)
        {
            return field;
        }

        if (field.Type is not (FieldType.String or FieldType.Integer))
        {
            node.Error($"{What} is not for fields of type {FieldReader.NameOf(field.Type)}, only for string, integer.");
            return field;
        }

        if (!node.IsFilledArray(What))
        {
            return field;
        }

        var categories = ReadAll(node, field);
        if (field.Constraints.Enum?.FirstOrDefault(e => categories.TrueForAll(c => c.Value != e)) is { } other)
        {
            parent.Error("constraints/enum", $"'enum' has '{other}', which is none of the {What}.");
        }

        return field with { Categories = categories, CategoriesOrdered = ordered };
    }

    private static List<Category> ReadAll(DescriptorNode node, Field field)
    {
        var categories = new List<Category>();
        foreach (var item in node.Items)
        {
            var (value, label) = (item, (string?)null);
            if (item.Kind == JsonValueKind.Object)
            {
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

            if (categories.Exists(c => c.Value == text))
            {
                value.Error($"{What} has '{text}' twice.");
            }

            if (label is not null && categories.Exists(c => c.Label == label))
            {
                item.Error("label", $"{What} has the label '{label}' twice.");
            }

            categories.Add(new(text, label));
        }

        return categories;
    }
}

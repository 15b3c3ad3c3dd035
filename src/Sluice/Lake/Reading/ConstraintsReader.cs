using System.Text.Json;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>Reads the <c>constraints</c> of a field.</summary>
internal static class ConstraintsReader
{
    private static readonly FieldType[] All = Enum.GetValues<FieldType>();

    // In a CSV, a value of type any is a string.
    private static readonly FieldType[] Text = [FieldType.String, FieldType.Any];
    private static readonly FieldType[] Json = [FieldType.Object, FieldType.Array];

    // The standard names strings, arrays and objects, and its profile adds geojson. Lists are collections too.
    private static readonly FieldType[] Collections = [FieldType.String, .. Json, FieldType.List, FieldType.Geojson, FieldType.Any];

    private static readonly FieldType[] Ordered =
    [
        FieldType.Integer, FieldType.Number, FieldType.Date, FieldType.Time, FieldType.Datetime, FieldType.Year, FieldType.Yearmonth,
        FieldType.Duration,
    ];

    private static readonly Dictionary<string, FieldType[]> Known = new()
    {
        ["required"] = All,
        ["unique"] = All,
        ["minimum"] = Ordered,
        ["maximum"] = Ordered,
        ["exclusiveMinimum"] = Ordered,
        ["exclusiveMaximum"] = Ordered,
        ["minLength"] = Collections,
        ["maxLength"] = Collections,
        ["jsonSchema"] = Json,
        ["pattern"] = Text,
        ["enum"] = All,
    };

    /// <summary>The constraints of a field. Invalid ones are reported and left out.</summary>
    /// <param name="parent">The field's object.</param>
    /// <param name="field">The field, complete except for its constraints.</param>
    public static FieldConstraints Read(DescriptorNode parent, Field field)
    {
        if (parent.Find("constraints") is not { } node || !node.IsObject("'constraints'"))
        {
            return FieldConstraints.None;
        }

        SluiceProperties.Check(node, "constraints object");
        var allowed = CheckNames(node, field.Type);
        var constraints = new FieldConstraints
        {
            Required = Allowed("required")?.AsFlag("'required'") ?? false,
            Unique = Allowed("unique")?.AsFlag("'unique'") ?? false,
            Minimum = ReadBound("minimum"),
            Maximum = ReadBound("maximum"),
            ExclusiveMinimum = ReadBound("exclusiveMinimum"),
            ExclusiveMaximum = ReadBound("exclusiveMaximum"),
            MinLength = ReadLength(Allowed("minLength"), "'minLength'"),
            MaxLength = ReadLength(Allowed("maxLength"), "'maxLength'"),
            Pattern = ReadPattern(Allowed("pattern"), "'pattern'"),
            JsonSchema = Allowed("jsonSchema") is { } schema && schema.IsObject("'jsonSchema'") ? schema.RawText : null,
            Enum = Allowed("enum") is { } values ? ReadEnum(values, field) : null,
        };
        if (constraints.MinLength > constraints.MaxLength)
        {
            node.Error("minLength", $"'minLength' {constraints.MinLength} is greater than 'maxLength' {constraints.MaxLength}.");
        }

        return constraints;

        DescriptorNode? Allowed(string name) => allowed.Contains(name) ? node.Find(name) : null;

        string? ReadBound(string name) => Allowed(name) is { } bound ? AsValue(bound, field, $"'{name}'") : null;
    }

    private static HashSet<string> CheckNames(DescriptorNode node, FieldType type)
    {
        var allowed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, child) in node.Properties)
        {
            if (Known.TryGetValue(name, out var types))
            {
                if (types.Contains(type))
                {
                    allowed.Add(name);
                }
                else
                {
                    child.Error(
                        $"'{name}' is not for fields of type {FieldDescriptorReader.NameOf(type)}, "
                        + $"only for {string.Join(", ", types.Select(FieldDescriptorReader.NameOf))}.");
                }
            }
            else if (!name.StartsWith(SluiceProperties.Start, StringComparison.OrdinalIgnoreCase))
            {
                child.Error(
                    $"'{name}' is not a constraint. The constraints are {string.Join(", ", Known.Keys)}."
                    + Suggestion.For(name, Known.Keys));
            }
        }

        return allowed;
    }

    // The text that the field's parser reads. The standard also allows JSON numbers, booleans, objects and arrays here.
    internal static string? AsValue(DescriptorNode node, Field field, string what)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return node.AsString(what);
        }

        switch (field.Type)
        {
            case FieldType.Number when node.Kind == JsonValueKind.Number:
                return node.RawText.Replace(".", field.DecimalChar, StringComparison.Ordinal);
            case FieldType.Integer or FieldType.Year when node.Kind == JsonValueKind.Number:
                return node.RawText;
            case FieldType.Object when node.Kind == JsonValueKind.Object:
            case FieldType.Array when node.Kind == JsonValueKind.Array:
            case FieldType.Geopoint when node.Kind is JsonValueKind.Array or JsonValueKind.Object && field.Format != "default":
            case FieldType.Geojson when node.Kind == JsonValueKind.Object:
                return node.RawText;
            case FieldType.Any when node.Kind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                // A CSV has only texts: this is the text of such a value.
                return node.RawText;
            case FieldType.Boolean when node.Kind == JsonValueKind.True:
                return field.TrueValues[0];
            case FieldType.Boolean when node.Kind == JsonValueKind.False:
                return field.FalseValues[0];
            default:
                var kind = field.Type switch
                {
                    FieldType.Number or FieldType.Integer or FieldType.Year => "a number or a string",
                    FieldType.Boolean => "true, false or a string",
                    FieldType.Object or FieldType.Geojson => "an object or a string",
                    FieldType.Array => "an array or a string",
                    FieldType.Any => "a number, true, false or a string",
                    _ => "a string",
                };
                node.Error(
                    $"{what} of a field of type {FieldDescriptorReader.NameOf(field.Type)} must be {kind}, but is {node.Describe()}.");
                return null;
        }
    }

    private static int? ReadLength(DescriptorNode? node, string what)
    {
        if (node?.AsCount(what) is not { } length)
        {
            return null;
        }

        if (length <= int.MaxValue)
        {
            return (int)length;
        }

        node.Error($"{what} must be at most {int.MaxValue}.");
        return null;
    }

    /// <summary>Reads a pattern of texts, which must be a regular expression that is matched in linear time.</summary>
    /// <param name="node">The pattern, or <see langword="null"/> if there is none.</param>
    /// <param name="what">Its name in messages.</param>
    public static string? ReadPattern(DescriptorNode? node, string what)
    {
        if (node?.AsString(what) is not { } pattern)
        {
            return null;
        }

        try
        {
            _ = TextPattern.Create(pattern);
            return pattern;
        }
        catch (ArgumentException e)
        {
            node.Error($"{what} is not a regular expression: {e.Message}");
        }
        catch (NotSupportedException)
        {
            node.Error(
                $"{what} must not use back references, look-around or atomic groups: "
                + "with them, the time to check a value has no limit.");
        }

        return null;
    }

    private static List<string>? ReadEnum(DescriptorNode node, Field field)
    {
        if (!node.IsFilledArray("'enum'"))
        {
            return null;
        }

        var values = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in node.Items)
        {
            if (AsValue(item, field, "A value of 'enum'") is not { } value)
            {
                continue;
            }

            if (!known.Add(value))
            {
                item.Error($"'enum' has '{value}' twice.");
            }

            values.Add(value);
        }

        return values;
    }
}

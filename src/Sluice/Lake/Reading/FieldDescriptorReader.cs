using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>Reads a field of a Table Schema.</summary>
/// <param name="rules">Finds texts of a field that cannot be read as its values are.</param>
internal sealed class FieldDescriptorReader(Func<Field, IEnumerable<(string Property, string Message)>> rules)
{
    private static readonly Dictionary<string, FieldType> Types = Enum.GetValues<FieldType>().ToDictionary(NameOf);

    private const string Any = "any";

    /// <summary>The formats of each type, besides <c>default</c>. Dates and times have <c>any</c> and patterns too.</summary>
    internal static readonly Dictionary<FieldType, string[]> Formats = new()
    {
        [FieldType.String] = ["email", "uri", "binary", "uuid"],
        [FieldType.Date] = ["epoch-ms", "epoch-us", "epoch-ns", "excel"],
        [FieldType.Time] = [],
        [FieldType.Datetime] = ["epoch-ms", "epoch-us", "epoch-ns", "excel"],
        [FieldType.Geopoint] = ["array", "object"],
        [FieldType.Geojson] = ["topojson"],
    };

    private static readonly FieldType[] ItemTypes =
    [
        FieldType.String, FieldType.Integer, FieldType.Boolean, FieldType.Number, FieldType.Datetime, FieldType.Date, FieldType.Time,
    ];

    private static readonly Dictionary<string, Sensitivity> Sensitivities = Enum.GetValues<Sensitivity>()
        .Where(s => s != Sensitivity.None).ToDictionary(s => s.ToString().ToLowerInvariant());

    /// <summary>The standard's name of a type.</summary>
    public static string NameOf(FieldType type) => type.ToString().ToLowerInvariant();

    /// <summary>
    /// The field of an object, or <see langword="null"/> if it has no name. Invalid properties are reported and get their default.
    /// </summary>
    /// <param name="node">The field's object.</param>
    /// <param name="defaults">What the schema and the resource say for all fields.</param>
    /// <param name="key">Whether a field of this name is part of the primary key, which makes it required.</param>
    public Field? Read(DescriptorNode node, FieldDefaults defaults, Func<string, bool> key)
    {
        if (!node.IsObject("A field"))
        {
            return null;
        }

        SluiceProperties.Check(node, "field");
        var errors = node.Errors.Count;
        var type = ReadType(node);
        var field = new Field
        {
            Name = ReadName(node) ?? "",
            Aliases = ReadAliases(node),
            Type = type ?? FieldType.Any,
            Format = type is { } known ? ReadFormat(node, known) : "default",
            Title = node.Find("title")?.AsString("'title'"),
            Description = node.Find("description")?.AsString("'description'"),
            MissingValues = MissingValuesReader.Read(node) ?? defaults.MissingValues,
            Column = default,
        };
        field = ReadLexical(node, ValueRulesReader.Read(node, field, defaults, isTypeKnown: type is not null));
        var readable = errors == node.Errors.Count;
        if (type is not null)
        {
            field = field with { Constraints = ConstraintsReader.Read(node, field) };
            field = CategoriesReader.Read(node, field);
        }

        field = field with
        {
            Column = ColumnReader.Read(node, field),
            Sensitive = ReadSensitive(node),
            Readers = AccessReader.ReadRoles(node),
            From = type is null ? FieldSource.Column : FieldSourceReader.Read(node, field),
        };
        if (readable)
        {
            foreach (var (property, message) in rules(field))
            {
                node.Error(property, message);
            }
        }

        if (field.Name.Length == 0)
        {
            return null;
        }

        if (field.Readers is not null && key(field.Name))
        {
            node.Error(
                SluiceProperties.Read,
                $"The field '{field.Name}' is part of the primary key, which identifies the rows: whoever reads the dataset reads it.");
        }

        if (field.Sensitive != Sensitivity.None)
        {
            if (field is { Sensitive: Sensitivity.Drop, Constraints.Unique: true })
            {
                node.Error(
                    "constraints/unique",
                    $"The values are dropped ('{SluiceProperties.Sensitive}'): duplicates could not be found.");
            }

            field = field with { PlainColumn = field.Column, Column = ColumnReader.OfSensitive(field.Sensitive) };
        }

        return key(field.Name) ? field with { Constraints = field.Constraints with { Required = true } } : field;
    }

    private static string? ReadName(DescriptorNode node)
    {
        if (node.Find("name") is not { } property)
        {
            node.Error("A field must have a 'name'.");
            return null;
        }

        if (property.AsString("The name of a field") is not { } name)
        {
            return null;
        }

        if (FieldName.FaultOf(name) is { } fault)
        {
            property.Error(fault);
        }

        return name;
    }

    // The schema's reader checks that no other field has the same alias.
    private static List<HeaderAlias> ReadAliases(DescriptorNode node)
    {
        const string What = $"'{SluiceProperties.Aliases}'";
        var aliases = new List<HeaderAlias>();
        if (node.Find(SluiceProperties.Aliases) is not { } property || !property.IsFilledArray(What))
        {
            return aliases;
        }

        foreach (var (text, item) in property.AsStrings(What) ?? [])
        {
            if (text.Length == 0)
            {
                item.Error("An alias must not be empty. '#1' means the first column without a header.");
            }
            else if (text.Trim() != text)
            {
                item.Error("An alias must not begin or end with white space: headers are trimmed.");
            }
            else
            {
                aliases.Add(new(text));
            }
        }

        return aliases;
    }

    private static FieldType? ReadType(DescriptorNode node)
    {
        if (node.Find("type") is not { } property)
        {
            return FieldType.Any;
        }

        if (property.AsString("The type of a field") is not { } name)
        {
            return null;
        }

        if (Types.TryGetValue(name, out var type))
        {
            return type;
        }

        property.Error($"'{name}' is not a type. The types are {string.Join(", ", Types.Keys)}.{Suggestion.For(name, Types.Keys)}");
        return null;
    }

    private static string ReadFormat(DescriptorNode node, FieldType type)
    {
        const string Default = "default";
        if (node.Find("format") is not { } property || property.AsString("The format of a field") is not { } format)
        {
            return Default;
        }

        if (format == Default)
        {
            return format;
        }

        var hasPatterns = type is FieldType.Date or FieldType.Time or FieldType.Datetime;
        if (hasPatterns)
        {
            // Before version 1 of the standard, patterns began with "fmt:". The standard asks readers to ignore this prefix.
            format = format.StartsWith("fmt:", StringComparison.Ordinal) ? format[4..] : format;
            if (format == Any || format.Contains('%', StringComparison.Ordinal))
            {
                return format;
            }
        }

        if (!Formats.TryGetValue(type, out var formats))
        {
            property.Error($"The format of a field of type {NameOf(type)} must be 'default', but is '{format}'.");
        }
        else if (formats.Contains(format))
        {
            return format;
        }
        else
        {
            property.Error(
                $"The format of a field of type {NameOf(type)} must be "
                + $"{string.Join(", ", (hasPatterns ? formats.Prepend(Any) : formats).Prepend(Default).Select(f => $"'{f}'"))}"
                + $"{(formats.Contains("excel") ? ", '%s' (seconds since 1970)" : "")}"
                + $"{(hasPatterns ? $" or a pattern such as '{PatternOf(type)}'" : "")}, "
                + $"but is '{format}'.{Suggestion.For(format, formats)}");
        }

        return Default;
    }

    private static string PatternOf(FieldType type) => type switch
    {
        FieldType.Time => "%H:%M",
        FieldType.Date => "%d/%m/%Y",
        _ => "%d/%m/%Y %H:%M",
    };

    // How numbers, booleans and lists are written. For other types the standard gives these properties no meaning.
    private static Field ReadLexical(DescriptorNode node, Field field)
    {
        if (field.Type is FieldType.Number or FieldType.Integer)
        {
            field = field with
            {
                GroupChar = ReadSeparator(node, "groupChar"),
                BareNumber = node.Find("bareNumber")?.AsFlag("'bareNumber'") ?? true,
            };
            var hasPoint = field.Type == FieldType.Number || field.Fraction == FractionPolicy.Truncate;
            if (hasPoint)
            {
                field = field with { DecimalChar = ReadSeparator(node, "decimalChar") ?? field.DecimalChar };
            }

            if (hasPoint && field.GroupChar == field.DecimalChar)
            {
                node.Error("groupChar", $"'groupChar' and 'decimalChar' must differ, but both are '{field.DecimalChar}'.");
            }
        }
        else if (field.Type == FieldType.Boolean)
        {
            field = field with
            {
                TrueValues = ReadTexts(node, "trueValues") ?? field.TrueValues,
                FalseValues = ReadTexts(node, "falseValues") ?? field.FalseValues,
            };
            if (field.TrueValues.Intersect(field.FalseValues).FirstOrDefault() is { } both)
            {
                (node.Find("falseValues") ?? node.Find("trueValues"))!.Error($"'{both}' is both a true and a false value.");
            }
        }
        else if (field.Type == FieldType.List)
        {
            field = field with { ItemType = ReadItemType(node), ListDelimiter = ReadListDelimiter(node) };
        }

        return field;
    }

    private static string? ReadSeparator(DescriptorNode node, string name)
    {
        if (node.Find(name) is not { } property || property.AsString($"'{name}'") is not { } text)
        {
            return null;
        }

        if (text.Length > 0 && !text.Any(c => char.IsAsciiDigit(c) || c is '+' or '-'))
        {
            return text;
        }

        property.Error($"'{name}' must not be empty, and must have no digit or sign.");
        return null;
    }

    private static FieldType ReadItemType(DescriptorNode node)
    {
        if (node.Find("itemType") is not { } property || property.AsString("'itemType'") is not { } name)
        {
            return FieldType.String;
        }

        if (Types.TryGetValue(name, out var type) && ItemTypes.Contains(type))
        {
            return type;
        }

        var names = ItemTypes.Select(NameOf).ToArray();
        property.Error($"'itemType' must be {string.Join(", ", names)}, but is '{name}'.{Suggestion.For(name, names)}");
        return FieldType.String;
    }

    private static string ReadListDelimiter(DescriptorNode node)
    {
        if (node.Find("delimiter") is not { } property || property.AsString("'delimiter'") is not { } text)
        {
            return ",";
        }

        if (text.Length > 0)
        {
            return text;
        }

        property.Error("'delimiter' must not be empty.");
        return ",";
    }

    private static Sensitivity ReadSensitive(DescriptorNode node)
    {
        const string Name = SluiceProperties.Sensitive;
        if (node.Find(Name) is not { } property || property.AsString($"'{Name}'") is not { } text)
        {
            return Sensitivity.None;
        }

        if (!Sensitivities.TryGetValue(text, out var sensitivity))
        {
            property.Error(
                $"'{Name}' must be {string.Join(" or ", Sensitivities.Keys)}, but is '{text}'.{Suggestion.For(text, Sensitivities.Keys)}");
        }

        return sensitivity;
    }

    private static List<string>? ReadTexts(DescriptorNode node, string name) =>
        node.Find(name) is { } property && property.IsFilledArray($"'{name}'") && property.AsStrings($"'{name}'") is { Count: > 0 } texts
            ? [.. texts.Select(t => t.Text)]
            : null;
}

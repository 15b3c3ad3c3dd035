using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Lake.Reading;

/// <summary>Reads a field of a Table Schema.</summary>
/// <param name="rules">Finds texts of a field that cannot be read as its values are; see <see cref="Validation.FieldRules.Check"/>.</param>
internal sealed partial class FieldReader(Func<Field, IEnumerable<(string Property, string Message)>> rules)
{
    private const int MaxNameLength = 128;

    // A column of at most this many UTF-16 code units has a length; a longer one is nvarchar(max).
    private const int MaxColumnLength = 4000;

    // Without a type a field is "any" (Table Schema v2), which for a CSV file means the text as it is.
    private static readonly Dictionary<string, FieldType> Types = Enum.GetValues<FieldType>()
        .Select(type => (Name: NameOf(type), Type: type)).Append(("any", FieldType.String)).ToDictionary();

    private static readonly string[] OtherTypes = ["object", "array", "list", "yearmonth", "duration", "geopoint", "geojson"];
    private static readonly string[] OtherStringFormats = ["email", "uri", "binary", "uuid"];

    // Columns that every table has, and the one that a file of rejects has beside the dataset's.
    private static readonly string[] ReservedNames = ["_file", "_row", "_modified", "_errors"];

    /// <summary>The standard's name of a type.</summary>
    public static string NameOf(FieldType type) => type.ToString().ToLowerInvariant();

    /// <summary>The field of an object, or <see langword="null"/> if it has no name. What is at fault has its default.</summary>
    /// <param name="node">The field's object.</param>
    /// <param name="missingValues">Those of the schema.</param>
    /// <param name="key">Whether the field is one of the primary key, which makes it required.</param>
    public Field? Read(DescriptorNode node, IReadOnlyList<string> missingValues, Func<string, bool> key)
    {
        if (!node.IsObject("A field"))
        {
            return null;
        }

        SluiceProperties.Check(node, "field");
        if (node.Find("categories") is { } categories)
        {
            categories.Error("'categories' is not supported: list the values in constraints/enum.");
        }

        var errors = node.Errors.Count;
        var type = ReadType(node);
        var field = new Field
        {
            Name = ReadName(node) ?? "",
            Type = type ?? FieldType.String,
            Format = type is { } known ? ReadFormat(node, known) : "default",
            Title = node.Find("title")?.AsString("'title'"),
            Description = node.Find("description")?.AsString("'description'"),
            MissingValues = MissingValuesReader.Read(node) ?? missingValues,
            Column = default,
        };
        field = ReadLexical(node, field);
        var readable = errors == node.Errors.Count;
        if (type is not null)
        {
            field = field with { Constraints = ConstraintsReader.Read(node, field) };
        }

        field = field with { Column = ReadColumn(node, field) };
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

        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl) || name.Trim() != name)
        {
            property.Error(
                $"The name of a field must have 1 to {MaxNameLength} characters, no control character, and no white space at its ends.");
        }
        else if (ReservedNames.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            property.Error($"The name '{name}' is reserved: the table has a column of its own of this name.");
        }

        return name;
    }

    private static FieldType? ReadType(DescriptorNode node)
    {
        if (node.Find("type") is not { } property)
        {
            return FieldType.String;
        }

        if (property.AsString("The type of a field") is not { } name)
        {
            return null;
        }

        if (Types.TryGetValue(name, out var type))
        {
            return type;
        }

        property.Error(OtherTypes.Contains(name)
            ? $"The type '{name}' is not supported. The types are {string.Join(", ", Types.Keys)}."
            : $"'{name}' is no type. The types are {string.Join(", ", Types.Keys)}.{Suggestion.For(name, Types.Keys)}");
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

        if (type is FieldType.Date or FieldType.Time or FieldType.Datetime)
        {
            // Written so before version 1 of the standard; it asks for the prefix to be left out.
            format = format.StartsWith("fmt:", StringComparison.Ordinal) ? format[4..] : format;
            if (format == "any" || format.Contains('%', StringComparison.Ordinal))
            {
                return format;
            }

            property.Error(
                $"The format of a field of type {NameOf(type)} must be 'default', 'any' or a pattern such as '%d/%m/%Y', "
                + $"but is '{format}'.");
            return Default;
        }

        property.Error(type == FieldType.String && OtherStringFormats.Contains(format)
            ? $"The format '{format}' is not supported: leave it out, or use constraints/pattern."
            : $"The format of a field of type {NameOf(type)} must be 'default', but is '{format}'.");
        return Default;
    }

    // How numbers and truth values are written. The standard gives these properties no meaning with other types.
    private static Field ReadLexical(DescriptorNode node, Field field)
    {
        if (field.Type is FieldType.Number or FieldType.Integer)
        {
            field = field with
            {
                GroupChar = ReadSeparator(node, "groupChar"),
                BareNumber = node.Find("bareNumber")?.AsFlag("'bareNumber'") ?? true,
            };
            if (field.Type == FieldType.Number)
            {
                field = field with { DecimalChar = ReadSeparator(node, "decimalChar") ?? field.DecimalChar };
            }

            if (field.GroupChar == field.DecimalChar && field.Type == FieldType.Number)
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

        property.Error($"'{name}' must have a character at least, and no digit or sign.");
        return null;
    }

    private static List<string>? ReadTexts(DescriptorNode node, string name) =>
        node.Find(name) is { } property && property.IsFilledArray($"'{name}'") && property.AsStrings($"'{name}'") is { Count: > 0 } texts
            ? [.. texts.Select(t => t.Text)]
            : null;

    private static ColumnType ReadColumn(DescriptorNode node, Field field)
    {
        if (node.Find(SluiceProperties.Type) is { } property)
        {
            if (field.Type == FieldType.Number)
            {
                return ReadNumberColumn(property);
            }

            property.Error($"'{SluiceProperties.Type}' is only for fields of type number, not {NameOf(field.Type)}.");
        }

        return field.Type switch
        {
            // A character outside the first plane takes two code units.
            FieldType.String => new(ColumnKind.Text, MaxLength:
                field.Constraints.MaxLength is { } length and > 0 and <= MaxColumnLength / 2 ? length * 2 : null),
            FieldType.Number => ColumnType.DefaultDecimal,
            FieldType.Boolean => new(ColumnKind.Boolean),
            FieldType.Date => new(ColumnKind.Date),
            FieldType.Time => new(ColumnKind.Time),
            FieldType.Datetime => new(ColumnKind.Timestamp),
            _ => new(ColumnKind.Int64),
        };
    }

    private static ColumnType ReadNumberColumn(DescriptorNode node)
    {
        if (node.AsString($"'{SluiceProperties.Type}'") is not { } text)
        {
            return ColumnType.DefaultDecimal;
        }

        if (text == "float")
        {
            return new(ColumnKind.Double);
        }

        if (DecimalType().Match(text) is { Success: true } match)
        {
            var precision = byte.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            var scale = byte.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
            if (precision is >= 1 and <= 38 && scale <= precision)
            {
                return new(ColumnKind.Decimal, precision, scale);
            }
        }

        node.Error(
            $"'{SluiceProperties.Type}' must be 'float' or 'decimal(p,s)' with 1 to 38 digits in all and at most as many after the point, "
            + $"but is '{text}'.{Suggestion.For(text, ["float"])}");
        return ColumnType.DefaultDecimal;
    }

    [GeneratedRegex(@"^decimal\(([0-9]{1,2}), ?([0-9]{1,2})\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalType();
}

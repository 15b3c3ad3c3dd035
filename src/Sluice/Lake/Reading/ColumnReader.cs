using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>Determines the column type of a field.</summary>
internal static partial class ColumnReader
{
    // A column of at most this many UTF-16 code units has a length; a longer one is nvarchar(max).
    private const int MaxColumnLength = 4000;

    private const int UuidLength = 36;
    private const int HashLength = 64;

    /// <summary>The column of a field whose type and constraints are known.</summary>
    public static ColumnType Read(DescriptorNode node, Field field)
    {
        if (node.Find(SluiceProperties.Type) is { } property)
        {
            if (field.Type == FieldType.Number)
            {
                return ReadNumber(property);
            }

            property.Error($"'{SluiceProperties.Type}' is only for fields of type number, not {FieldDescriptorReader.NameOf(field.Type)}.");
        }

        return From(field);
    }

    /// <summary>The default column of a field, by its type, format and constraints.</summary>
    public static ColumnType From(Field field) => field.Type switch
    {
        FieldType.String when field.Format == "uuid" => new(ColumnKind.Text, MaxLength: UuidLength),

        // A character outside the basic multilingual plane takes two code units.
        FieldType.String or FieldType.Any => new(ColumnKind.Text, MaxLength:
            field.Constraints.MaxLength is { } length and > 0 and <= MaxColumnLength / 2 ? length * 2 : null),
        FieldType.Number => ColumnType.DefaultDecimal,
        FieldType.Integer or FieldType.Year => new(ColumnKind.Int64),
        FieldType.Boolean => new(ColumnKind.Boolean),
        FieldType.Date or FieldType.Yearmonth => new(ColumnKind.Date),
        FieldType.Time => new(ColumnKind.Time),
        FieldType.Datetime => new(ColumnKind.Timestamp),
        _ => new(ColumnKind.Text),
    };

    /// <summary>The column of a sensitive field: text.</summary>
    public static ColumnType OfSensitive(Sensitivity sensitivity) =>
        new(ColumnKind.Text, MaxLength: sensitivity == Sensitivity.Hash ? HashLength : null);

    private static ColumnType ReadNumber(DescriptorNode node)
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

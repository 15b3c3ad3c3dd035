using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Formats;
using Sluice.Validation.Types;

namespace Sluice.Validation.Fields;

/// <summary>Creates the readers of fields.</summary>
internal static class FieldReaders
{
    /// <summary>Creates the reader of a field. Errors in the field's descriptor go to <paramref name="problems"/>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="limits">What the warehouse can hold exactly.</param>
    /// <param name="hashKey">The key for hashing sensitive fields.</param>
    /// <param name="problems">Receives the errors, each with the property that has it.</param>
    public static FieldReader Create(
        Field field, WarehouseLimits limits, ReadOnlyMemory<byte> hashKey, ICollection<(string Property, string Message)> problems)
    {
        if (field.Trim)
        {
            return TrimmingFieldReader.Create(field, f => Create(f, limits, hashKey, problems), problems);
        }

        if (field.Sensitive != Sensitivity.None)
        {
            var plain = field with { Sensitive = Sensitivity.None, Column = field.PlainColumn ?? field.Column };
            return new SensitiveFieldReader(field, Create(plain, limits, hashKey, problems), hashKey);
        }

        var truncates = field.Fraction == FractionPolicy.Truncate;
        var decimalChar = field.Type == FieldType.Number || (field.Type == FieldType.Integer && truncates) ? field.DecimalChar : null;
        if (field.GroupChar is not null && field.GroupChar == decimalChar)
        {
            problems.Add(("groupChar", $"is \"{field.GroupChar}\", the same as decimalChar"));
        }

        var number = new NumberText(decimalChar, field.GroupChar, field.BareNumber);
        var any = field.Format == "any";
        var format = field.Type is FieldType.Date or FieldType.Time or FieldType.Datetime && !any && field.Format != "default"
            ? DateFormat(field, problems)
            : null;
        return field.Type switch
        {
            FieldType.Integer => new ValueReader<long, IntegerParser>(
                field, new(number, truncates), problems, new(new(null, field.GroupChar, field.BareNumber))),
            FieldType.Number when field.Column.Kind == ColumnKind.Double => new ValueReader<double, DoubleParser>(
                field, new(number, limits.HoldsAllDoubles), problems),
            FieldType.Number => new ValueReader<Int128, DecimalParser>(
                field, new(number, field.Column.Precision, field.Column.Scale), problems),
            FieldType.Boolean => new ValueReader<bool, BooleanParser>(field, new(field.TrueValues, field.FalseValues), problems),
            FieldType.Date => new ValueReader<int, DateParser>(field, new(format, any), problems),
            FieldType.Time => new ValueReader<long, TimeParser>(field, new(format, any, limits.TicksPerUnit, truncates), problems),
            FieldType.Datetime => new ValueReader<long, DatetimeParser>(
                field, new(format, any, limits.TicksPerUnit, ZoneOffsets.Find(field.Timezone), truncates), problems),
            FieldType.Year => new ValueReader<long, YearParser>(field, default, problems),
            FieldType.Yearmonth => new ValueReader<int, YearmonthParser>(field, default, problems),
            _ => new TextFieldReader(field, Format(field, problems), problems),
        };
    }

    private static TextFormat? Format(Field field, ICollection<(string, string)> problems)
    {
        switch (field.Type)
        {
            case FieldType.Object or FieldType.Array:
                var json = new JsonFormat(field.Type == FieldType.Object, field.Constraints.JsonSchema, out var problem);
                if (problem is not null)
                {
                    problems.Add(("constraints/jsonSchema", problem));
                }

                return json;
            case FieldType.List:
                return new ListFormat(field);
            case FieldType.Duration:
                return new DurationFormat();
            case FieldType.Geopoint:
                return new GeopointFormat(field.Format);
            case FieldType.Geojson:
                return field.Format == "topojson" ? new TopoJsonFormat() : new GeoJsonFormat();
            default:
                return field.Format switch
                {
                    "email" => new EmailFormat(),
                    "uri" => new UriTextFormat(),
                    "binary" => new BinaryFormat(),
                    "uuid" => new UuidFormat(),
                    _ => null,
                };
        }
    }

    private static DateFormat? DateFormat(Field field, ICollection<(string, string)> problems)
    {
        var format = Types.DateFormat.TryCreate(field.Format, out var error);
        if (field.Type == FieldType.Time && format is { HasDate: true })
        {
            error = "has a date, which a time column cannot hold; use type datetime";
        }

        if (error is not null)
        {
            problems.Add(("format", $"\"{field.Format}\" {error}"));
        }

        return format;
    }
}

using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.Validation;

/// <summary>Makes the reader of a field.</summary>
internal static class FieldReaders
{
    /// <summary>Makes the reader of a field; what is wrong with the field goes to <paramref name="problems"/>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="limits">What the warehouse can hold exactly.</param>
    /// <param name="problems">Gets what cannot be read, by the field's property in its descriptor.</param>
    public static FieldReader Create(Field field, WarehouseLimits limits, ICollection<(string Property, string Message)> problems)
    {
        var decimalChar = field.Type == FieldType.Number ? field.DecimalChar : null;
        if (field.GroupChar is not null && field.GroupChar == decimalChar)
        {
            problems.Add(("groupChar", $"is \"{field.GroupChar}\", as the decimalChar is"));
        }

        var number = new NumberText(decimalChar, field.GroupChar, field.BareNumber);
        var any = field.Format == "any";
        var pattern = field.Type is FieldType.Date or FieldType.Time or FieldType.Datetime && !any && field.Format != "default"
            ? Pattern(field.Format, problems)
            : null;
        return field.Type switch
        {
            FieldType.Integer => new ValueReader<long, IntegerParser>(field, new(number), problems),
            FieldType.Number when field.Column.Kind == ColumnKind.Double => new ValueReader<double, DoubleParser>(field, new(number), problems),
            FieldType.Number => new ValueReader<Int128, DecimalParser>(
                field, new(number, field.Column.Precision, field.Column.Scale), problems),
            FieldType.Boolean => new ValueReader<bool, BooleanParser>(field, new(field.TrueValues, field.FalseValues), problems),
            FieldType.Date => new ValueReader<int, DateParser>(field, new(pattern, any), problems),
            FieldType.Time => new ValueReader<long, TimeParser>(field, new(pattern, any, limits.TicksPerUnit), problems),
            FieldType.Datetime => new ValueReader<long, DatetimeParser>(field, new(pattern, any, limits.TicksPerUnit), problems),
            FieldType.Year => new ValueReader<long, YearParser>(field, default, problems),
            _ => new TextFieldReader(field, problems),
        };
    }

    private static StrptimePattern? Pattern(string format, ICollection<(string, string)> problems)
    {
        var pattern = StrptimePattern.TryCreate(format, out var error);
        if (error is not null)
        {
            problems.Add(("format", $"\"{format}\" {error}"));
        }

        return pattern;
    }
}

using System.Globalization;
using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

// The parser returns dates and times of day as its own types, which it has marked obsolete.
#pragma warning disable CS0618

/// <summary>Converts the literals of a request to parameters.</summary>
internal static class Literals
{
    /// <summary>Converts a literal.</summary>
    /// <param name="constant">The literal.</param>
    /// <param name="type">The type that the parser converts it to, or <see langword="null"/>.</param>
    public static ParameterExpression Create(ConstantNode constant, IEdmTypeReference? type)
    {
        var wanted = type ?? constant.TypeReference;
        return constant.Value switch
        {
            null => new ParameterExpression(null, KindOf(wanted)),
            Date date when wanted?.IsDateTimeOffset() == true =>
                new ParameterExpression(((DateTime)date).Date, ColumnKind.Timestamp),
            byte or sbyte or short or int or long or decimal or float or double => Number(constant.LiteralText),
            var value => Create(value),
        };
    }

    /// <summary>
    /// Reads a number from its text, because the parser rounds most numbers to 32 bits. It is a whole number, a decimal (also <c>1e-3</c>),
    /// or, if marked so, a floating point number (<c>1.5d</c>, <c>INF</c>).
    /// </summary>
    /// <exception cref="QueryRefusedException">The text is not a number.</exception>
    public static ParameterExpression Number(string text)
    {
        var digits = text.AsSpan().TrimEnd("lLmMdDfF");
        if (double.TryParse(Infinity(text), NumberStyles.Float, CultureInfo.InvariantCulture, out var special) && !double.IsFinite(special)
            && !char.IsAsciiDigit(text[^1]))
        {
            return new ParameterExpression(special, ColumnKind.Double);
        }

        if (!ExactNumber.TryParse(digits, out var number))
        {
            throw new QueryRefusedException("Literals of that type are not supported.");
        }

        return text[^1] is 'd' or 'D' or 'f' or 'F'
            ? new ParameterExpression(number.ToDouble(), ColumnKind.Double)
            : new ParameterExpression(
                number, digits.ContainsAny('.', 'e', 'E') || text[^1] is 'm' or 'M' ? ColumnKind.Decimal : ColumnKind.Int64);
    }

    /// <summary>A number of at most 38 digits, with its SQL type.</summary>
    public static ParameterExpression Settled(ExactNumber number, ColumnKind kind)
    {
        var digits = new Digits(number.Whole, number.Scale);
        return kind == ColumnKind.Int64 && number.Unscaled >= long.MinValue && number.Unscaled <= long.MaxValue
            ? new ParameterExpression((long)number.Unscaled, kind) { Precision = digits.All <= QueryExpression.MaxNarrow ? digits.All : 0 }
            : new ParameterExpression(number, kind) { Precision = digits.All, Scale = digits.Scale };
    }

    /// <summary>Converts a value of a row to a parameter.</summary>
    /// <param name="value">The value; a number may be given as its digits.</param>
    /// <param name="like">The column that it is a value of.</param>
    public static ParameterExpression Create(object? value, QueryExpression like) => (like.Kind, value) switch
    {
        (ColumnKind.Decimal or ColumnKind.Int64, string digits) => Numbers.Like(like, ExactNumber.Parse(digits).Floor(like.Scale, out _)),
        (ColumnKind.Decimal, decimal number) => Numbers.Like(
            like, ExactNumber.Parse(number.ToString(CultureInfo.InvariantCulture)).Floor(like.Scale, out _)),
        _ => new ParameterExpression(value, like.Kind) { Precision = like.Precision, Scale = like.Scale },
    };

    private static string Infinity(string text) => text switch
    {
        "INF" => "Infinity",
        "-INF" => "-Infinity",
        _ => text,
    };

    private static ParameterExpression Create(object value) => value switch
    {
        string text => new(text, ColumnKind.Text),
        bool boolean => new(boolean, ColumnKind.Boolean),
        DateTimeOffset time => new(time.UtcDateTime, ColumnKind.Timestamp),
        Date date => new(DateOnly.FromDateTime(date), ColumnKind.Date),
        TimeOfDay time => new(new TimeOnly(time.Ticks), ColumnKind.Time),
        DateOnly date => new(date, ColumnKind.Date),
        TimeOnly time => new(time, ColumnKind.Time),
        _ => throw new QueryRefusedException("Literals of that type are not supported."),
    };

    private static ColumnKind KindOf(IEdmTypeReference? type) => type?.PrimitiveKind() switch
    {
        EdmPrimitiveTypeKind.Boolean => ColumnKind.Boolean,
        EdmPrimitiveTypeKind.Byte or EdmPrimitiveTypeKind.SByte or EdmPrimitiveTypeKind.Int16 or EdmPrimitiveTypeKind.Int32
            or EdmPrimitiveTypeKind.Int64 => ColumnKind.Int64,
        EdmPrimitiveTypeKind.Decimal => ColumnKind.Decimal,
        EdmPrimitiveTypeKind.Single or EdmPrimitiveTypeKind.Double => ColumnKind.Double,
        EdmPrimitiveTypeKind.Date => ColumnKind.Date,
        EdmPrimitiveTypeKind.TimeOfDay => ColumnKind.Time,
        EdmPrimitiveTypeKind.DateTimeOffset => ColumnKind.Timestamp,
        _ => ColumnKind.Text,
    };
}

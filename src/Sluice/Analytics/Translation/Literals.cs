using System.Globalization;
using Microsoft.OData.Edm;
using Microsoft.OData.UriParser;
using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

// The parser gives dates and times of day as its own types, which its next version will not have.
#pragma warning disable CS0618

/// <summary>The literals of a request as parameters.</summary>
internal static class Literals
{
    /// <summary>A literal.</summary>
    /// <param name="constant">The literal.</param>
    /// <param name="type">What the parser makes of it, or <see langword="null"/>.</param>
    public static ParameterExpression Of(ConstantNode constant, IEdmTypeReference? type)
    {
        var wanted = type ?? constant.TypeReference;
        return constant.Value switch
        {
            null => new ParameterExpression(null, KindOf(wanted)),
            Date date when wanted?.IsDateTimeOffset() == true =>
                new ParameterExpression(((DateTime)date).Date, ColumnKind.Timestamp),
            var value => Of(value),
        };
    }

    private static ParameterExpression Of(object value) => value switch
    {
        string text => new(text, ColumnKind.Text),
        bool boolean => new(boolean, ColumnKind.Boolean),
        byte or sbyte or short or int or long => new(Convert.ToInt64(value, CultureInfo.InvariantCulture), ColumnKind.Int64),
        decimal number => new(number, ColumnKind.Decimal) { Scale = number.Scale },
        float number => new((double)number, ColumnKind.Double),
        double number => new(number, ColumnKind.Double),
        DateTimeOffset time => new(time.UtcDateTime, ColumnKind.Timestamp),
        Date date => new(DateOnly.FromDateTime(date), ColumnKind.Date),
        TimeOfDay time => new(new TimeOnly(time.Ticks), ColumnKind.Time),
        DateOnly date => new(date, ColumnKind.Date),
        TimeOnly time => new(time, ColumnKind.Time),
        _ => throw new QueryRefusedException("There are no literals of that type here."),
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

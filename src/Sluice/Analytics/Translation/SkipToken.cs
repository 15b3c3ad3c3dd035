using System.Buffers.Text;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>
/// The start of a page: after the row with certain values of the order, or after a number of rows. A client can change it, so its content
/// is treated like the rest of a request: values become parameters.
/// </summary>
/// <param name="After">The values as text, null for no value; <see langword="null"/> if rows are skipped by number.</param>
/// <param name="Skip">How many rows to skip, if by number.</param>
/// <param name="Top">How many of the requested rows are left, or <see langword="null"/> for all.</param>
internal sealed record SkipToken(
    [property: JsonPropertyName("a")] IReadOnlyList<string?>? After,
    [property: JsonPropertyName("s")] long Skip,
    [property: JsonPropertyName("t")] long? Top)
{
    private const int MaxLength = 1500;

    /// <summary>Parses a token.</summary>
    /// <exception cref="QueryRefusedException">The text is not a token.</exception>
    public static SkipToken Parse(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize<SkipToken>(Base64Url.DecodeFromChars(text)) is { Skip: >= 0, Top: null or > 0 } token)
            {
                return token;
            }
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            // Not a token of this service.
        }

        throw Refused();
    }

    /// <summary>The token as text, or <see langword="null"/> if it is too long for a link.</summary>
    public string? Text() =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this)) is { Length: <= MaxLength } text ? text : null;

    /// <summary>The values of a row for <see cref="After"/>, as text; null for no value.</summary>
    /// <param name="row">The row.</param>
    /// <param name="order">The order of the rows.</param>
    /// <param name="ordinals">The columns of the order.</param>
    public static List<string?> Values(DbDataReader row, IReadOnlyList<Ordering> order, IReadOnlyList<int> ordinals) =>
        [.. ordinals.Zip(order, (o, by) => row.IsDBNull(o) ? null : Text(row, o, by.Value.Kind))];

    /// <summary>The text of the token for the rows after a row.</summary>
    /// <param name="values">The <see cref="Values"/> of the row.</param>
    /// <param name="counted">The token that skips all rows up to it by number, for values that are too long.</param>
    /// <exception cref="QueryRefusedException">Both are too long for a link.</exception>
    public static string Next(IReadOnlyList<string?> values, SkipToken counted) =>
        new SkipToken(values, 0, counted.Top).Text()
            ?? counted.Text()
            ?? throw new QueryRefusedException("The link to the next rows would be too long: order by shorter values.");

    /// <summary>Converts a value of a row to text that <see cref="Condition"/> reads.</summary>
    /// <param name="row">The row.</param>
    /// <param name="ordinal">The column, which must have a value.</param>
    /// <param name="kind">Its kind.</param>
    public static string Text(DbDataReader row, int ordinal, ColumnKind kind) => kind switch
    {
        ColumnKind.Date => row.GetFieldValue<DateOnly>(ordinal).DayNumber.ToString(CultureInfo.InvariantCulture),
        ColumnKind.Time => row.GetFieldValue<TimeOnly>(ordinal).Ticks.ToString(CultureInfo.InvariantCulture),
        _ => row.GetValue(ordinal) switch
        {
            DateTime time => time.Ticks.ToString(CultureInfo.InvariantCulture),
            bool boolean => boolean ? "1" : "0",
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            var text => (string)text,
        },
    };

    /// <summary>
    /// The condition of the rows after the token's row: greater in the first part of the order, or equal there and greater in the next, and
    /// so on.
    /// </summary>
    /// <param name="order">What rows are ordered by.</param>
    /// <exception cref="QueryRefusedException">The token does not belong to this order.</exception>
    public QueryExpression Condition(IReadOnlyList<Ordering> order)
    {
        if (After is null || After.Count != order.Count || After.Count == 0)
        {
            throw Refused();
        }

        List<QueryExpression> any = [];
        List<QueryExpression> same = [];
        foreach (var (ordering, text) in order.Zip(After))
        {
            var value = text is null ? new ParameterExpression(null, ordering.Value.Kind) : Value(text, ordering.Value.Kind);
            if (Beyond(ordering, value) is { } beyond)
            {
                any.Add(Comparisons.All([.. same, beyond]));
            }

            same.Add(IsNaN(value) ? IsNaN(ordering.Value) : Comparisons.Create(ComparisonOperator.Equal, ordering.Value, value));
        }

        return Comparisons.Any(any);
    }

    private static QueryExpression? Beyond(Ordering ordering, ParameterExpression value)
    {
        var column = ordering.Value;
        if (value.Value is null)
        {
            return ordering.Descending || !column.Nullable ? null : new NotExpression(new IsNullExpression(column));
        }

        if (!ordering.Descending)
        {
            return IsNaN(value) ? null
                : column.Kind == ColumnKind.Double
                    ? Comparisons.Any([Comparisons.Create(ComparisonOperator.Greater, column, value), IsNaN(column)])
                : Comparisons.Create(ComparisonOperator.Greater, column, value);
        }

        var less = IsNaN(value) ? new NotExpression(IsNaN(column)) : Comparisons.Create(ComparisonOperator.Less, column, value);
        return column.Nullable ? new LogicalExpression(false, [less, new IsNullExpression(column)]) : less;
    }

    // In the order of rows NaN is the greatest number. But comparisons (see ComparisonExpression) find it neither greater than a number nor
    // equal to itself. So NaN is recognized as the only value that is not equal to itself.
    private static QueryExpression IsNaN(QueryExpression column) => Comparisons.Create(ComparisonOperator.NotEqual, column, column);

    private static bool IsNaN(ParameterExpression value) => value.Value is double number && double.IsNaN(number);

    private static ParameterExpression Value(string text, ColumnKind kind)
    {
        if (kind is ColumnKind.Int64 or ColumnKind.Decimal)
        {
            return ExactNumber.TryParse(text, out var exact) ? new ParameterExpression(exact, kind) : throw Refused();
        }

        object? value = kind switch
        {
            ColumnKind.Text => text,
            ColumnKind.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : null,
            ColumnKind.Boolean => text == "1",
            ColumnKind.Date =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= DateOnly.MaxValue.DayNumber
                    ? DateOnly.FromDayNumber(n)
                    : null,
            ColumnKind.Time =>
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= TimeOnly.MaxValue.Ticks
                    ? new TimeOnly(n)
                    : null,
            ColumnKind.Timestamp =>
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n <= DateTime.MaxValue.Ticks
                    ? new DateTime(n, DateTimeKind.Utc)
                    : null,
            _ => null,
        };
        return new ParameterExpression(value ?? throw Refused(), kind);
    }

    private static QueryRefusedException Refused() => new("The query option $skiptoken does not belong to this request.");
}

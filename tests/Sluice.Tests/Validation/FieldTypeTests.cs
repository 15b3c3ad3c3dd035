using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>The texts that each type and format accepts, and the values they become.</summary>
public class FieldTypeTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-17", "-17")]
    [InlineData("+17", "17")]
    [InlineData("007", "7")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("0000000000000000000000000000005", "5")]
    [InlineData("9223372036854775808", null)]
    [InlineData("-9223372036854775809", null)]
    [InlineData("99999999999999999999999999", null)]
    [InlineData("1.0", null)]
    [InlineData("1e3", null)]
    [InlineData(" 1", null)]
    [InlineData("-", null)]
    [InlineData("1,000", null)]
    public Task Integers(string text, string? held) => Holds(Given.Field("f", FieldType.Integer), text, held);

    [Theory]
    [InlineData("1.000.000", "1000000")]
    [InlineData("1..0", null)]
    [InlineData(".1", null)]
    [InlineData("1.", null)]
    public Task Integers_in_digit_groups(string text, string? held) =>
        Holds(Given.Field("f", FieldType.Integer) with { GroupChar = "." }, text, held);

    [Theory]
    [InlineData("€ 95", "95")]
    [InlineData("95%", "95")]
    [InlineData("EUR -95 net", "-95")]
    [InlineData("none", null)]
    [InlineData("9 5", null)]
    public Task Integers_with_text_around_them(string text, string? held) =>
        Holds(Given.Field("f", FieldType.Integer) with { BareNumber = false }, text, held);

    [Theory]
    [InlineData("12.50", "1250")]
    [InlineData("12.5", "1250")]
    [InlineData("-0.01", "-1")]
    [InlineData(".5", "50")]
    [InlineData("5.", "500")]
    [InlineData("12.500000", "1250")]
    [InlineData("1.25e1", "1250")]
    [InlineData("1250E-2", "1250")]
    [InlineData("9999999999.99", "999999999999")]
    [InlineData("000000000000000000009999999999.990000", "999999999999")]
    [InlineData("0e9999", "0")]
    [InlineData("12.505", null)]
    [InlineData("10000000000", null)]
    [InlineData("10000000000.00", null)]
    [InlineData("1e10", null)]
    [InlineData("1e99999999999", null)]
    [InlineData("NaN", null)]
    [InlineData("INF", null)]
    [InlineData("12,5", null)]
    [InlineData(".", null)]
    [InlineData("--1", null)]
    [InlineData("1-1", null)]
    public Task Numbers_that_the_decimal_column_holds_exactly(string text, string? held) =>
        Holds(Given.Field("f", FieldType.Number), text, held);

    [Theory]
    [InlineData("9999999999999999999999999999.9999999999", "99999999999999999999999999999999999999")]
    [InlineData("-9999999999999999999999999999.9999999999", "-99999999999999999999999999999999999999")]
    [InlineData("10000000000000000000000000000", null)]
    [InlineData("0.00000000001", null)]
    [InlineData("999999999999999999", "9999999999999999990000000000")]
    public Task Numbers_of_38_digits(string text, string? held) =>
        Holds(Given.Field("f", FieldType.Number) with { Column = ColumnType.DefaultDecimal }, text, held);

    [Theory]
    [InlineData("1.234,50", "123450")]
    [InlineData("1234,5", "123450")]
    [InlineData("1.2,3.4", null)]
    [InlineData("1.5", null)]
    [InlineData("12.50", null)]
    public Task Numbers_with_a_decimal_comma(string text, string? held) =>
        Holds(Given.Field("f", FieldType.Number) with { DecimalChar = ",", GroupChar = "." }, text, held);

    [Theory]
    [InlineData("0.1", "0.1")]
    [InlineData("1e308", "1E+308")]
    [InlineData("NaN", "NaN")]
    [InlineData("INF", "Infinity")]
    [InlineData("-INF", "-Infinity")]
    [InlineData("1e999", null)]
    [InlineData("1e-999", null)]
    [InlineData("0e-999", "0")]
    [InlineData("Infinity", null)]
    [InlineData("nan", "NaN")]
    [InlineData("-inf", "-Infinity")]
    [InlineData(" 1", null)]
    public Task Numbers_in_a_float_column(string text, string? held) =>
        Holds(Given.Field("f", FieldType.Number) with { Column = new ColumnType(ColumnKind.Double) }, text, held);

    [Theory]
    [InlineData("true", "true")]
    [InlineData("1", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("tRue", null)]
    [InlineData("yes", null)]
    public Task Booleans(string text, string? held) => Holds(Given.Field("f", FieldType.Boolean), text, held);

    [Theory]
    [InlineData("1970-01-01", "0")]
    [InlineData("2024-02-29", "19782")]
    [InlineData("0001-01-01", "-719162")]
    [InlineData("9999-12-31", "2932896")]
    [InlineData("2023-02-29", null)]
    [InlineData("2024-13-01", null)]
    [InlineData("2024-2-9", null)]
    [InlineData("0000-01-01", null)]
    [InlineData("29/02/2024", null)]
    public Task Dates(string text, string? held) => Holds(Given.Field("f", FieldType.Date), text, held);

    [Theory]
    [InlineData("%d/%m/%Y", "29/02/2024", "19782")]
    [InlineData("%d/%m/%Y", "1/2/1970", "31")]
    [InlineData("%d/%m/%Y", "29/02/2023", null)]
    [InlineData("%d %B %Y", "29 february 2024", "19782")]
    [InlineData("%d-%b-%y", "29-Feb-24", "19782")]
    [InlineData("%Y%j", "2024060", "19782")]
    [InlineData("%Y%m%d", "20240229", "19782")]
    [InlineData("%Y%m%d", "20240229x", null)]
    [InlineData("%Y-%m-%d %H:%M:%S", "2024-02-29 00:00:00", "19782")]
    [InlineData("%Y-%m-%d %H:%M:%S", "2024-02-29 13:45:00", null)] // a date column holds no time of day
    [InlineData("%Y-%m-%d%z", "2024-02-29+0200", null)]
    public Task Dates_of_a_pattern(string pattern, string text, string? held) =>
        Holds(Given.Field("f", FieldType.Date, pattern), text, held);

    [Theory]
    [InlineData("29 Feb 2024", "19782")]
    [InlineData("2024-02-29", "19782")]
    [InlineData("02/29/24", "19782")]
    [InlineData("29 Feb 24", "19782")]
    [InlineData("May 5", null)] // of which year?
    [InlineData("5/6", null)]
    [InlineData("yesterday", null)]
    public Task Dates_of_any_format(string text, string? held) => Holds(Given.Field("f", FieldType.Date, "any"), text, held);

    [Theory]
    [InlineData("00:00:01", "10000000")]
    [InlineData("23:59:59.999999", "863999999990")]
    [InlineData("12:00:00Z", "432000000000")]
    [InlineData("12:00:00+00:00", "432000000000")]
    [InlineData("12:00:00.1234567", null)] // finer than the 1 µs of the warehouse
    [InlineData("12:00:00+01:00", null)]
    [InlineData("24:00:00", null)]
    [InlineData("12:00", null)]
    [InlineData("12:00:60", null)]
    public Task Times(string text, string? held) => Holds(Given.Field("f", FieldType.Time), text, held);

    [Theory]
    [InlineData("1970-01-01T00:00:01Z", "10000000")]
    [InlineData("1970-01-01T00:00:01", "10000000")]
    [InlineData("1970-01-01T02:00:01+02:00", "10000000")]
    [InlineData("1970-01-01T00:00:00.5Z", "5000000")]
    [InlineData("1970-01-01T00:00:00.50000000000Z", "5000000")]
    [InlineData("9999-12-31T23:59:59.999999", "2534023007999999990")]
    [InlineData("0001-01-01T00:00:00+01:00", null)]
    [InlineData("1970-01-01 00:00:01", null)]
    [InlineData("1970-01-01", null)]
    [InlineData("1970-01-01T00:00:00.1234567", null)]
    [InlineData("1970-01-01T00:00:00.", null)]
    public Task Datetimes(string text, string? held) => Holds(Given.Field("f", FieldType.Datetime), text, held);

    [Theory]
    [InlineData("%Y-%m-%d %H:%M:%S", "1970-01-01 00:00:01", "10000000")]
    [InlineData("%d/%m/%Y %I:%M %p", "01/01/1970 12:00 AM", "0")]
    [InlineData("%d/%m/%Y %I:%M %p", "01/01/1970 12:00 pm", "432000000000")]
    [InlineData("%Y-%m-%dT%H:%M:%S.%f%z", "1970-01-01T01:00:00.25+0100", "2500000")]
    [InlineData("%Y-%m-%d %H:%M:%S", "1970-01-01 24:00:01", null)]
    public Task Datetimes_of_a_pattern(string pattern, string text, string? held) =>
        Holds(Given.Field("f", FieldType.Datetime, pattern), text, held);

    [Theory]
    [InlineData("2024", "2024")]
    [InlineData("-0044", "-44")]
    [InlineData("12024", "12024")]
    [InlineData("24", null)]
    [InlineData("02024", null)]
    [InlineData("+2024", null)]
    public Task Years(string text, string? held) => Holds(Given.Field("f", FieldType.Year), text, held);

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("é漢😀", "é漢😀")]
    [InlineData("\"a \"\"b\"\", c\nd\"", "a \"b\", c\nd")]
    [InlineData("a\0b", null)]
    public Task Strings(string text, string? held) => Holds(Given.Field("f"), text, held);

    private static async Task Holds(Field field, string text, string? held)
    {
        var quoted = text.Contains(',', StringComparison.Ordinal) && text[0] != '"' ? $"\"{text}\"" : text;
        var read = await Given.ReadAsync(Given.Dataset(field, Given.Field("g")), $"f,g\n{quoted},x\n");
        if (held is null)
        {
            var error = Assert.Single(Assert.Single(read.Rejects).Errors);
            Assert.Equal("f", error.Field);
            Assert.Equal(text.Contains('\0', StringComparison.Ordinal) ? "encoding" : "type", error.Rule);
        }
        else
        {
            Assert.Equal($"{held}|x", Assert.Single(read.Rows).Values);
        }
    }
}

using System.Globalization;
using Sluice.Analytics;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>The message about a text that does not pass: what is wrong, and what would help.</summary>
public class MessageTests
{
    [Theory]
    [InlineData("12,5", "did you mean decimalChar \",\"?")]
    [InlineData("1,234.50", "did you mean groupChar \",\"?")]
    [InlineData("1.234,5", "did you mean groupChar \".\" and decimalChar \",\"?")]
    [InlineData("12 500", "did you mean groupChar \" \"?")]
    [InlineData("$12.50", "did you mean \"bareNumber\": false?")]
    [InlineData("12,5 %", "did you mean decimalChar \",\" and \"bareNumber\": false?")]
    [InlineData("€ 1,234.50", "did you mean groupChar \",\" and \"bareNumber\": false?")]
    [InlineData("1.234,50 €", "did you mean groupChar \".\" and decimalChar \",\" and \"bareNumber\": false?")]
    [InlineData("1,234", "did you mean thousands (groupChar \",\") or decimals (decimalChar \",\")?")]
    [InlineData("2,288,000", "did you mean groupChar \",\"?")]
    [InlineData("0,123", "did you mean decimalChar \",\"?")]
    [InlineData("€ 1,234",
        "did you mean thousands (groupChar \",\" and \"bareNumber\": false) or decimals (decimalChar \",\" and \"bareNumber\": false)?")]
    [InlineData("1_000", "did you mean groupChar \"_\"?")]
    [InlineData("12 ", "there is white space around it, which \"sluice:trim\": true leaves out")]
    [InlineData("\\N", "databases write it for no value: set the dialect's nullSequence to it, or add it to the field's missingValues")]
    [InlineData("n/a", "if it means no value, add it to the field's missingValues")]
    [InlineData("12a", null)]
    [InlineData("on request", null)]
    public Task A_number(string text, string? hint) =>
        SaysAsync(Given.Field("f", FieldType.Number), text, "a number (decimalChar is \".\")", hint);

    [Theory]
    [InlineData("1.5", "did you mean decimalChar \".\"?")]
    [InlineData("1,234.5", "did you mean groupChar \",\" and decimalChar \".\"?")]
    [InlineData("1.234,5", "did you mean groupChar \".\"?")]
    [InlineData("1 234.5", "did you mean groupChar \" \" and decimalChar \".\"?")]
    [InlineData("$1.5", "did you mean decimalChar \".\" and \"bareNumber\": false?")]
    [InlineData("2.288", "did you mean thousands (groupChar \".\") or decimals (decimalChar \".\")?")]
    [InlineData("1,5,", null)]
    public Task A_number_with_a_comma(string text, string? hint) =>
        SaysAsync(Given.Field("f", FieldType.Number) with { DecimalChar = "," }, text, "a number (decimalChar is \",\")", hint);

    /// <summary>
    /// A message does not propose what the field already has. If the two characters would become equal, it proposes to change both.
    /// </summary>
    [Theory]
    [InlineData(".", " ", true, "1,5", "did you mean decimalChar \",\"?")]
    [InlineData(".", " ", true, "1 234,5", "did you mean decimalChar \",\"?")]
    [InlineData(".", ",", true, "12,5", "did you mean no groupChar and decimalChar \",\"?")]
    [InlineData(",", ".", true, "12.5", "did you mean no groupChar and decimalChar \".\"?")]
    [InlineData(".", ",", true, "1.234,5", "did you mean groupChar \".\" and decimalChar \",\"?")]
    [InlineData(".", ",", true, "€ 1,234.5", "did you mean \"bareNumber\": false?")]
    [InlineData(".", null, false, "€ 1,234.5", "did you mean groupChar \",\"?")]
    [InlineData(".", null, false, "€ 1,5", "did you mean decimalChar \",\"?")]
    public async Task A_number_of_a_field_with_characters_of_its_own(string point, string? group, bool isBare, string text, string hint) =>
        Assert.EndsWith(
            $"; {hint}",
            await MessageAsync(
                Given.Field("f", FieldType.Number) with { DecimalChar = point, GroupChar = group, BareNumber = isBare }, text),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("1.204.000", "did you mean groupChar \".\"?")]
    [InlineData("1e3", "it is written with an exponent, which only a field of type number takes")]
    [InlineData("1.23457E+11",
        "a spreadsheet has rounded this, and its last digits are not in the file: export it with all of them")]
    [InlineData("#7", "did you mean \"bareNumber\": false?")]
    [InlineData("-", "if it means no value, add it to the field's missingValues")]
    [InlineData("x", null)]
    public Task An_integer(string text, string? hint) => SaysAsync(Given.Field("f", FieldType.Integer), text, "an integer", hint);

    /// <summary>
    /// The message for a number that is too large, too long or too fine for its column does not say that it is no number.
    /// </summary>
    [Theory]
    [InlineData("12.505", "has more than 2 decimal places, which decimal(12,2) does not hold")]
    [InlineData("0.00000000001", "has more than 2 decimal places, which decimal(12,2) does not hold")]
    [InlineData("1e-3", "has more than 2 decimal places, which decimal(12,2) does not hold")]
    [InlineData("1e-999999999999", "has more than 2 decimal places, which decimal(12,2) does not hold")]
    [InlineData("99999999999999999999.99", "has more than 10 digits before the decimal point, which decimal(12,2) does not hold")]
    [InlineData("-10000000000", "has more than 10 digits before the decimal point, which decimal(12,2) does not hold")]
    [InlineData("1e400", "has more than 10 digits before the decimal point, which decimal(12,2) does not hold")]
    [InlineData("1e999999999999", "has more than 10 digits before the decimal point, which decimal(12,2) does not hold")]
    [InlineData("0e99999", "is longer than 512 bytes, or has an exponent of more than four digits, which is not read as a number")]
    [InlineData("NaN",
        "cannot be stored as decimal(12,2); use \"sluice:type\": \"float\", or if it means no value, add it to the field's missingValues")]
    [InlineData("-INF", "cannot be stored as decimal(12,2); use \"sluice:type\": \"float\"")]
    public async Task A_number_that_a_decimal_does_not_hold(string text, string why) =>
        Assert.Equal($"\"{text}\" {why}", await MessageAsync(Given.Field("f", FieldType.Number), text));

    [Theory]
    [InlineData("0.1", null)]
    [InlineData(null, "1000")]
    public async Task NaN_is_not_said_to_be_beyond_a_bound(string? minimum, string? maximum)
    {
        var field = Given.Field("f", FieldType.Number) with
        {
            Column = new ColumnType(ColumnKind.Double),
            Constraints = new FieldConstraints { Minimum = minimum, Maximum = maximum },
        };

        Assert.Equal("\"NaN\" is not a number, so it is outside every bound", await MessageAsync(field, "NaN"));
    }

    [Theory]
    [InlineData(2, 0, "1.5", "has decimal places, which decimal(2,0) does not hold")]
    [InlineData(2, 0, "100", "has more than 2 digits before the decimal point, which decimal(2,0) does not hold")]
    [InlineData(2, 2, "1.5", "has digits before the decimal point, which decimal(2,2) does not hold")]
    [InlineData(2, 1, "0.25", "has more than 1 decimal place, which decimal(2,1) does not hold")]
    public async Task A_number_that_a_small_decimal_does_not_hold(byte precision, byte scale, string text, string why) =>
        Assert.Equal(
            $"\"{text}\" {why}",
            await MessageAsync(
                Given.Field("f", FieldType.Number) with { Column = new ColumnType(ColumnKind.Decimal, precision, scale) }, text));

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e-400")]
    [InlineData("1.7976931348623159e308")]
    public async Task A_number_that_a_float_does_not_hold(string text) =>
        Assert.Equal(
            $"\"{text}\" is beyond what a floating point column holds, which is 0 and numbers from 4.9E-324 to 1.7976931348623157E308",
            await MessageAsync(Given.Field("f", FieldType.Number) with { Column = new ColumnType(ColumnKind.Double) }, text));

    [Theory]
    [InlineData(null, true, "123456789012345678901")]
    [InlineData(null, true, "-9223372036854775809")]
    [InlineData(",", true, "9,223,372,036,854,775,808")]
    [InlineData(null, false, "€ 9223372036854775808")]
    public async Task An_integer_beyond_64_bits(string? group, bool isBare, string text) =>
        Assert.Equal(
            $"\"{text}\" is beyond what a bigint column holds, which is -9223372036854775808 to 9223372036854775807",
            await MessageAsync(Given.Field("f", FieldType.Integer) with { GroupChar = group, BareNumber = isBare }, text));

    [Theory]
    [InlineData("0000", "is not a year (four digits); there is no year 0")]
    [InlineData("9223372036854775808", "is beyond what a bigint column holds, which is -9223372036854775808 to 9223372036854775807")]
    [InlineData("02024", "is not a year (four digits)")]
    [InlineData("2024.0", "is not a year (four digits)")]
    public async Task A_year(string text, string why) =>
        Assert.Equal($"\"{text}\" {why}", await MessageAsync(Given.Field("f", FieldType.Year), text));

    /// <summary>A message gives the length of a text that it cuts.</summary>
    [Fact]
    public async Task A_number_that_is_too_long_to_be_read_is_said_to_be_too_long()
    {
        var zeros = new string('0', 600);
        var shown = $"\"1.{zeros[..58]}…\"";
        Assert.Equal(
            $"{shown} is longer than 512 bytes, or has an exponent of more than four digits, which is not read as a number",
            await MessageAsync(Given.Field("f", FieldType.Number), "1." + zeros));
        Assert.Equal(
            $"{shown} is longer than 512 bytes, which is the most that is read as a number",
            await MessageAsync(Given.Field("f", FieldType.Number) with { Column = new ColumnType(ColumnKind.Double) }, "1." + zeros));
        Assert.Equal(
            $"\"{zeros[..60]}…\" is longer than 64 bytes, which is the most that is read as an integer here",
            await MessageAsync(Given.Field("f", FieldType.Integer) with { GroupChar = "," }, zeros));
        Assert.Equal(
            $"\"1{zeros[..59]}…\" has more than 10 digits before the decimal point, which decimal(12,2) does not hold",
            await MessageAsync(Given.Field("f", FieldType.Number), "1" + zeros));
    }

    [Theory]
    [InlineData("2024-01-02 03:04:05", "did you mean format \"%Y-%m-%d %H:%M:%S\"?")]
    [InlineData("02.01.2024", "did you mean format \"%d.%m.%Y\"?")]
    [InlineData("2024-02-30T03:04:05", "there is no such day")]
    [InlineData("2024-01-02T25:04:05Z",
        "there is no such time, or its fraction has more than seven digits, which \"sluice:fraction\": \"truncate\" cuts off")]
    [InlineData("2024-01-02T03:04Z", "did you mean format \"%Y-%m-%dT%H:%M%z\"?")]
    [InlineData("2024-01-02T03:04:05z", "the letters T and Z must be capitals")]
    [InlineData("1704164645", "it looks like 2024-01-02T03:04:05Z: did you mean format \"%s\"?")]
    [InlineData("null", "if it means no value, add it to the field's missingValues")]
    [InlineData("soon", null)]
    public Task A_datetime(string text, string? hint) =>
        SaysAsync(Given.Field("f", FieldType.Datetime), text, "a datetime (YYYY-MM-DDThh:mm:ss)", hint);

    [Theory]
    [InlineData("th-TH")]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    public async Task Texts_are_the_same_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        await A_datetime("1704164645", "it looks like 2024-01-02T03:04:05Z: did you mean format \"%s\"?");
        Assert.Equal(
            "The query took longer than the allowed 1.5 s: ask for less.",
            new QueryTimeoutException(TimeSpan.FromSeconds(1.5)).Message);
        Assert.Equal(
            "The client has read nothing of the answer for 0.25 s.",
            new ReaderStalledException(TimeSpan.FromSeconds(0.25)).Message);
    }

    [Theory]
    [InlineData("25:04:05",
        "there is no such time, or its fraction has more than seven digits, which \"sluice:fraction\": \"truncate\" cuts off")]
    [InlineData("15:04:05+01:00", "a time column holds no offset; write it in UTC (Z) or without an offset")]
    public Task A_time(string text, string? hint) => SaysAsync(Given.Field("f", FieldType.Time), text, "a time (hh:mm:ss)", hint);

    [Theory]
    [InlineData("yes", "if it means true or false, add it to the field's trueValues or falseValues")]
    [InlineData("T", "if it means true or false, add it to the field's trueValues or falseValues")]
    [InlineData("maybe", null)]
    public Task A_boolean(string text, string? hint) => SaysAsync(
        Given.Field("f", FieldType.Boolean), text,
        "one of \"true\", \"True\", \"TRUE\", \"1\", \"false\", \"False\", \"FALSE\", \"0\"", hint);

    [Theory]
    [InlineData("Cars", "; did you mean \"cars\"?")]
    [InlineData("car", "; did you mean \"cars\"?")]
    [InlineData("boats", "")]
    public async Task A_value_of_an_enum(string text, string hint)
    {
        var field = Given.Field("f") with { Constraints = new FieldConstraints { Enum = ["cars", "jobs"] } };
        Assert.Equal($"\"{text}\" is not one of \"cars\", \"jobs\"{hint}", await MessageAsync(field, text));
    }

    /// <summary>The author of a file cannot write to the terminal of the person who reads its rejects.</summary>
    [Fact]
    public async Task Control_characters_are_shown_and_not_sent() =>
        Assert.Equal("\"\\u001B[2J\\n\" is not an integer; there is white space around it, "
            + "which \"sluice:trim\": true leaves out",
            await MessageAsync(Given.Field("f", FieldType.Integer), "\u001b[2J\n"));

    [Fact]
    public async Task A_long_text_is_cut()
    {
        var message = await MessageAsync(Given.Field("f", FieldType.Integer), new string('x', 1000));
        Assert.Equal($"\"{new string('x', 60)}…\" is not an integer", message);
    }

    private static async Task SaysAsync(Field field, string text, string expected, string? hint) =>
        Assert.Equal($"\"{text}\" is not {expected}{(hint is null ? "" : $"; {hint}")}", await MessageAsync(field, text));

    private static async Task<string> MessageAsync(Field field, string text)
    {
        var read = await Given.ReadAsync(Given.Dataset(field), $"f\n\"{text}\"\n");
        return Assert.Single(Assert.Single(read.Rejects).Errors).Message;
    }
}

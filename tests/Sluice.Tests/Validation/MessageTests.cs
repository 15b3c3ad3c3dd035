using Sluice.Lake;

namespace Sluice.Tests.Validation;

/// <summary>What a person reads of a text that does not pass: what is wrong, and what would help.</summary>
public class MessageTests
{
    [Theory]
    [InlineData("12,5", "did you mean decimalChar \",\"?")]
    [InlineData("1,234.50", "did you mean groupChar \",\"?")]
    [InlineData("1.234,5", "did you mean groupChar \".\" and decimalChar \",\"?")]
    [InlineData("12 500", "did you mean groupChar \" \"?")]
    [InlineData("$12.50", "did you mean \"bareNumber\": false?")]
    [InlineData("12,5 %", "did you mean \"bareNumber\": false?")]
    [InlineData("12.505", "decimal(12,2) cannot hold it exactly")]
    [InlineData("99999999999999999999.99", "decimal(12,2) cannot hold it exactly")]
    [InlineData("1e400", "decimal(12,2) cannot hold it exactly")]
    [InlineData("NaN", "decimal(12,2) cannot hold it; \"sluice:type\": \"float\" can")]
    [InlineData("12 ", "there is white space around it")]
    [InlineData("n/a", "if it stands for no value, it belongs to the field's missingValues")]
    [InlineData("12a", null)]
    [InlineData("on request", null)]
    public Task A_number(string text, string? hint) => SaysAsync(Given.Field("f", FieldType.Number), text, "a number (decimalChar is \".\")", hint);

    [Theory]
    [InlineData("1.5", "did you mean decimalChar \".\"?")]
    [InlineData("1,5,", null)]
    public Task A_number_with_a_comma(string text, string? hint) =>
        SaysAsync(Given.Field("f", FieldType.Number) with { DecimalChar = "," }, text, "a number (decimalChar is \",\")", hint);

    [Theory]
    [InlineData("1,204", "did you mean groupChar \",\"?")]
    [InlineData("1.0", "it is written as a fraction, which a field of type number can hold")]
    [InlineData("#7", "did you mean \"bareNumber\": false?")]
    [InlineData("123456789012345678901", "a bigint column holds -9223372036854775808 to 9223372036854775807")]
    [InlineData("-", "if it stands for no value, it belongs to the field's missingValues")]
    [InlineData("x", null)]
    public Task An_integer(string text, string? hint) => SaysAsync(Given.Field("f", FieldType.Integer), text, "an integer", hint);

    [Theory]
    [InlineData("2024-01-02 03:04:05", "did you mean format \"%Y-%m-%d %H:%M:%S\"?")]
    [InlineData("02.01.2024", "did you mean format \"%d.%m.%Y\"?")]
    [InlineData("2024-02-30T03:04:05", "there is no such day")]
    [InlineData("2024-01-02T25:04:05Z", "there is no such time, or its fraction has more than seven digits")]
    [InlineData("2024-01-02T03:04Z", "the seconds are missing")]
    [InlineData("2024-01-02T03:04:05z", "the letters T and Z are capitals")]
    [InlineData("2024-01-02T03:04:05+0100", "an offset is written with a colon (+01:00)")]
    [InlineData("1704164645", "it looks like seconds since 1970; it is written 2024-01-02T03:04:05Z")]
    [InlineData("1704164645000", "it looks like milliseconds since 1970; it is written 2024-01-02T03:04:05.000Z")]
    [InlineData("45293", "it looks like a day as spreadsheets count them; have them written as dates")]
    [InlineData("null", "if it stands for no value, it belongs to the field's missingValues")]
    [InlineData("soon", null)]
    public Task A_datetime(string text, string? hint) =>
        SaysAsync(Given.Field("f", FieldType.Datetime), text, "a datetime (YYYY-MM-DDThh:mm:ss)", hint);

    [Theory]
    [InlineData("15:04", "the seconds are missing")]
    [InlineData("25:04:05", "there is no such time, or its fraction has more than seven digits")]
    [InlineData("15:04:05+01:00", "a time column holds no offset; write it in UTC (Z) or without an offset")]
    public Task A_time(string text, string? hint) => SaysAsync(Given.Field("f", FieldType.Time), text, "a time (hh:mm:ss)", hint);

    [Theory]
    [InlineData("Cars", "; did you mean \"cars\"?")]
    [InlineData("car", "; did you mean \"cars\"?")]
    [InlineData("boats", "")]
    public async Task A_value_of_an_enum(string text, string hint)
    {
        var field = Given.Field("f") with { Constraints = new FieldConstraints { Enum = ["cars", "jobs"] } };
        Assert.Equal($"\"{text}\" is not one of \"cars\", \"jobs\"{hint}", await MessageAsync(field, text));
    }

    /// <summary>Who writes a file does not write to the terminal of who reads its rejects.</summary>
    [Fact]
    public async Task Control_characters_are_shown_and_not_sent() =>
        Assert.Equal("\"\\u001B[2J\\n\" is not an integer; there is white space around it", await MessageAsync(Given.Field("f", FieldType.Integer), "\u001b[2J\n"));

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

using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>Numbers with a fraction in fields of type integer (<c>sluice:fraction</c>).</summary>
public class FractionTests
{
    private static readonly Field Truncated = Given.Field("f", FieldType.Integer) with { Fraction = FractionPolicy.Truncate };

    [Theory]
    [InlineData("12", "12")]
    [InlineData("12.0", "12")]
    [InlineData("12.00", "12")]
    [InlineData("12.", "12")]
    [InlineData("12.7", "12")]
    [InlineData("-12.7", "-12")]
    [InlineData("+12.99999999999999999999", "12")]
    [InlineData("0.9", "0")]
    [InlineData("-0.9", "0")]
    [InlineData(".9", "0")]
    [InlineData("9223372036854775807.9", "9223372036854775807")]
    [InlineData("-9223372036854775808.0", "-9223372036854775808")]
    public Task A_fraction_is_cut_off_toward_zero(string text, string value) => HoldsAsync(Truncated, text, value);

    [Theory]
    [InlineData(",", ".", true, "1.234,0", "1234")]
    [InlineData(",", ".", true, "1.234.567,89", "1234567")]
    [InlineData(".", ",", true, "1,234.5", "1234")]
    [InlineData(".", null, false, "(12.5 kg)", "-12")]
    [InlineData(",", null, false, "€ 7,90", "7")]
    public Task It_is_written_as_the_field_says(string point, string? group, bool isBare, string text, string value) =>
        HoldsAsync(Truncated with { DecimalChar = point, GroupChar = group, BareNumber = isBare }, text, value);

    [Theory]
    [InlineData("12.0.0", "is not an integer")]
    [InlineData(".", "is not an integer")]
    [InlineData("-.", "is not an integer")]
    [InlineData("12.x", "is not an integer")]
    [InlineData("NaN", "is not an integer; if it means no value, add it to the field's missingValues")]
    [InlineData("1.2E+1",
        "is not an integer; a spreadsheet has rounded this, and its last digits are not in the file: export it with all of them")]
    [InlineData("1.5e3", "is not an integer; it is written with an exponent, which only a field of type number takes")]
    [InlineData("12,5", "is not an integer; did you mean decimalChar \",\"?")]
    [InlineData("9223372036854775808.0", "is beyond what a bigint column holds, which is -9223372036854775808 to 9223372036854775807")]
    public async Task Other_texts_are_rejects(string text, string why) =>
        Assert.Equal($"\"{text}\" {why}", await MessageAsync(Truncated, text));

    [Theory]
    [InlineData("3.0",
        "it has a fraction of zero, as programs write whole numbers in columns with gaps: \"sluice:fraction\": \"truncate\" cuts it off")]
    [InlineData("3.5", "it has a fraction, which a field of type number keeps, and \"sluice:fraction\": \"truncate\" cuts off")]
    [InlineData("3,0",
        "it has a fraction of zero, as programs write whole numbers in columns with gaps: "
            + "\"sluice:fraction\": \"truncate\" with decimalChar \",\" cuts it off")]
    [InlineData("5.000", "did you mean groupChar \".\", or is it a fraction, which \"sluice:fraction\": \"truncate\" cuts off?")]
    [InlineData("5,000",
        "did you mean groupChar \",\", or is it a fraction, which \"sluice:fraction\": \"truncate\" with decimalChar \",\" cuts off?")]
    public async Task Without_it_a_fraction_is_a_reject_that_names_it(string text, string hint) =>
        Assert.Equal($"\"{text}\" is not an integer; {hint}", await MessageAsync(Given.Field("f", FieldType.Integer), text));

    [Fact]
    public async Task Keys_and_bounds_are_of_the_whole_number()
    {
        var field = Truncated with { Constraints = new FieldConstraints { Unique = true, Maximum = "12" } };
        var read = await Given.ReadAsync(Given.Dataset(field), "f\n12.9\n12.0\n13.0\n");
        Assert.Equal([(1, "12")], read.Rows);
        Assert.Equal(["unique", "maximum"], read.Rejects.Select(r => r.Errors[0].Rule));
    }

    private static async Task HoldsAsync(Field field, string text, string value) =>
        Assert.Equal([(1, value)], (await Given.ReadAsync(Given.Dataset(field), $"f\n\"{text}\"\n")).Rows);

    private static async Task<string> MessageAsync(Field field, string text)
    {
        var read = await Given.ReadAsync(Given.Dataset(field), $"f\n\"{text}\"\n");
        return Assert.Single(Assert.Single(read.Rejects).Errors).Message;
    }
}

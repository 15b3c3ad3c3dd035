using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>
/// Text around a number (<c>bareNumber</c> is false). A minus is read. Text that may make it another number is a reject. Other text
/// is left out. A number is never read as another one.
/// </summary>
public class BareNumberTests
{
    /// <summary>One sign, before or after the number or the text around it, or parentheses; with every minus sign of Unicode.</summary>
    public static TheoryData<string> Negative =>
    [
        "-5.00", "5.00-", "(5.00)", "\u22125.00", "\uFE635.00", "\uFF0D5.00", "5.00\u2212", "5.00 -", "- 5.00", "\uFF085.00\uFF09",
        "-$5.00", "$-5.00", "$ -5.00", "- $ 5.00", "-€5", "€-5", "€ - 5", "5.00-€", "5.00€-", "5.00 €-", "5.00- €", "€5.00-",
        "\u2212€5", "€\u22125",
        "(€5)", "€(5)", "(5€)", "(5) €", "(5.00 EUR)", "EUR -5", "EUR-5", "-EUR 5", "5 EUR-", "-5%", "5%-", "5-%", "(5%)", "(5)%",
        "\u22125 %", "-5 kg", "\u200E-5",
    ];

    [Theory]
    [MemberData(nameof(Negative))]
    public Task A_number_with_a_minus_sign_or_in_parentheses_is_negative(string text) => HoldsAsync(text, -500, -5);

    [Theory]
    [InlineData("5")]
    [InlineData("+5")]
    [InlineData("5+")]
    [InlineData("$+5.00")]
    [InlineData("€ 5")]
    [InlineData("EUR 5")]
    [InlineData("5 EUR net")]
    [InlineData("5%")]
    [InlineData("5 ‰")]
    [InlineData("#5")]
    [InlineData("Rs. 5")]
    [InlineData("\u20385")]
    [InlineData("'5")]
    [InlineData("5*")]
    [InlineData("5 km/h")]
    [InlineData("300 K", 30000)]
    [InlineData("5 руб.")]
    [InlineData("5 °C")]
    [InlineData("\u00A05\u00A0€")]
    public Task Text_around_a_number_is_left_out(string text, int cents = 500) => HoldsAsync(text, cents, cents / 100);

    [Theory]
    [InlineData("--5")]
    [InlineData("-5-")]
    [InlineData("+-5")]
    [InlineData("-(5)")]
    [InlineData("(-5)")]
    [InlineData("(5")]
    [InlineData("5)")]
    [InlineData(")5(")]
    [InlineData("((5))")]
    [InlineData("(5))")]
    [InlineData("(5) )")]
    [InlineData("(net) 5")]
    [InlineData("\u20105")]
    [InlineData("\u20135")]
    [InlineData("\u20145")]
    [InlineData("5\u2013")]
    [InlineData("\u00AD5")]
    [InlineData("\u30FC5")]
    [InlineData("\u27965")]
    [InlineData("5,-")]
    [InlineData("5.-")]
    [InlineData("5.\u2013")]
    [InlineData("co-op 5")]
    [InlineData("5 CR")]
    [InlineData("5.00cr")]
    [InlineData("DR 5")]
    [InlineData("minus 5")]
    [InlineData("5k")]
    [InlineData("5K€")]
    [InlineData("5M")]
    [InlineData("5 Mio")]
    [InlineData("5 TEUR")]
    [InlineData("12 Soll")]
    [InlineData("5 million")]
    [InlineData("5bn")]
    [InlineData("5e")]
    [InlineData("5E+")]
    [InlineData("<5")]
    [InlineData("> 5")]
    [InlineData("~5")]
    [InlineData("≈5")]
    [InlineData("±5")]
    [InlineData("=5")]
    [InlineData("[5]")]
    [InlineData("<5>")]
    [InlineData("5½")]
    [InlineData("5²")]
    [InlineData("\uFF155")]
    [InlineData("5\u0665")]
    [InlineData("一5")]
    [InlineData("5万円")]
    [InlineData("Ⅳ5")]
    [InlineData(",5")]
    [InlineData("Rs.5")]
    [InlineData("No.5")]
    [InlineData("1-5")]
    [InlineData("5/8")]
    public Task What_may_make_another_number_of_it_is_a_reject(string text) => HoldsAsync(text, null, null);

    [Theory]
    [InlineData("€.50", 50)]
    [InlineData(".50", 50)]
    [InlineData("-.50", -50)]
    [InlineData("(.50)", -50)]
    [InlineData("- .50 €", -50)]
    public Task A_decimal_point_may_be_first(string text, int cents) => HoldsAsync(Number, text, cents);

    [Theory]
    [InlineData("-€ 1.234,50", -123450)]
    [InlineData("(1.234,50 €)", -123450)]
    [InlineData("1.234,50-", -123450)]
    [InlineData(".5 €", null)]
    [InlineData("1,234.50 €", null)]
    public Task Decimal_comma_and_digit_groups_count_as_without_text(string text, int? cents) =>
        HoldsAsync(Number with { DecimalChar = ",", GroupChar = "." }, text, cents);

    [Theory]
    [InlineData("(1,234.50)", -1234.5)]
    [InlineData("\u22121,234.50 %", -1234.5)]
    [InlineData("5.00-€", -5.0)]
    [InlineData("<5", null)]
    public Task Numbers_of_a_float_column_too(string text, double? value) =>
        HoldsAsync(Number with { GroupChar = ",", Column = new ColumnType(ColumnKind.Double) }, text, value);

    [Theory]
    [InlineData("5 CR", "\"CR\" next to a number can change its value, so it is not ignored")]
    [InlineData("<5", "\"<\" next to a number can change its value, so it is not ignored")]
    [InlineData("-(5)", "\"(\" next to a number can change its value, so it is not ignored")]
    public async Task A_reject_says_what_is_in_the_way(string text, string hint)
    {
        var read = await Given.ReadAsync(Given.Dataset(Number), $"f\n\"{text}\"\n");
        Assert.EndsWith(hint, Assert.Single(Assert.Single(read.Rejects).Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(5.00)")]
    [InlineData("5.00-")]
    [InlineData("\u22125.00")]
    public async Task Where_no_text_may_be_around_a_number_a_sign_of_another_kind_is_a_reject_that_says_how_it_could(string text)
    {
        var read = await Given.ReadAsync(Given.Dataset(Given.Field("f", FieldType.Number)), $"f\n\"{text}\"\n");
        Assert.EndsWith(
            "did you mean \"bareNumber\": false?", Assert.Single(Assert.Single(read.Rejects).Errors).Message, StringComparison.Ordinal);
    }

    private static readonly Field Number = Given.Field("f", FieldType.Number) with { BareNumber = false };

    private static async Task HoldsAsync(string text, int? cents, int? whole)
    {
        await HoldsAsync(Number, text, cents);
        await HoldsAsync(Number with { Column = new ColumnType(ColumnKind.Double) }, text, cents / 100.0);
        if (!text.Contains('.', StringComparison.Ordinal) || whole is null)
        {
            await HoldsAsync(Given.Field("f", FieldType.Integer) with { BareNumber = false }, text, whole);
        }
    }

    private static async Task HoldsAsync(Field field, string text, double? value)
    {
        var read = await Given.ReadAsync(Given.Dataset(field), $"f\n\"{text}\"\n");
        Assert.Equal(value?.ToString("R", System.Globalization.CultureInfo.InvariantCulture), read.Rows.FirstOrDefault().Values);
        Assert.Equal(value is null ? 1 : 0, read.Rejects.Count);
    }
}

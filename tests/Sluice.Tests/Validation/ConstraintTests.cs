using Sluice.Lake.Schema;
using Sluice.Validation.Fields;

namespace Sluice.Tests.Validation;

public class ConstraintTests
{
    [Theory]
    [InlineData(FieldType.Integer, "5", "4", "minimum")]
    [InlineData(FieldType.Integer, "5", "5", null)]
    [InlineData(FieldType.Number, "0.50", "0.49", "minimum")]
    [InlineData(FieldType.Number, "0.5", "0.50", null)]
    [InlineData(FieldType.Date, "2024-02-01", "2024-01-31", "minimum")]
    [InlineData(FieldType.Datetime, "2024-02-01T00:00:00Z", "2024-02-01T00:59:00+01:00", "minimum")]
    [InlineData(FieldType.Time, "12:00:00", "11:59:59.9", "minimum")]
    [InlineData(FieldType.Year, "2000", "1999", "minimum")]
    public Task A_minimum_is_read_as_the_values_are(FieldType type, string minimum, string text, string? rule) =>
        Breaks(Given.Field("f", type) with { Constraints = new FieldConstraints { Minimum = minimum } }, text, rule);

    [Theory]
    [InlineData("150", null)]
    [InlineData("151", "maximum")]
    public Task A_maximum_is_the_greatest_value(string text, string? rule) =>
        Breaks(Given.Field("f", FieldType.Integer) with { Constraints = new FieldConstraints { Maximum = "150" } }, text, rule);

    [Theory]
    [InlineData("é漢😀", null)]
    [InlineData("é漢😀x", "maxLength")]
    public Task A_length_counts_characters_not_bytes(string text, string? rule) =>
        Breaks(Given.Field("f") with { Constraints = new FieldConstraints { MaxLength = 3 } }, text, rule);

    [Theory]
    [InlineData("é漢", "minLength")]
    [InlineData("é漢x", null)]
    public Task A_least_length_counts_characters_too(string text, string? rule) =>
        Breaks(Given.Field("f") with { Constraints = new FieldConstraints { MinLength = 3 } }, text, rule);

    [Theory]
    [InlineData("ab12", null)]
    [InlineData("xab12", "pattern")]
    [InlineData("ab12x", "pattern")]
    public Task A_pattern_matches_the_whole_value(string text, string? rule) =>
        Breaks(Given.Field("f") with { Constraints = new FieldConstraints { Pattern = "[a-z]{2}[0-9]+|zz" } }, text, rule);

    [Fact]
    public Task A_pattern_that_would_backtrack_for_ever_ends_at_once() =>
        Breaks(
            Given.Field("f") with { Constraints = new FieldConstraints { Pattern = "(a+)+$" } }, new string('a', 50_000) + "!", "pattern");

    [Theory]
    [InlineData(FieldType.String, "F", null)]
    [InlineData(FieldType.String, "f", "enum")]
    [InlineData(FieldType.Number, "1.50", null)]
    [InlineData(FieldType.Number, "1.6", "enum")]
    public Task An_enum_compares_values_not_texts(FieldType type, string text, string? rule) =>
        Breaks(
            Given.Field("f", type) with { Constraints = new FieldConstraints { Enum = type == FieldType.String ? ["F", "M"] : ["1.5"] } },
            text, rule);

    [Fact]
    public Task A_missing_value_breaks_required() => Breaks(Given.Field("f", required: true), "", "required");

    [Theory]
    [InlineData("NA")]
    [InlineData("-")]
    public async Task A_missing_value_is_no_value_of_any_type(string text)
    {
        var field = Given.Field("f", FieldType.Integer) with { MissingValues = ["NA", "-"] };
        var read = await Given.ReadAsync(Given.Dataset(field, Given.Field("g")), $"f,g\n{text},x\n");
        Assert.Equal("∅|x", Assert.Single(read.Rows).Values);
    }

    [Fact]
    public async Task An_empty_text_is_a_string_where_it_is_no_missing_value()
    {
        var read = await Given.ReadAsync(Given.Dataset(Given.Field("f") with { MissingValues = ["NA"] }, Given.Field("g")), "f,g\n,x\n");
        Assert.Equal("|x", Assert.Single(read.Rows).Values);
    }

    [Fact]
    public async Task A_row_with_several_faults_reports_them_all()
    {
        var age = Given.Field("age", FieldType.Integer) with { Constraints = new FieldConstraints { Maximum = "150", Enum = ["1"] } };
        var read = await Given.ReadAsync(
            Given.Dataset(Given.Field("id", FieldType.Integer), age, Given.Field("name", required: true)), "id,age,name\nx,200,\n");
        Assert.Equal(
            [("id", "type"), ("age", "maximum"), ("age", "enum"), ("name", "required")],
            Assert.Single(read.Rejects).Errors.Select(e => (e.Field!, e.Rule)));
    }

    [Theory]
    [InlineData("constraints/minimum", "x", null, null)]
    [InlineData("constraints/maximum", null, "1.x", null)]
    [InlineData("constraints/enum/1", null, null, "y")]
    [InlineData("constraints/minimum", "2", "1", null)]
    public void A_constraint_that_is_no_value_of_the_field_is_found_at_start(
        string property, string? minimum, string? maximum, string? allowed)
    {
        var field = Given.Field("f", FieldType.Integer) with
        {
            Constraints = new FieldConstraints { Minimum = minimum, Maximum = maximum, Enum = allowed is null ? null : ["1", allowed] },
        };
        Assert.Equal([property], FieldRules.Check(field).Select(p => p.Property));
    }

    [Theory]
    [InlineData("%Q")]
    [InlineData("YYYY")]
    [InlineData("%")]
    public void A_pattern_with_no_such_directive_is_found_at_start(string format) =>
        Assert.Equal(["format"], FieldRules.Check(Given.Field("f", FieldType.Date, format)).Select(p => p.Property));

    private static async Task Breaks(Field field, string text, string? rule)
    {
        var read = await Given.ReadAsync(Given.Dataset(field, Given.Field("g")), $"f,g\n{text},x\n");
        Assert.Equal(rule is null ? [] : [rule], read.Rejects.SelectMany(r => r.Errors).Select(e => e.Rule));
        Assert.Equal(rule is null ? 1 : 0, read.Rows.Count);
    }
}

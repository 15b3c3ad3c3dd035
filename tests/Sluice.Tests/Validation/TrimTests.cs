using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>White space around values (<c>sluice:trim</c>) is left out before anything else looks at a value.</summary>
public class TrimTests
{
    /// <summary>White space of Unicode, and characters without a width.</summary>
    public static TheoryData<string> Spaces =>
        ["", " ", "\t", "  \t ", "\u00A0", "\u1680", "\u2003", "\u2028", "\u202F", "\u3000", "\u200B", "\u2060", "\uFEFF", "\u0085", "\n"];

    public static TheoryData<FieldType, string, string, string> Values => new()
    {
        { FieldType.String, "default", "a b", "a b" },
        { FieldType.String, "email", "zoe@example.org", "zoe@example.org" },
        { FieldType.String, "uuid", "95ecc380-afe9-11e4-9b6c-751b66dd541e", "95ecc380-afe9-11e4-9b6c-751b66dd541e" },
        { FieldType.Integer, "default", "-7", "-7" },
        { FieldType.Number, "default", "12.5", "1250" },
        { FieldType.Boolean, "default", "true", "true" },
        { FieldType.Date, "default", "1970-01-02", "1" },
        { FieldType.Date, "%d/%m/%Y", "02/01/1970", "1" },
        { FieldType.Date, "any", "2 Jan 1970", "1" },
        { FieldType.Time, "default", "00:00:01", "10000000" },
        { FieldType.Datetime, "default", "1970-01-01T00:00:01", "10000000" },
        { FieldType.Datetime, "%s", "1", "10000000" },
        { FieldType.Year, "default", "2024", "2024" },
        { FieldType.Duration, "default", "P1Y", "P1Y" },
        { FieldType.List, "default", "a, b", "a, b" },
        { FieldType.Object, "default", "{}", "{}" },
        { FieldType.Geopoint, "default", "2, 48", "2, 48" },
        { FieldType.Any, "default", "x", "x" },
    };

    [Theory]
    [MemberData(nameof(Spaces))]
    public async Task White_space_around_a_value_is_left_out(string space)
    {
        var read = await ReadAsync(Trimmed("f"), $"\"{space}a{space}b{space}\"");
        Assert.Equal([(1, $"a{space}b")], read.Rows);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Values_of_every_type_are_trimmed(FieldType type, string format, string text, string value)
    {
        var read = await ReadAsync(
            Given.Field("f", type, format) with { Trim = true }, $"\" \u00A0{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\t\"");
        Assert.Equal([(1, value)], read.Rows);
    }

    [Fact]
    public async Task A_value_of_white_space_is_an_empty_one()
    {
        var read = await ReadAsync(Trimmed("f"), "\" \u00A0 \"");
        Assert.Equal([(1, "∅")], read.Rows);

        read = await ReadAsync(Trimmed("f") with { Constraints = new FieldConstraints { Required = true } }, "\" \u00A0 \"");
        Assert.Equal(("required", "a value is required"), Only(read));
    }

    [Fact]
    public async Task Missing_values_are_compared_without_white_space()
    {
        var read = await ReadAsync(Trimmed("f", FieldType.Integer) with { MissingValues = [" - ", "n/a"] }, " n/a", "-  ", "1 ", "\" \"");
        Assert.Equal([(1, "∅"), (2, "∅"), (3, "1")], read.Rows);
        Assert.Equal("type", Only(read).Rule);
    }

    [Fact]
    public async Task Constraints_look_at_the_trimmed_value()
    {
        var field = Trimmed("f") with { Constraints = new FieldConstraints { Enum = ["abc", "abcd"], MaxLength = 3, Pattern = "[a-z]+" } };
        var read = await ReadAsync(field, "  abc  ", " abcd");
        Assert.Equal([(1, "abc")], read.Rows);
        Assert.Equal(("maxLength", "\"abcd\" has 4 characters, more than 3"), Only(read));
    }

    [Fact]
    public async Task Keys_are_of_trimmed_values()
    {
        var read = await ReadAsync(Trimmed("f") with { Constraints = new FieldConstraints { Unique = true } }, "a ", " a");
        Assert.Equal([(1, "a")], read.Rows);
        Assert.Equal(("unique", "row 1 has this value already"), Only(read));
    }

    [Fact]
    public async Task A_hash_is_of_the_trimmed_value()
    {
        var hash = Trimmed("f") with { Sensitive = Sensitivity.Hash, PlainColumn = new ColumnType(ColumnKind.Text) };
        var read = await ReadAsync(hash, "a", " a\t");
        Assert.Equal(read.Rows[0].Values, read.Rows[1].Values);
        Assert.Equal(64, read.Rows[0].Values.Length);
    }

    [Fact]
    public async Task Other_fields_keep_their_white_space()
    {
        var read = await Given.ReadAsync(Given.Dataset(Trimmed("f"), Given.Field("g")), "f,g\n a , b \n");
        Assert.Equal([(1, "a| b ")], read.Rows);
    }

    [Theory]
    [InlineData(FieldType.Integer, "7 ", "is not an integer")]
    [InlineData(FieldType.Integer, "\u00A07", "is not an integer")]
    [InlineData(FieldType.Boolean, " true", "is not one of")]
    [InlineData(FieldType.Date, "2024-01-02\t", "is not a date")]
    public async Task Without_it_a_reject_names_it(FieldType type, string text, string says)
    {
        var message = Only(await ReadAsync(Given.Field("f", type), $"\"{text}\"")).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.EndsWith("; there is white space around it, which \"sluice:trim\": true leaves out", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_it_a_reject_by_an_enum_names_it() =>
        Assert.Equal(
            ("enum", "\"a \" is not one of \"a\"; there is white space around it, which \"sluice:trim\": true leaves out"),
            Only(await ReadAsync(Given.Field("f") with { Constraints = new FieldConstraints { Enum = ["a"] } }, "a ")));

    private static Field Trimmed(string name, FieldType type = FieldType.String) => Given.Field(name, type) with { Trim = true };

    private static Task<ReadFile> ReadAsync(Field field, params string[] cells) =>
        Given.ReadAsync(Given.Dataset(field) with { Dialect = CsvDialect.Default }, $"f\n{string.Join('\n', cells)}\n");

    private static (string Rule, string Message) Only(ReadFile read)
    {
        var error = Assert.Single(Assert.Single(read.Rejects).Errors);
        return (error.Rule, error.Message);
    }
}

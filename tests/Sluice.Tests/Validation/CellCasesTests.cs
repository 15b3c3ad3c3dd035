using System.Text;
using Sluice.Lake;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>Small files with cells as people have them, and what becomes of each row.</summary>
public class CellCasesTests
{
    private static readonly string[] Integer = ["integer"];

    /// <summary>By file: the properties of its fields, without their names; the rows that are loaded; the hints of the rejects.</summary>
    public static TheoryData<string, string[], string[], string[]> Cases => new()
    {
        {
            "c26-int-as-float.csv", ["integer", "integer"], ["2|4"],
            [
                "in columns with gaps: \"sluice:fraction\": \"truncate\" cuts it off",
                "did you mean groupChar \".\", or is it a fraction, which \"sluice:fraction\": \"truncate\" cuts off?",
            ]
        },
        { "c26-int-as-float.csv", ["integer", "integer, fraction"], ["1|3", "2|4", "3|5"], [] },
        {
            "c27-int-scientific.csv", Integer, ["42"],
            ["a spreadsheet has rounded this, and its last digits are not in the file: export it with all of them"]
        },
        { "c28-space-around-number.csv", ["integer, trim", "number, trim"], ["1|250", "2|350"], [] },
        { "c30-currency-percent.csv", ["number, affixes"], ["100", "500", "9500", "-1200", "-300"], [] },
        { "c31-leading-zeros-kept.csv", ["string"], ["01234", "007"], [] },
        {
            "c33-null-tokens.csv", ["integer", "number"], [],
            [
                "if it means no value, add it to the field's missingValues", "if it means no value, add it to the field's missingValues",
                "databases write it for no value: set the dialect's nullSequence to it, or add it to the field's missingValues",
                "if it means no value, add it to the field's missingValues",
            ]
        },
        {
            "c34-date-dmy-default.csv", ["date"], ["19790"],
            ["did you mean format \"%d/%m/%Y\" or \"%m/%d/%Y\"? It fits both", "did you mean format \"%d.%m.%Y\"?"]
        },
        {
            "c36-bool-variants.csv", ["boolean"], ["true", "false", "true", "false"],
            [.. Enumerable.Repeat("if it means true or false, add it to the field's trueValues or falseValues", 3)]
        },
        {
            "c58-huge-int.csv", Integer, ["9223372036854775807"],
            ["is beyond what a bigint column holds, which is -9223372036854775808 to 9223372036854775807"]
        },
        {
            "c59-decimal-overscale.csv", ["number"], ["3333", "150000"],
            [.. Enumerable.Repeat("has more than 2 decimal places, which decimal(12,2) does not hold", 2)]
        },
        {
            "c60-nan-inf.csv", ["number"], [],
            [
                "use \"sluice:type\": \"float\", or if it means no value, add it to the field's missingValues",
                "use \"sluice:type\": \"float\"", "use \"sluice:type\": \"float\"", "is not a number (decimalChar is \".\")",
            ]
        },
        { "c60-nan-inf.csv", ["number, float"], ["NaN", "Infinity", "-Infinity"], ["is not a number (decimalChar is \".\")"] },
        { "c65-quoted-number.csv", Integer, ["5"], ["there is white space around it, which \"sluice:trim\": true leaves out"] },
        { "c65-quoted-number.csv", ["integer, trim"], ["5", "6"], [] },
        {
            "c66-plus-sign-comma-decimals-undeclared.csv", ["number"], ["500"],
            ["did you mean groupChar \",\"?", "did you mean groupChar \"_\"?"]
        },
        {
            "c67-time-of-day.csv", ["time"], ["324005000000"],
            [
                "did you mean format \"%H:%M\"?", "did you mean format \"%H:%M:%S\"?",
                "there is no such time, or its fraction has more than seven digits, which \"sluice:fraction\": \"truncate\" cuts off",
            ]
        },
        { "c68-year-2digit.csv", ["date %d.%m.%y"], ["19790", "10658", "19790"], [] },
        { "c69-month-names.csv", ["date %d-%b-%Y"], ["19661", "19661"], ["names of months and days are in English"] },
        { "paren_neg.csv", ["integer", "number, affixes, groups"], ["1|-500", "2|-123450", "3|700"], [] },
        { "minus_currency.csv", ["integer", "number, affixes"], ["1|-500", "2|-600", "3|700", "4|-800", "5|-900"], [] },
        { "percent.csv", ["integer", "number, affixes"], ["1|500", "2|1250"], [] },
        { "d_epoch_v.csv", ["datetime %s"], ["17067000000000000"], [] },
        {
            "d_leap_v.csv", ["datetime"], [],
            ["there is no such time, or its fraction has more than seven digits, which \"sluice:fraction\": \"truncate\" cuts off"]
        },
        { "d_sas_v.csv", ["datetime %d%b%Y:%H:%M:%S"], ["17066952000000000"], [] },
        { "d_excel.csv", ["integer", "date excel"], ["0|19753", "1|19754"], [] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_file_of_cells_is_read_as_its_fields_say(string name, string[] fields, string[] rows, string[] hints)
    {
        var bytes = await File.ReadAllBytesAsync(PathOf(name), TestContext.Current.CancellationToken);
        var text = Encoding.UTF8.GetString(bytes);
        var names = text[..text.IndexOf('\n', StringComparison.Ordinal)].TrimEnd('\r').Split(',');
        Assert.Equal(names.Length, fields.Length);

        var read = await Given.ReadAsync(Given.Dataset([.. names.Zip(fields, FieldOf)]), bytes, name: name);

        Assert.Equal(rows, read.Rows.Select(r => r.Values));
        var messages = read.Rejects.SelectMany(r => r.Errors).Select(e => e.Message).ToList();
        Assert.Equal(hints.Length, messages.Count);
        Assert.All(messages.Zip(hints), m => Assert.EndsWith(m.Second, m.First, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("c22-utf16le-bom.csv", "did you mean thousands (groupChar \",\") or decimals (decimalChar \",\")?")]
    public async Task Both_readings_of_a_number_are_named(string name, string hint)
    {
        var bytes = await File.ReadAllBytesAsync(PathOf(name), TestContext.Current.CancellationToken);
        var read = await Given.ReadAsync(
            Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("name"), Given.Field("amount", FieldType.Number)) with
            {
                Dialect = Sluice.Lake.Definition.CsvDialect.Default with { Delimiter = null },
            },
            bytes);
        Assert.EndsWith(hint, Assert.Single(Assert.Single(read.Rejects).Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c72-html-page.csv", "The file is an HTML page, not a CSV.")]
    [InlineData("c56-zip-file.csv", "The ZIP archive is damaged, or was cut off")]
    public async Task A_file_that_is_no_CSV_is_refused_as_what_it_is(string name, string says)
    {
        var bytes = await File.ReadAllBytesAsync(PathOf(name), TestContext.Current.CancellationToken);
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(Given.Dataset(Given.Field("id")), bytes));
        Assert.StartsWith(says, refused.Message, StringComparison.Ordinal);
    }

    private static string PathOf(string name) => RepositoryRoot.Of("tests", "Sluice.Tests", "Cases", "csv", name);

    // "number, affixes": a type, a format after a space, and choices.
    private static Field FieldOf(string name, string words)
    {
        var parts = words.Split(", ");
        var (type, format) = parts[0].Split(' ') is [var t, var f] ? (t, f) : (parts[0], "default");
        var field = Given.Field(name, Enum.Parse<FieldType>(type, ignoreCase: true), format);
        return parts.Skip(1).Aggregate(field, (field, part) => part switch
        {
            "trim" => field with { Trim = true },
            "fraction" => field with { Fraction = FractionPolicy.Truncate },
            "affixes" => field with { BareNumber = false },
            "groups" => field with { GroupChar = "," },
            "float" => field with { Column = new ColumnType(ColumnKind.Double) },
            _ => throw new ArgumentException(part, nameof(words)),
        });
    }
}

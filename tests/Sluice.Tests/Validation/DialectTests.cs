using System.Text;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;

namespace Sluice.Tests.Validation;

/// <summary>How a file is read by a dialect (Table Dialect v2).</summary>
public class DialectTests
{
    private static readonly Dataset Fruits = Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("name"));

    [Theory]
    [InlineData("|", "id|name\n1|apple,red\n", "apple,red")]
    [InlineData("||", "id||name\n1||a|b\n", "a|b")]
    [InlineData("||", "id||name\r\n1||\"a||b\"\r\n", "a||b")]
    [InlineData("·", "id·name\n1·apple\n", "apple")]
    [InlineData("::", "id::name\n1::a:b\n", "a:b")]
    public async Task A_delimiter_has_a_character_or_more(string delimiter, string file, string name) =>
        Assert.Equal($"1|{name}", await OneAsync(new CsvDialect { Delimiter = delimiter }, file));

    [Theory]
    [InlineData(";", "id,name;1,apple;", "apple")]
    [InlineData(";", "id,name;1,\"a;b\"", "a;b")]
    [InlineData("<br>", "id,name<br>1,a<b\n<br>", "a<b\n")]
    public async Task A_line_terminator_ends_records_and_line_breaks_do_not(string terminator, string file, string name) =>
        Assert.Equal($"1|{name}", await OneAsync(new CsvDialect { LineTerminator = terminator }, file));

    [Theory]
    [InlineData("'", "id,name\n1,'apple,''red'''\n", "apple,'red'")]
    [InlineData("«", "id,name\n1,«apple,red«\n", "apple,red")]
    public async Task A_quote_is_any_character(string quote, string file, string name) =>
        Assert.Equal($"1|{name}", await OneAsync(new CsvDialect { QuoteChar = quote }, file));

    [Fact]
    public async Task Without_double_quotes_a_quote_ends_a_field()
    {
        var read = await Given.ReadAsync(Fruits with { Dialect = new CsvDialect { DoubleQuote = false } },
            "id,name\n1,\"a,b\"\n2,\"a\"\"b\"\n");
        Assert.Equal([(1, "1|a,b")], read.Rows);
        Assert.Equal("quote", Assert.Single(read.Rejects).Errors[0].Rule);
    }

    [Theory]
    [InlineData("|", null, "1,apple|,fruits", "apple,fruits")]
    [InlineData("\\", null, "1,a\\\\b", "a\\b")]
    [InlineData("\\", null, "1,a\\\nb", "a\nb")]
    [InlineData("\\", null, "1,\"a\"", "\"a\"")]
    [InlineData("\\", "\"", "1,\"a\\\"b\"", "a\"b")]
    [InlineData("\\", "\"", "1,\"a,\"\"b\"", "a,\"b")]
    public async Task An_escape_character_makes_the_next_one_text(string escape, string? quote, string row, string name) =>
        Assert.Equal($"1|{name}", await OneAsync(new CsvDialect { EscapeChar = escape, QuoteChar = quote }, $"id,name\n{row}\n"));

    [Theory]
    [InlineData("NA", null, "NA")]
    [InlineData("\\N", "\\", "\\N")]
    public async Task A_null_sequence_is_no_value(string sequence, string? escape, string text)
    {
        using var folder = new Lake.LakeFolder();
        var json = new System.Text.Json.Nodes.JsonObject { ["nullSequence"] = sequence };
        if (escape is not null)
        {
            json["escapeChar"] = escape;
        }

        const string Schema = """{ "fields": [{ "name": "id" }, { "name": "name", "missingValues": ["-"] }] }""";
        var lake = folder.Write(Lake.LakeFolder.PackageOf($$"""  "dialect": {{json.ToJsonString()}}, "schema": {{Schema}}  """)).Load();
        var read = await Given.ReadAsync(lake.Datasets[0], $"id,name\n1,{text}\n2,-\n3,N\n");
        Assert.Equal(["1|∅", "2|∅", "3|N"], read.Rows.Select(r => r.Values));
    }

    [Fact]
    public async Task A_file_without_a_header_has_the_fields_in_their_order()
    {
        var read = await Given.ReadAsync(Fruits with { Dialect = new CsvDialect { Header = false } }, "1,apple\nx,pear\n");
        Assert.Equal([(1, "1|apple")], read.Rows);
        Assert.Equal((2, 2, 8), (read.Rejects[0].Row, read.Rejects[0].Line, read.Rejects[0].ByteOffset));
        Assert.Equal("\"id\",\"name\"", read.Header);
    }

    [Fact]
    public async Task A_rejects_file_names_its_columns_also_where_the_dataset_has_no_header()
    {
        var read = await Given.ReadAsync(
            Fruits with { Dialect = new CsvDialect { Header = false } }, "\"id\",\"name\",\"_errors\"\n1,apple,\"id: was wrong\"\n");
        Assert.Equal([(1, "1|apple")], read.Rows);
    }

    [Fact]
    public async Task A_file_without_a_header_that_grew_is_read_on()
    {
        var dataset = Fruits with { Dialect = new CsvDialect { Header = false } };
        var first = await Given.ReadAsync(dataset, "1,apple\n");
        var second = await Given.ReadAsync(dataset, "1,apple\n2,pear\n"u8.ToArray(), after: first);
        Assert.Equal([(2, "2|pear")], second.Rows);
    }

    [Theory]
    [InlineData(FieldsMatch.Exact, "1,a,b\n", "The first row has 3 columns and the schema 2 fields")]
    [InlineData(FieldsMatch.Exact, "1\n", "The first row has 1 columns")]
    [InlineData(FieldsMatch.Subset, "1,a,b\n", null)]
    [InlineData(FieldsMatch.Subset, "1\n", "has 1 columns")]
    [InlineData(FieldsMatch.Superset, "1\n", null)]
    [InlineData(FieldsMatch.Superset, "1,a,b\n", "has 3 columns")]
    [InlineData(FieldsMatch.Partial, "1,a,b\n", null)]
    public async Task Without_a_header_the_number_of_columns_must_fit(FieldsMatch match, string file, string? fault)
    {
        var dataset = Fruits with { Dialect = new CsvDialect { Header = false }, Schema = Fruits.Schema with { FieldsMatch = match } };
        var refused = await Record.ExceptionAsync(() => Given.ReadAsync(dataset, file));
        Assert.Equal(fault is null, refused is null);
        Assert.Contains(fault ?? "", refused?.Message ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 1, 2 }, " ", "fruit\nid,name\n1,apple\n", "fruit id", "fruit name")]
    [InlineData(new[] { 1, 2 }, "-", "fruit\nid,name\n1,apple\n", "fruit-id", "fruit-name")]
    [InlineData(new[] { 2 }, " ", "made by me\nid,name\n1,apple\n", "id", "name")]
    [InlineData(new[] { 3 }, " ", "made by me\n\nid,name\n1,apple\n", "id", "name")]
    [InlineData(new[] { 1, 3 }, "/", "a,b\n#\nid,name\n1,apple\n", "a/id", "b/name")]
    public async Task A_header_has_any_rows(int[] rows, string join, string file, string first, string second)
    {
        var dataset = Given.Dataset(Given.Field(first, FieldType.Integer), Given.Field(second));
        dataset = dataset with { Dialect = new CsvDialect { HeaderRows = rows, HeaderJoin = join } };
        var read = await Given.ReadAsync(dataset, file);
        Assert.Equal([(1, "1|apple")], read.Rows);

        var grown = await Given.ReadAsync(dataset, Encoding.UTF8.GetBytes(file + "2,pear\n"), after: read);
        Assert.Equal([(2, "2|pear")], grown.Rows);
    }

    [Fact]
    public async Task Comments_by_row_number_are_no_data_and_the_file_is_read_as_a_whole()
    {
        var read = await Given.ReadAsync(
            Fruits with { Dialect = new CsvDialect { CommentRows = [2, 4] } }, "id,name\n#fruits\n1,apple\n-- 5 of them\n2,pear\n");
        Assert.Equal([(1, "1|apple"), (2, "2|pear")], read.Rows);
        Assert.Equal(default, read.Position);
    }

    [Theory]
    [InlineData("#")]
    [InlineData("//")]
    public async Task Lines_that_start_with_the_comment_characters_are_no_data(string comment)
    {
        var read = await Given.ReadAsync(
            Fruits with { Dialect = new CsvDialect { CommentChar = comment } },
            $"{comment} \"fruits\nid,name\n{comment}1,\"x\n1,apple\n2,{comment}\n");
        Assert.Equal([(1, "1|apple"), (2, $"2|{comment}")], read.Rows);
    }

    /// <summary>Both parsers read any text in the same way, in the dialect that both know.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task The_two_parsers_agree(int seed)
    {
        var random = new Random(seed);
        string[] pieces =
            ["\n", "\r\n", "\r", ",", "\"", "\"\"", "1,a\n", "2,\"b\nc\"\n", "é", "x", "\n\n", "3,\"d\"\"e\"\r\n", " ", "\"f\"g", "#h\n"];
        var file = "id,name\n" + string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => pieces[random.Next(pieces.Length)]));
        var usual = new CsvDialect { SkipInitialSpace = seed % 2 == 0, CommentChar = seed % 3 == 0 ? "#" : null };

        // An escape character that the file does not contain selects the other parser.
        var fast = await Given.ReadAsync(Fruits with { Dialect = usual }, file, maxRecordBytes: 60);
        var own = await Given.ReadAsync(Fruits with { Dialect = usual with { EscapeChar = "§" } }, file, maxRecordBytes: 60);
        Assert.Equal(fast.Rows, own.Rows);
        Assert.Equal(fast.Rejects.Select(Text), own.Rejects.Select(Text));
        Assert.Equal(fast.Position, own.Position);
    }

    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(1, 500).Select(s => new TheoryDataRow<int>(s));

    private static string Text(Reject r) => $"{r.Row} {r.Line} {r.ByteOffset} {r.RawText} {string.Join(';', r.Errors)}";

    private static async Task<string> OneAsync(CsvDialect dialect, string file)
    {
        var read = await Given.ReadAsync(Fruits with { Dialect = dialect }, file);
        Assert.Empty(read.Rejects);
        return Assert.Single(read.Rows).Values;
    }
}

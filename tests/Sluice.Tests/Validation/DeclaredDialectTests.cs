using System.Text.Json.Nodes;
using Sluice.Lake.Definition;
using Sluice.Tests.Lake;
using Sluice.Validation.Content;

namespace Sluice.Tests.Validation;

/// <summary>A file is read exactly by the dialect that is declared.</summary>
public class DeclaredDialectTests
{
    [Theory]
    [InlineData("\n", "1,a\rb\n2,c\n", "1|a\rb", "2|c")]
    [InlineData("\n", "1,a\r\n2,c\r\n", "1|a\r", "2|c\r")]
    [InlineData("\r", "1,a\nb\r2,c\r", "1|a\nb", "2|c")]
    [InlineData("\r\n", "1,a\nb\r\n2,c\rd\r\n", "1|a\nb", "2|c\rd")]
    [InlineData("\r\n", "1,\"a\nb\"\r\n2,\"c\r\nd\"\r\n", "1|a\nb", "2|c\r\nd")]
    [InlineData("\r\n", "1,a\r\r\n2,b\r\n", "1|a\r", "2|b")]
    [InlineData("\n\n", "1,a\nb\n\n2,c\n\n", "1|a\nb", "2|c")]
    [InlineData(";", "1,a\r\nb;2,c;", "1|a\r\nb", "2|c")]
    public async Task A_line_terminator_is_the_only_one_and_no_text_is_cut(string terminator, string rows, params string[] values)
    {
        var read = await ReadAsync(new JsonObject { ["lineTerminator"] = terminator }, $"id,name{terminator}{rows}");
        Assert.Empty(read.Rejects);
        Assert.Equal(values, read.Rows.Select(r => r.Values));
    }

    [Theory]
    [InlineData("\n", "1,a\n2,\"b\rc\nd\nx,e\n")]
    [InlineData("\r\n", "1,a\r\n2,\"b\nc\r\nd\r\nx,e\r\n")]
    public async Task Lines_are_counted_as_editors_count_them(string terminator, string rows)
    {
        // The quote is not closed: its line is left out, the next one has too few fields, and the last one is not a number.
        var read = await ReadAsync(new JsonObject { ["lineTerminator"] = terminator }, $"id,name{terminator}{rows}");
        Assert.Equal(
            [("unclosed-quote", 3L), ("field-count", terminator == "\n" ? 4L : 5L), ("type", terminator == "\n" ? 5L : 6L)],
            read.Rejects.Select(r => (r.Errors[0].Rule, r.Line)));
    }

    [Theory]
    [InlineData("\r\n", "id,name\n1,a\n", "\"\\r\\n\"", "\"\\n\"")]
    [InlineData("\n", "id,name\r1,a\r", "\"\\n\"", "\"\\r\"")]
    [InlineData("\n", "id,name\r\n1,a\r\n", null, null)]
    [InlineData(";", "id,name\r\n1,a\r\n", "\";\"", "\"\\r\\n\"")]
    [InlineData("\r\n", "id,\"name\n1,a\n", "\"\\r\\n\"", "\"\\n\"")]
    public async Task A_file_with_other_line_breaks_than_its_dialect_says_is_refused_with_both(
        string terminator, string file, string? declared, string? found)
    {
        var refused = await Record.ExceptionAsync(() => ReadAsync(new JsonObject { ["lineTerminator"] = terminator }, file));
        Assert.Equal(declared is null, refused is null);
        if (declared is not null)
        {
            Assert.Contains($"The dialect's lineTerminator is {declared}; does the file end its lines with {found}?", refused!.Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1,\"a \\\"quoted\\\" word\"", "a \"quoted\" word")]
    [InlineData("1,\"x, y\"", "x, y")]
    [InlineData("1,\"tail\\\\\"", "tail\\")]
    [InlineData("1,\"a \"\"b\"\"\"", "a \"b\"")]
    [InlineData("1,x\\, y", "x, y")]
    [InlineData("1,plain", "plain")]
    public async Task An_escape_character_alone_leaves_quotes_as_they_are(string row, string name)
    {
        var read = await ReadAsync(new JsonObject { ["escapeChar"] = "\\" }, $"id,name\n{row}\n");
        Assert.Empty(read.Rejects);
        Assert.Equal($"1|{name}", Assert.Single(read.Rows).Values);
    }

    [Theory]
    [InlineData(null, "1\t\"", "\"")]
    [InlineData(null, "1\t\"a\" b\"", "\"a\" b\"")]
    [InlineData("\\", "1\ta\\\tb \"c\"", "a\tb \"c\"")]
    public async Task An_empty_quote_character_means_that_there_are_no_quotes(string? escape, string row, string name)
    {
        var dialect = new JsonObject { ["delimiter"] = "\t", ["quoteChar"] = "" };
        if (escape is not null)
        {
            dialect["escapeChar"] = escape;
        }

        var read = await ReadAsync(dialect, $"id\tname\n{row}\n2\tb\n");
        Assert.Empty(read.Rejects);
        Assert.Equal([$"1|{name}", "2|b"], read.Rows.Select(r => r.Values));
    }

    [Fact]
    public async Task A_comment_before_the_header_is_no_row_of_what_a_file_grows_by()
    {
        var dialect = new JsonObject { ["commentRows"] = new JsonArray(1), ["headerRows"] = new JsonArray(2) };
        var first = await ReadAsync(dialect, "made by me\nid,name\n1,a\n");
        var second = await ReadAsync(dialect, "made by me\nid,name\n1,a\n2,b\n3,c\n", first);
        Assert.Equal(["2|b", "3|c"], second.Rows.Select(r => r.Values));
    }

    [Theory]
    [InlineData("\"", true, null, ",")]
    [InlineData("\"", false, "\\", ",")]
    [InlineData(null, true, "\\", "·")]
    [InlineData(null, true, "\\", " ")]
    [InlineData(null, true, "\\", "ab")]
    public async Task A_cell_reads_back_as_the_text_that_was_written(string? quote, bool doubles, string? escape, string delimiter)
    {
        const string Text = "a \"quoted\", b·c \\ and\r\nmore";
        var dialect = new CsvDialect { QuoteChar = quote, DoubleQuote = doubles, EscapeChar = escape, Delimiter = delimiter };
        var read = await Given.ReadAsync(
            Given.Dataset(Given.Field("id"), Given.Field("name")) with { Dialect = dialect },
            $"id{delimiter}name\n1{delimiter}{CellText.Write(Text, dialect, delimiter)}\n");
        Assert.Equal($"1|{Text}", Assert.Single(read.Rows).Values);
    }

    [Fact]
    public async Task A_cell_of_a_dialect_without_quotes_and_escapes_has_spaces_for_what_it_cannot_have()
    {
        var dialect = new CsvDialect { QuoteChar = null, Delimiter = "\t" };
        var read = await Given.ReadAsync(
            Given.Dataset(Given.Field("id"), Given.Field("name")) with { Dialect = dialect },
            $"id\tname\n1\t{CellText.Write("a\tb\r\n\"c\"", dialect, "\t")}\n");
        Assert.Equal("1|a b  \"c\"", Assert.Single(read.Rows).Values);
    }

    private static Task<ReadFile> ReadAsync(JsonObject dialect, string file, ReadFile? after = null)
    {
        const string Schema = """{ "fields": [{ "name": "id", "type": "integer" }, { "name": "name" }] }""";
        var lake = LakeFolder.Load(LakeFolder.PackageOf($$""" "dialect": {{dialect.ToJsonString()}}, "schema": {{Schema}} """));
        return Given.ReadAsync(lake.Datasets[0], System.Text.Encoding.UTF8.GetBytes(file), after: after);
    }
}

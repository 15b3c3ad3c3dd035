using System.Text;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>A dataset without a dialect: each file is read so that the fields of its schema are found.</summary>
public sealed class DialectChoiceTests
{
    private static readonly Dataset Ads = Given.Dataset(
        Given.Field("id", FieldType.Integer, required: true), Given.Field("name"), Given.Field("price", FieldType.Number)) with
    {
        Dialect = CsvDialect.Open,
    };

    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    [InlineData("|")]
    [InlineData("||")]
    [InlineData(":")]
    [InlineData("^")]
    [InlineData("~")]
    [InlineData(" ")]
    [InlineData(", ")]
    [InlineData("\u0001")]
    public async Task The_delimiter_is_the_one_that_gives_the_fields(string delimiter)
    {
        var read = await Given.ReadAsync(
            Ads, $"id{delimiter}name{delimiter}price\n1{delimiter}\"a{delimiter}b\"{delimiter}2.5\n2{delimiter}c{delimiter}\n");

        Assert.Equal([$"1|a{delimiter}b|250", "2|c|∅"], read.Rows.Select(r => r.Values));
        Assert.Equal(CsvDialect.Default with { Delimiter = delimiter }, read.Dialect);
    }

    [Fact]
    public async Task Values_do_not_decide_about_the_delimiter_if_the_header_does()
    {
        var read = await Given.ReadAsync(
            Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("list")) with { Dialect = CsvDialect.Open },
            "id,list\n1,a;b;c;d\n2,a;b;c;d\n");

        Assert.Equal(["1|a;b;c;d", "2|a;b;c;d"], read.Rows.Select(r => r.Values));
    }

    [Fact]
    public async Task A_schema_of_one_field_has_no_delimiter()
    {
        var read = await Given.ReadAsync(
            Given.Dataset(Given.Field("x")) with { Dialect = CsvDialect.Open }, "x\nhello, world\n\"a;b\"\n");

        Assert.Equal(["hello, world", "a;b"], read.Rows.Select(r => r.Values));
    }

    [Theory]
    [InlineData("Report of May\nSource: ERP\n\nid,name,price\n", 4)]
    [InlineData("Report, of May, all\nid;name;price\n", 2)]
    [InlineData("\"Report\nof May\"\n\nid,name,price\n", 3)]
    [InlineData("It's \"the report\nid,name,price\n", 2)]
    [InlineData("sep=;\r\nid;name;price\r\n", 2)]
    public async Task What_is_before_the_header_is_skipped_and_counted(string start, int row)
    {
        var delimiter = start.Contains("id;", StringComparison.Ordinal) ? ";" : ",";
        var text = start + $"1{delimiter}a{delimiter}2\n2{delimiter}b{delimiter}x\n";

        var read = await Given.ReadAsync(Ads, text);

        Assert.Equal("1|a|200", Assert.Single(read.Rows).Values);
        Assert.Equal((2, 1 + text.Split('\n').Length - 2), (Assert.Single(read.Rejects).Row, read.Rejects[0].Line));
        Assert.Equal([row], read.Dialect.HeaderRows);
    }

    [Theory]
    [InlineData("\n", "1;a;2\n")]
    [InlineData("Report\n\n", "1;a;2\n2;\"b\nc\";3\n")]
    [InlineData("# one\n", "1;a;2\n# two\n2;b;3\n")]
    [InlineData("Report\n", "1;'a;b';2\n")]
    public async Task What_was_chosen_stays_as_the_file_grows(string start, string rows)
    {
        var before = Encoding.UTF8.GetBytes($"{start}id;name;price\n{rows}");

        // Alone, these lines would be read in another way.
        byte[] grown = [.. before, .. "3;#x,y,z,\\\"u\\\",w;4\n"u8];
        var first = await Given.ReadAsync(Ads, before);
        var second = await Given.ReadAsync(Ads, grown, after: first);

        Assert.Empty(first.Rejects);
        Assert.Empty(second.Rejects);
        Assert.Equal("3|#x,y,z,\\\"u\\\",w|400", Assert.Single(second.Rows).Values);
        Assert.Equal(first.Rows.Count + 1, second.Rows[0].Number);
        Assert.Equivalent(first.Dialect, second.Dialect);
        Assert.Equal(
            (await Given.ReadAsync(Ads, grown)).Rows.Select(r => r.Values), first.Rows.Concat(second.Rows).Select(r => r.Values));
    }

    [Fact]
    public async Task A_header_of_several_rows_is_joined_if_that_gives_the_fields()
    {
        var fruits = Given.Dataset(Given.Field("id"), Given.Field("fruit name"), Given.Field("fruit price")) with
        {
            Dialect = CsvDialect.Open,
        };

        var read = await Given.ReadAsync(fruits, "Report\n,fruit\nid,name,price\n1,apple,2\n");

        Assert.Equal("1|apple|2", Assert.Single(read.Rows).Values);
        Assert.Equal([2, 3], read.Dialect.HeaderRows);
    }

    [Theory]
    [InlineData("1,'a, b',2\n2,'it''s',3\n", "1|a, b|200;2|it's|300", "'", null, null, false)]
    [InlineData("1,\"say \\\"hi, you\\\"\",2\n", "1|say \"hi, you\"|200", "\"", "\\", null, false)]
    [InlineData("1, \"a, b\",2\n", "1|a, b|200", "\"", null, null, true)]
    [InlineData("# one, two\n1,a,2\n# end\n", "1|a|200", "\"", null, "#", false)]
    [InlineData("// one, two\n1,a,2\n", "1|a|200", "\"", null, "//", false)]
    public async Task Quotes_escapes_spaces_and_comments_are_those_that_make_rows_valid(
        string rows, string values, string? quote, string? escape, string? comment, bool skipsSpace)
    {
        var read = await Given.ReadAsync(Ads, $"id,name,price\n{rows}");

        Assert.Equal(values.Split(';'), read.Rows.Select(r => r.Values));
        Assert.Empty(read.Rejects);
        Assert.Equal(
            (quote, escape, comment, skipsSpace),
            (read.Dialect.QuoteChar, read.Dialect.EscapeChar, read.Dialect.CommentChar, read.Dialect.SkipInitialSpace));
    }

    [Theory]
    [InlineData("1,it's,2\n2,'tis,3\n")]
    [InlineData("1,\"C:\\\",2\n2,\"D:\\\",3\n")]
    [InlineData("1,#1,2\n2,# 2,3\n")]
    [InlineData("1,a\\b,2\n2,x,y\n")]
    public async Task Signs_of_another_dialect_change_nothing_if_no_more_rows_become_valid(string rows)
    {
        var read = await Given.ReadAsync(Ads, $"id,name,price\n{rows}");

        Assert.Equal(CsvDialect.Default, read.Dialect);
        Assert.Equal(
            (await Given.ReadAsync(Ads with { Dialect = CsvDialect.Default }, $"id,name,price\n{rows}")).Rows, read.Rows);
    }

    [Theory]
    [InlineData("1,a,2\n2,b,3\n", ",")]
    [InlineData("1;a;2,5\n2;b;3\n3;c;4\n4;d;5\n5;e;6\n6;f;6\n7;g;6\n8;h;6\n9;i;6\n10;j;6\n11;k;6\n", null)]
    [InlineData("1;a;2\n2;b;3\n", ";")]
    [InlineData("1,a,x\n2,b,3\n", null)]
    [InlineData("ID,a,b\n2,b,3\n", null)]
    [InlineData("1,a\n2,b\n", null)]
    public async Task A_file_without_a_header_is_read_by_the_order_of_its_columns_if_that_is_allowed_and_the_values_fit(
        string text, string? delimiter)
    {
        var auto = Ads with { Header = HeaderPolicy.Auto };
        await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(Ads, text));
        if (delimiter is null)
        {
            await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(auto, text));
            return;
        }

        var first = await Given.ReadAsync(auto, text);
        var second = await Given.ReadAsync(auto, Encoding.UTF8.GetBytes($"{text}3{delimiter}name{delimiter}4\n"), after: first);

        Assert.Equal(["1|a|200", "2|b|300", "3|name|400"], first.Rows.Concat(second.Rows).Select(r => r.Values));
        Assert.Equal((false, delimiter), (first.Dialect.Header, first.Dialect.Delimiter));
    }

    [Fact]
    public async Task A_given_dialect_stays_but_for_the_header()
    {
        var given = Ads with { Dialect = CsvDialect.Default with { Delimiter = ";" }, Header = HeaderPolicy.Auto };

        Assert.Equal(["1|a|200"], (await Given.ReadAsync(given, "1;a;2\n")).Rows.Select(r => r.Values));
        Assert.Equal(["1|a|200"], (await Given.ReadAsync(given, "id;name;price\n1;a;2\n")).Rows.Select(r => r.Values));
        await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(given, "1,a,2\n"));
    }

    [Theory]
    [InlineData("\u00A0id,\u200Bname\uFEFF, price\u3000\n")]
    [InlineData("id,\"na\u00ADme\",\"price\n\"\n")]
    public async Task White_space_and_characters_that_nobody_sees_are_not_part_of_a_name(string header) =>
        Assert.Equal("1|a|200", Assert.Single((await Given.ReadAsync(Ads, $"{header}1,a,2\n")).Rows).Values);

    [Fact]
    public async Task Upper_and_lower_case_count_unless_the_dataset_says_otherwise()
    {
        const string Text = "ID,Name,PRICE\n1,a,2\n";
        await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(Ads, Text));

        Assert.Equal("1|a|200", Assert.Single((await Given.ReadAsync(Ads with { MatchCase = false }, Text)).Rows).Values);
        await Assert.ThrowsAsync<FileRefusedException>(
            () => Given.ReadAsync(Ads with { MatchCase = false }, "ID,id,name,price\n1,1,a,2\n"));
    }

    [Theory]
    [InlineData("utf-16LE")]
    [InlineData("utf-16BE")]
    public async Task A_header_that_is_no_text_in_UTF_8_is_read_in_the_encoding_that_gives_the_fields(string encoding)
    {
        var read = await Given.ReadAsync(Ads, Encoding.GetEncoding(encoding).GetBytes("id,name,price\n1,ä,2\n"));

        Assert.Equal("1|ä|200", Assert.Single(read.Rows).Values);
    }

    [Fact]
    public async Task So_is_a_header_with_letters_of_an_older_encoding()
    {
        var dataset = Given.Dataset(Given.Field("id"), Given.Field("größe")) with { Dialect = CsvDialect.Open };

        var read = await Given.ReadAsync(dataset, Encoding.Latin1.GetBytes("id;größe\n1;müde\n"));

        Assert.Equal("1|müde", Assert.Single(read.Rows).Values);
    }

    [Theory]
    [InlineData("1,Müller,2\n2,Größe,3\n", false, 2, 0)]
    [InlineData("1,Müller,2\n2,Größe,3\n", true, 2, 0)]
    [InlineData("1,Muller,2\n", false, 1, 0)]
    public async Task An_automatic_encoding_is_decided_by_the_bytes(string rows, bool isLatin1, int passed, int rejected)
    {
        var bytes = (isLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes($"id,name,price\n{rows}");

        var read = await Given.ReadAsync(Ads with { Encoding = "auto" }, bytes);

        Assert.Equal((passed, rejected), (read.Rows.Count, read.Rejects.Count));
        Assert.Equal(rows.Split('\n')[0].Split(',')[1], read.Rows[0].Values.Split('|')[1]);
    }

    [Fact]
    public async Task With_an_automatic_encoding_a_damaged_byte_among_good_ones_is_a_reject()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("id,name,price\n1,Müller,2\n2,Größe,3\n3,x"), 0xFC, .. "y,4\n4,ö,5\n"u8];

        var read = await Given.ReadAsync(Ads with { Encoding = "auto" }, bytes);

        Assert.Equal(["1|Müller|200", "2|Größe|300", "4|ö|500"], read.Rows.Select(r => r.Values));
        Assert.Equal("encoding", Assert.Single(Assert.Single(read.Rejects).Errors).Rule);
    }

    [Fact]
    public async Task If_no_way_gives_the_fields_the_usual_reading_is_explained()
    {
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(Ads, "a,b,c\n1,2,3\n"));

        Assert.StartsWith("The header has no field of the schema: it is \"a\", \"b\", \"c\"", refused.Message, StringComparison.Ordinal);
    }
}

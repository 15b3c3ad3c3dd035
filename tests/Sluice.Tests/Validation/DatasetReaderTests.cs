using System.IO.Hashing;
using System.Text;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;

namespace Sluice.Tests.Validation;

public class DatasetReaderTests
{
    private static readonly Dataset Ads = Given.Dataset(Given.Field("id", FieldType.Integer, required: true), Given.Field("title"));

    [Fact]
    public async Task Rows_are_numbered_from_1_rejects_included()
    {
        var read = await Given.ReadAsync(Ads, "id,title\n1,a\nx,b\n3,c\n");
        Assert.Equal([(1, "1|a"), (3, "3|c")], read.Rows);
        Assert.Equal(2, Assert.Single(read.Rejects).Row);
    }

    [Theory]
    [InlineData("id,title\n1,a\nx,b\n", 3, 13)]
    [InlineData("id,title\r\n1,a\r\nx,b\r\n", 3, 15)]
    [InlineData("id,title\r1,a\rx,b\r", 3, 13)]
    [InlineData("id,title\n1,\"a\nb\r\nc\"\nx,b\n", 5, 20)]
    [InlineData("\n\nid,title\n\n\nx,b\n", 6, 13)]
    [InlineData("\uFEFFid,title\nx,b\n", 2, 12)]
    [InlineData("id,title\n1,é\nx,b\n", 3, 14)]
    public async Task A_reject_names_its_line_and_byte_offset(string file, long line, long offset)
    {
        var reject = Assert.Single((await Given.ReadAsync(Ads, file)).Rejects);
        Assert.Equal((line, offset, "x,b"), (reject.Line, reject.ByteOffset, reject.RawText));
        Assert.Equal("x,b"u8.ToArray(), Encoding.UTF8.GetBytes(file)[(int)offset..(int)(offset + 3)]);
    }

    [Theory]
    [InlineData("1",
        "has 1 field where the header has 2; if its last values are missing, \"sluice:shortRows\": \"pad\" takes them as empty")]
    [InlineData("1,a,b", "has 3 fields where the header has 2; is there a \",\" in a text that is not in quotes?")]
    public async Task A_ragged_row_is_a_reject(string row, string message)
    {
        var read = await Given.ReadAsync(Ads, $"id,title\n{row}\n2,b\n");
        Assert.Equal(new RejectError(null, "field-count", message), Assert.Single(Assert.Single(read.Rejects).Errors));
        Assert.Equal([(2, "2|b")], read.Rows);
    }

    [Fact]
    public async Task A_byte_that_is_not_utf8_is_a_reject_of_its_field()
    {
        byte[] file = [.. "id,title\n1,caf"u8, 0xE9, .. "\n2,b\n"u8];
        var read = await Given.ReadAsync(Ads, file);
        Assert.Equal(
            new RejectError(
                "title",
                "encoding",
                "byte 0xE9 at byte 14 of the file, byte 3 of the value, is not UTF-8; save the file as UTF-8, "
                + "or name its encoding, such as \"encoding\": \"windows-1252\" or \"auto\""),
            Assert.Single(Assert.Single(read.Rejects).Errors));
        Assert.Equal([(2, "2|b")], read.Rows);
    }

    [Fact]
    public async Task Text_after_a_closing_quote_is_a_reject_and_a_quote_within_text_is_text()
    {
        var read = await Given.ReadAsync(Ads, "id,title\n1,\"a\"b\n2,19\" screen\n");
        Assert.Equal("quote", Assert.Single(Assert.Single(read.Rejects).Errors).Rule);
        Assert.Equal([(2, "2|19\" screen")], read.Rows);
    }

    [Fact]
    public async Task An_unclosed_quote_costs_its_line_and_no_other()
    {
        var read = await Given.ReadAsync(Ads, "id,title\n1,a\n2,\"b\n3,c\n4,d\n");
        var reject = Assert.Single(read.Rejects);
        Assert.Equal((2, 3, 13, "2,\"b"), (reject.Row, reject.Line, reject.ByteOffset, reject.RawText));
        Assert.Equal("unclosed-quote", Assert.Single(reject.Errors).Rule);
        Assert.Equal([(1, "1|a"), (3, "3|c"), (4, "4|d")], read.Rows);
    }

    [Fact]
    public async Task An_unclosed_quote_far_from_the_end_costs_its_line_and_no_other()
    {
        var tail = string.Concat(Enumerable.Range(3, 20_000).Select(i => $"{i},c\r\n"));
        var read = await Given.ReadAsync(Ads, $"id,title\n1,a\n2,\"b\r\n{tail}", maxRecordBytes: 1000);
        var reject = Assert.Single(read.Rejects);
        Assert.Equal(
            (2, 3, 13, "2,\"b", "unclosed-quote"), (reject.Row, reject.Line, reject.ByteOffset, reject.RawText, reject.Errors[0].Rule));
        Assert.Equal(20_001, read.Rows.Count);
        Assert.Equal((20_002, "20002|c"), read.Rows[^1]);
        Assert.Equal(20_003, read.Position.Lines);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("$")]
    public async Task An_unclosed_quote_before_texts_in_quotes_costs_its_line_and_no_other(string? terminator)
    {
        // The quote runs on to the next one, which opens a text: so text follows a closing quote.
        var file = "id,title\n1,a\n2,\"b\n3,c\n4,\"d\"\n5,\"e\nf\"\n6,\"g\"h\n7,i\n".Replace(
            "\n", terminator ?? "\n", StringComparison.Ordinal);
        var read = await Given.ReadAsync(Ads with { Dialect = CsvDialect.Default with { LineTerminator = terminator } }, file);
        Assert.Equal([("2,\"b", "unclosed-quote"), ("6,\"g\"h", "quote")], read.Rejects.Select(r => (r.RawText, r.Errors[0].Rule)));
        Assert.Equal(["1|a", "3|c", "4|d", $"5|e{terminator ?? "\n"}f", "7|i"], read.Rows.Select(r => r.Values));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task A_record_over_the_size_limit_is_a_reject_of_which_the_start_is_kept(string lineBreak)
    {
        var file = $"id,title{lineBreak}1,a{lineBreak}2,{new string('x', 700_000)}{lineBreak}x,c{lineBreak}4,d{lineBreak}";
        var read = await Given.ReadAsync(Ads, file, maxRecordBytes: 1000);
        Assert.Equal(["record-size", "type"], read.Rejects.Select(r => r.Errors[0].Rule));
        Assert.Equal([3L, 4L], read.Rejects.Select(r => r.Line));
        Assert.Equal(1000, read.Rejects[0].RawBytes.Length);
        Assert.Equal([(1, "1|a"), (4, "4|d")], read.Rows);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\n")]
    [InlineData("id,title")]
    [InlineData("id,title\n")]
    [InlineData("id,title\r\n\r\n")]
    public async Task A_file_without_rows_is_read_to_its_end_unless_its_dataset_refuses_it(string file)
    {
        var read = await Given.ReadAsync(Ads, file);
        Assert.Empty(read.Rows);
        Assert.Empty(read.Rejects);

        var refused = await Assert.ThrowsAsync<FileRefusedException>(
            () => Given.ReadAsync(Ads with { OnEmpty = EmptyPolicy.Refuse }, file));
        Assert.Equal("The file has no rows. Dataset ads refuses such files (\"sluice:onEmpty\": \"refuse\").", refused.Message);
    }

    [Fact]
    public async Task A_file_that_ends_before_its_header_is_refused_not_empty()
    {
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(
            Ads with { Dialect = CsvDialect.Default with { HeaderRows = [3] } }, "a report\nof today\n"));
        Assert.Equal("The file ends before row 3, the last of its header.", refused.Message);
    }

    [Theory]
    [InlineData("PK\u0003\u0004zip", "The ZIP archive is damaged, or was cut off")]
    [InlineData("id,ti\0tle\n", "The header has a NUL character at byte 5. Text has no such character.")]
    [InlineData("id,\"title\n1,a\n", "quote that is not closed")]
    public async Task A_file_that_is_no_csv_is_refused(string file, string message)
    {
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(Ads, file));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_a_header_alone_has_no_rows_and_is_read_from_its_start_when_it_grows()
    {
        var read = await Given.ReadAsync(Ads, "id,title\n");
        Assert.Empty(read.Rows);
        Assert.Equal(default, read.Position);
    }

    [Theory]
    [InlineData("id;title\n1;a,b\n", "1|a,b", ';')]
    [InlineData("id\ttitle\n1\ta\n", "1|a", '\t')]
    public async Task Without_a_dialect_the_delimiter_is_detected(string file, string row, char delimiter)
    {
        var read = await Given.ReadAsync(Ads with { Dialect = new CsvDialect { Delimiter = null } }, file);
        Assert.Equal((row, delimiter), (Assert.Single(read.Rows).Values, read.Delimiter));
    }

    [Fact]
    public async Task Initial_space_is_left_out_where_the_dialect_says_so()
    {
        var read = await Given.ReadAsync(Ads with { Dialect = new CsvDialect { SkipInitialSpace = true } },
            "id, title\n1,  a \n2, \" b\"\n");
        Assert.Equal([(1, "1|a "), (2, "2| b")], read.Rows);
    }

    [Theory]
    [InlineData("id,title\n1,a\n2,b\n", 17, 3, 2)]
    [InlineData("id,title\n1,a\n2,b", 13, 2, 1)]
    [InlineData("id,title\n1,a\n2,b\r", 13, 2, 1)]
    [InlineData("id,title\n1,a\n2,\"b\n", 13, 2, 1)]
    [InlineData("id,title\n1,a\n\n\n", 15, 4, 1)]
    [InlineData("id,title", 0, 0, 0)]
    public async Task A_last_record_that_may_grow_is_read_but_not_counted_as_read(string file, long offset, long lines, long rows)
    {
        var read = await Given.ReadAsync(Ads, file);
        Assert.Equal((offset, lines, rows), (read.Position.Offset, read.Position.Lines, read.Position.Records));
        Assert.Equal(XxHash128.Hash(Encoding.UTF8.GetBytes(file).AsSpan(0, (int)offset)), read.PrefixHash);
    }

    [Fact]
    public async Task Bytes_that_look_like_a_byte_order_mark_are_data_in_the_middle_of_a_file()
    {
        byte[] head = [.. "id,title\n1,a\n"u8];
        var first = await Given.ReadAsync(Ads, head);
        var second = await Given.ReadAsync(Ads, [.. head, 0xFF, 0xFE, .. "2,b\nx,c\n"u8], after: first);
        Assert.Equal([(13, 3), (19, 4)], second.Rejects.Select(r => (r.ByteOffset, r.Line)));
    }

    /// <summary>The order of the columns is only known after the header, so a grown file is read again from there.</summary>
    [Fact]
    public async Task Rows_below_a_header_with_the_columns_in_another_order_are_rejects_until_the_first_header_returns()
    {
        const string File = "id,title\n1,a\ntitle,id\nb,2\nid,title\n3,c\n";
        var read = await Given.ReadAsync(Ads, File);
        Assert.Equal([(1, "1|a"), (4, "3|c")], read.Rows);
        Assert.Equal([(2, "header"), (3, "header")], read.Rejects.Select(r => (r.Row, r.Errors[0].Rule)));
        Assert.Equal(13, read.Position.Offset);

        var more = await Given.ReadAsync(Ads, Encoding.UTF8.GetBytes(File + "4,d\n"), after: read);
        Assert.Equal([(4, "3|c"), (5, "4|d")], more.Rows);
    }

    /// <summary>A dialect that was chosen by the start of a file does not lose rows further on.</summary>
    [Theory]
    [InlineData("id,title\n# page 1\n1,a\n#2,b\n3,c\n", "type")]
    [InlineData("id,title\r\n1,a\nb\r\n2,c\n", "line-break")]
    public async Task What_a_chosen_dialect_would_lose_is_a_reject(string file, string rule)
    {
        var read = await Given.ReadAsync(Ads with { Dialect = CsvDialect.Open }, file);
        Assert.Equal(rule, Assert.Single(Assert.Single(read.Rejects).Errors).Rule);
    }

    /// <summary>
    /// A file may grow in any steps: its rows and rejects are the same as if it was read at once. A later reading takes back what was
    /// incomplete, and reads it again.
    /// </summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_file_read_as_it_grows_is_the_file_read_at_once(int seed)
    {
        var random = new Random(seed);
        var file = RandomFile(random);
        var limit = random.Next(20, 200);
        var whole = await Given.ReadAsync(Ads, file, limit);
        var (rows, rejects) = (new List<(long, string)>(), new List<Reject>());
        ReadFile? last = null;
        for (var length = Math.Min(file.Length, 9 + random.Next(40)); ; length = Math.Min(file.Length, length + random.Next(1, 60)))
        {
            rows.RemoveAll(r => r.Item1 > (last?.Position.Records ?? 0));
            rejects.RemoveAll(r => r.Row > (last?.Position.Records ?? 0));
            last = await Given.ReadAsync(Ads, file[..length], limit, last);
            rows.AddRange(last.Rows);
            rejects.AddRange(last.Rejects);
            if (length == file.Length)
            {
                break;
            }
        }

        Assert.Equal(whole.Rows, rows);
        Assert.Equal(whole.Rejects.Select(Text), rejects.Select(Text));
        Assert.Equal(XxHash128.Hash(file.AsSpan(0, (int)last.Position.Offset)), last.PrefixHash);

        // A last CR may be half of a CRLF, so the record before it and its empty lines are not complete yet. A reading that ended at one of
        // those lines knows more.
        Assert.True(last.Position.Offset >= whole.Position.Offset);
        if (file[^1] != '\r')
        {
            Assert.Equal(whole.Position, last.Position);
        }
    }

    public static IEnumerable<TheoryDataRow<int>> Seeds => Enumerable.Range(1, 1000).Select(s => new TheoryDataRow<int>(s));

    private static string Text(Reject r) => $"{r.Row} {r.Line} {r.ByteOffset} {r.RawText} {string.Join(';', r.Errors)}";

    private static byte[] RandomFile(Random random)
    {
        byte[][] pieces =
        [
            [.. "\n"u8], [.. "\r\n"u8], [.. "\r"u8], [.. ","u8], [.. "\""u8], [.. "\"\""u8], [.. "1,a\n"u8], [.. "22,\"b\nc\"\n"u8],
            [.. "x,é\n"u8], [.. "333,漢"u8], [0xFF], [0xC3], [0], [.. "\n\n"u8], [.. "4,\"d\"\"e\"\r\n"u8],
            [.. "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa"u8],
        ];
        return [.. "id,title\n"u8, .. Enumerable.Range(0, random.Next(1, 60)).SelectMany(_ => pieces[random.Next(pieces.Length)])];
    }
}

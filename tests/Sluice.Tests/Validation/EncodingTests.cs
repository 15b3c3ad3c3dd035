using System.Text;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>Files in any encoding.</summary>
public class EncodingTests
{
    private static readonly Dataset Ads = Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("title"));

    static EncodingTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8", "é漢😀")]
    [InlineData("utf-16", "é漢😀")]
    [InlineData("utf-16BE", "é漢😀")]
    [InlineData("utf-32", "é漢😀")]
    [InlineData("windows-1252", "é€œ")]
    [InlineData("iso-8859-1", "é")]
    [InlineData("iso-8859-15", "é€")]
    [InlineData("windows-1251", "Привет")]
    [InlineData("shift_jis", "漢字ｶﾅ")]
    [InlineData("gb18030", "汉字é😀")]
    [InlineData("big5", "漢字")]
    [InlineData("euc-kr", "한글")]
    [InlineData("IBM437", "é½")]
    [InlineData("koi8-r", "Привет")]
    public async Task A_named_encoding_is_read_and_offsets_are_those_of_the_file(string name, string title)
    {
        var encoding = Encoding.GetEncoding(name);
        var head = encoding.GetBytes($"id,title\n1,{title}\n");
        var read = await Given.ReadAsync(Ads with { Encoding = name }, [.. head, .. encoding.GetBytes("x,b\n")]);
        Assert.Equal([(1, $"1|{title}")], read.Rows);
        var reject = Assert.Single(read.Rejects);
        Assert.Equal((3, (long)head.Length, "x,b"), (reject.Line, reject.ByteOffset, reject.RawText));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public async Task A_byte_order_mark_says_the_encoding_whatever_the_dataset_says(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] head = [.. encoding.Preamble, .. encoding.GetBytes("id,title\n1,é\n")];
        var read = await Given.ReadAsync(Ads with { Encoding = "windows-1252" }, [.. head, .. encoding.GetBytes("x,b\n")]);
        Assert.Equal([(1, "1|é")], read.Rows);
        Assert.Equal(head.Length, Assert.Single(read.Rejects).ByteOffset);
    }

    [Theory]
    [InlineData("windows-1252", new byte[] { 0x81 }, "0x81")]
    [InlineData("us-ascii", new byte[] { 0xE9 }, "0xE9")]
    [InlineData("utf-16", new byte[] { 0x00, 0xD8 }, "0x00")]
    [InlineData("shift_jis", new byte[] { 0x82 }, "0x82")]
    [InlineData("utf-8", new byte[] { 0xC3 }, "0xC3")]
    public async Task A_byte_that_is_not_valid_is_a_reject_with_its_offset(string name, byte[] bytes, string shown)
    {
        var encoding = Encoding.GetEncoding(name);
        var head = encoding.GetBytes("id,title\n1,ab");
        byte[] file = [.. head, .. bytes, .. encoding.GetBytes("\n2,b\n")];
        var read = await Given.ReadAsync(Ads with { Encoding = name }, file);
        var error = Assert.Single(Assert.Single(read.Rejects).Errors);
        Assert.Equal(("title", "encoding"), (error.Field, error.Rule));
        Assert.StartsWith(
            $"byte {shown} at byte {head.Length} of the file, byte 2 of the value, is not", error.Message, StringComparison.Ordinal);
        Assert.Equal([(2, "2|b")], read.Rows);
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_read_as_a_whole_when_it_grows()
    {
        var read = await Given.ReadAsync(Ads with { Encoding = "windows-1252" }, "id,title\n1,a\n");
        Assert.Equal(default, read.Position);
    }

    [Fact]
    public async Task A_large_file_in_another_encoding_is_read_in_pieces_that_cut_characters()
    {
        var encoding = Encoding.GetEncoding("gb18030");
        var title = string.Concat(Enumerable.Repeat("汉é😀", 20));
        var file = encoding.GetBytes("id,title\n" + string.Concat(Enumerable.Range(1, 3000).Select(i => $"{i},{title}\n")) + "x,b\n");
        var read = await Given.ReadAsync(Ads with { Encoding = "gb18030" }, file);
        Assert.Equal(3000, read.Rows.Count);
        Assert.All(read.Rows, r => Assert.Equal($"{r.Number}|{title}", r.Values));
        Assert.Equal(file.Length - 4, Assert.Single(read.Rejects).ByteOffset);
    }

    [Fact]
    public async Task A_header_that_is_not_in_the_encoding_is_refused()
    {
        var refused = await Assert.ThrowsAsync<FileRefusedException>(
            () => Given.ReadAsync(Ads, Encoding.Unicode.GetBytes("id,title\n1,a\n")));
        Assert.Equal(
            "The header, at byte 0, is not UTF-8 text: the file is not a CSV, or has another encoding; "
            + "every other byte of it is 0, as in \"encoding\": \"utf-16le\" or \"utf-16be\".",
            refused.Message);
    }
}

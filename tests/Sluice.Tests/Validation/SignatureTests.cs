using System.Text;
using Sluice.Lake;
using Sluice.Lake.Definition;

namespace Sluice.Tests.Validation;

/// <summary>Files that are not CSV, by their first bytes.</summary>
public class SignatureTests
{
    private static readonly Dataset Ads = Given.Dataset(Given.Field("id"), Given.Field("title"));

    [Theory]
    [InlineData("<!DOCTYPE html>\n<html><body>403</body></html>\n", "an HTML page")]
    [InlineData("\r\n\t <HTML lang=\"en\">", "an HTML page")]
    [InlineData("<table border=1><tr><td>id</td></tr></table>", "an HTML page")]
    [InlineData("<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>AuthenticationFailed</Code></Error>", "an XML document")]
    public async Task A_page_or_a_document_is_refused_as_what_it_is(string text, string says)
    {
        Encoding[] encodings = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];
        foreach (var encoding in encodings)
        {
            Assert.Equal(
                $"The file is {says}, not a CSV. Programs save one when a download fails or needs a sign-in.",
                await RefusalAsync([.. encoding.Preamble, .. encoding.GetBytes(text)]));
        }
    }

    [Theory]
    [InlineData("SQLite format 3\0", "an SQLite database")]
    [InlineData("PAR1\u0015\u0004", "a Parquet file")]
    [InlineData("ORC\n\u0003\0\0", "an ORC file")]
    [InlineData("Obj\u0001\u0004", "an Avro file")]
    [InlineData("ARROW1\0\0", "an Arrow or Feather file")]
    [InlineData("%PDF-1.7\n", "a PDF")]
    [InlineData("{\\rtf1\\ansi", "a text document (RTF)")]
    [InlineData("Rar!\u001A\u0007\u0001\0", "a RAR archive")]
    [InlineData("GIF89a", "a GIF picture")]
    [InlineData("BZh91AY&SY\0", "compressed with bzip2")]
    [InlineData("PK\u0007\u0008", "a part of a ZIP archive")]
    public async Task A_file_of_another_kind_is_refused_as_what_it_is(string start, string says) =>
        Assert.Equal($"The file is {says}, not a CSV.", await RefusalAsync(Encoding.Latin1.GetBytes(start)));

    [Theory]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }, "an old Excel workbook or another old Office document")]
    [InlineData(new byte[] { (byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C }, "a 7z archive")]
    [InlineData(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A }, "a PNG picture")]
    [InlineData(new byte[] { 0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0 }, "compressed with xz")]
    public async Task A_file_of_another_kind_is_refused_by_its_bytes(byte[] start, string says) =>
        Assert.Equal($"The file is {says}, not a CSV.", await RefusalAsync(start));

    [Fact]
    public async Task A_tar_archive_is_refused()
    {
        var tar = new byte[1024];
        "Ads.csv"u8.CopyTo(tar);
        "ustar"u8.CopyTo(tar.AsSpan(257));
        Assert.Equal("The file is a tar archive, not a CSV.", await RefusalAsync(tar));
    }

    /// <summary>The name of a column can be like the mark of a format.</summary>
    [Theory]
    [InlineData("PAR1,PAR2\n1,2\n")]
    [InlineData("ORCID,title\n1,2\n")]
    [InlineData("ORC\n1\n")]
    [InlineData("BZh,x\n1,2\n")]
    [InlineData("<htmlx>,<errors>\n1,2\n")]
    [InlineData("[id],{title}\n1,2\n")]
    [InlineData("7zip,PKZIP\n1,2\n")]
    public async Task A_header_that_begins_as_another_format_does_is_a_header(string text)
    {
        var names = text.Split('\n')[0].Split(',');
        var read = await Given.ReadAsync(Given.Dataset([.. names.Select(n => Given.Field(n))]), text);
        Assert.Empty(read.Rejects);
        Assert.Single(read.Rows);
    }

    [Theory]
    [InlineData("[{\"id\": 1, \"title\": \"a\"}]")]
    [InlineData("{\"id\": 1, \"title\": \"a\"}\n{\"id\": 2}\n")]
    [InlineData("\uFEFF[\n  {\n    \"id\": 1\n  }\n]\n")]
    public async Task JSON_is_a_hint_where_the_header_does_not_fit(string text) =>
        Assert.EndsWith(
            " The file looks like JSON, which is not read.", await RefusalAsync(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);

    [Fact]
    public async Task Another_header_that_does_not_fit_has_no_such_hint() =>
        Assert.DoesNotContain("JSON", await RefusalAsync("[id],x\n"u8.ToArray()), StringComparison.Ordinal);

    private static async Task<string> RefusalAsync(byte[] file) =>
        (await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(Ads, file))).Message;
}

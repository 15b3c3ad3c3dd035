using System.Text;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Tests.Validation;

/// <summary>
/// The time to read a file grows in proportion to its bytes, whatever its quotes. The test counts bytes: those moved, those given to
/// parsers, and those scanned by the recovery from stray quotes.
/// </summary>
[Trait("kind", "thorough")]
public class HostileQuotesTests
{
    private const int MaxRecordBytes = 256 * 1024;
    private const int FileBytes = 4 * MaxRecordBytes;

    // Each byte is given to the fast parser and to the careful one, moved in the buffers of both, scanned as a part of its line, followed
    // once within quotes and once without, and read as a part of a record.
    private const int MostTimes = 12;

    private static readonly Dataset Pairs = Given.Dataset(Given.Field("id"), Given.Field("text"));
    private static readonly CsvDialect Usual = new();
    private static readonly CsvDialect Escaped = new() { EscapeChar = "\\" };

    private static readonly string Long = new('x', MaxRecordBytes - 100);

    /// <summary>What a file repeats, in a dialect.</summary>
    private static readonly Dictionary<string, (CsvDialect Dialect, string Repeated)> Shapes = new()
    {
        ["two quotes before a delimiter"] = (Usual, "1,\"a\"\",\n"),
        ["the same with CR LF"] = (Usual, "1,\"a\"\",\r\n"),
        ["the same with CR"] = (Usual, "1,\"a\"\",\r"),
        ["a quote at the start of each line"] = (Usual, "\"a\n"),
        ["a quote at the end of each line"] = (Usual, "1,\"\n"),
        ["two quotes at the start of each line"] = (Usual, "\"\"a\n"),
        ["three quotes at the start of each line"] = (Usual, "\"\"\"a\n"),
        ["quotes that close and open again on each line, so that no record ends"] = (Usual, "a\",\"b\n"),
        ["the same with doubled quotes"] = (Usual, "a\"\"\",\"\"\"b\n"),
        ["the same with CR LF and a good line between"] = (Usual, "a\",\"b\r\n1,good\r\n"),
        ["the same and a line of the largest record"] = (Usual, string.Concat(Enumerable.Repeat("a\",\"b\n", 20_000)) + Long + "\n"),
        ["text after a quote on each line, and a quote that opens"] = (Usual, "a\"b,\"c\n"),
        ["text after a quote before a quote that opens"] = (Usual, "1,\"a\"b,\"c\n"),
        ["good and bad lines in turn"] = (Usual, "1,\"a\"\",\n2,b\n"),
        ["bad lines of the largest record"] = (Usual, $"1,\"{Long}\"\",\n"),
        ["good records of many lines"] = (Usual, $"1,\"{string.Concat(Enumerable.Repeat("a\n", 100_000))}\"\n"),
        ["records of many lines that are too long"] = (Usual, $"1,\"{string.Concat(Enumerable.Repeat("a\n", MaxRecordBytes))}\"\n"),
        ["a line of text after quotes"] = (Usual, $"{string.Concat(Enumerable.Repeat("\"a\"b,", 40_000))}\n"),
        ["empty lines within quotes"] = (Usual, "\"\n\n\n\n\n\na\n"),
        ["a quote on each line, with spaces before it"] = (Usual with { SkipInitialSpace = true }, "1,  \"a\n"),
        ["the same, and no record ends"] = (Usual with { SkipInitialSpace = true }, "a\"  ,  \"b\n"),
        ["a quote on each line beside comments"] = (Usual with { CommentChar = "#" }, "#\"\n1,\"a\n"),
        ["quotes that are not doubled"] = (Usual with { DoubleQuote = false }, "1,\"a\"\",\"\n"),
        ["a delimiter of two characters"] = (Usual with { Delimiter = "||" }, "a\"||\"b\n"),
        ["a line terminator of its own"] = (Usual with { LineTerminator = "$" }, "a\",\"b$"),
        ["an explicit CR LF"] = (Usual with { LineTerminator = "\r\n" }, "a\",\"b\r\n"),
        ["line breaks that are no terminators"] = (Usual with { LineTerminator = "\r\n" }, "1,a\n"),
        ["an escaped line break on each line"] = (Escaped, "1,a\\\n"),
        ["an escaped quote on each line"] = (Escaped, "1,\"a\\\"\n"),
        ["escaped line breaks within quotes and outside of them in turn"] = (Escaped, "1,a\\\na\",\"b\n\"c\\\n"),
        ["an escaped line break and quotes that close and open"] = (Escaped, "a\",\"b\\\n"),
        ["no quotes but escaped line breaks"] = (Escaped with { QuoteChar = null }, "\"a\\\n"),
        ["a quote on each line where there are no quotes"] = (Usual with { QuoteChar = null }, "1,\"a\n"),
    };

    public static IEnumerable<TheoryDataRow<string, int>> Cases =>
        Shapes.Keys.SelectMany(s => new[] { 1000, int.MaxValue }.Select(bytesAtATime => new TheoryDataRow<string, int>(s, bytesAtATime)));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Reading_goes_over_each_byte_a_few_times_whatever_the_quotes(string shape, int bytesAtATime)
    {
        var (dialect, repeated) = Shapes[shape];
        var header = $"id{dialect.Delimiter}text{dialect.LineTerminator ?? "\n"}";
        var file = Encoding.UTF8.GetBytes(header + string.Concat(Enumerable.Repeat(repeated, Math.Max(2, FileBytes / repeated.Length))));
        await using var reader = await DatasetReader.StartAsync(
            Pairs with { Dialect = dialect }, Given.DuckDb, new ReadOptions { MaxRecordBytes = MaxRecordBytes },
            (_, _) => Task.FromResult<Stream>(new SmallReads(file, bytesAtATime)), hashing: true, TestContext.Current.CancellationToken);
        var batch = new ColumnBatch(Pairs.Schema, 4096);
        var rejects = new List<Reject>();
        var rows = 0L;
        while (await reader.ReadAsync(batch, rejects, TestContext.Current.CancellationToken))
        {
            rows += batch.Count + rejects.Count;
        }

        Assert.InRange(rows, 1, long.MaxValue);
        Assert.InRange(reader.Work, file.Length, (long)file.Length * MostTimes);
    }

    private sealed class SmallReads(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, most)], cancellationToken);
    }
}

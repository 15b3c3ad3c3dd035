using System.Text;
using Sluice.Lake.Definition;
using Sluice.Validation.Parsing;

namespace Sluice.Tests.Validation;

/// <summary>
/// A line that begins no record is rejected alone. Whether a line begins a record depends only on the text that follows it.
/// </summary>
public class LineRecoveryTests
{
    private const int MaxRecordBytes = 50;

    private static readonly string[] Pieces =
        ["\"", "\"", "\"\"", ",", "a", " ", "\\", "\n", "\n", "\r\n", "\r", "$", "\",\"", "#", "\\\n", "é"];

    /// <summary>One parser that goes from line to line finds the same as a new parser at each line.</summary>
    [Fact]
    public async Task A_parser_that_goes_on_after_a_line_finds_what_a_new_one_finds()
    {
        for (var seed = 1; seed <= 20_000; seed++)
        {
            var random = new Random(seed);
            var dialect = new CsvDialect
            {
                EscapeChar = random.Next(2) == 0 ? "\\" : null,
                DoubleQuote = random.Next(4) > 0,
                SkipInitialSpace = random.Next(3) == 0,
                LineTerminator = random.Next(3) switch { 0 => "\r\n", 1 => "$", _ => null },
                CommentChar = random.Next(4) == 0 ? "#" : null,
            };
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            var file = Encoding.UTF8.GetBytes(text);
            Assert.Equal(await ReadAsync(file, dialect, isNew: true), await ReadAsync(file, dialect, isNew: false));
        }
    }

    private static async Task<List<string>> ReadAsync(byte[] file, CsvDialect dialect, bool isNew)
    {
        using var stream = new MemoryStream(file);
        var parser = NewParser(stream, 0);
        var found = new List<string>();
        while (true)
        {
            await parser.AdvanceAsync(CancellationToken.None);
            if (parser.State == RecordState.End)
            {
                return found;
            }

            found.Add(
                $"{parser.Offset} {parser.State} {parser.Fault} {Encoding.UTF8.GetString(parser.RawRecord)} "
                + (parser.State == RecordState.Record
                    ? string.Join('|', Enumerable.Range(0, parser.FieldCount).Select(i => Encoding.UTF8.GetString(parser.GetSpan(i))))
                    : ""));
            var next = parser.NextOffset;
            if (parser.Fault == QuoteFault.LineTooLong)
            {
                new DialectMarks(dialect, ",").TryFindBreak(file.AsSpan((int)parser.Offset), isLast: true, out var at, out var length);
                next = parser.Offset + at + length;
                stream.Position = next;
                parser.Restart(next);
            }

            if (isNew)
            {
                stream.Position = next;
                parser = NewParser(stream, next);
            }
        }

        DialectRecordParser NewParser(Stream input, long offset) => new(input, offset, 0, dialect, ",", MaxRecordBytes, bufferSize: 16);
    }
}

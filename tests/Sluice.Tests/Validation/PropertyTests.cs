using System.Text;
using CsCheck;
using Sluice.Lake;

namespace Sluice.Tests.Validation;

/// <summary>What holds of all tables and of all bytes.</summary>
public class PropertyTests
{
    private const int Cases = 10_000;

    private static readonly string[] Alphabet = ["a", "B", "7", " ", ",", ";", "|", "\t", "\"", "'", "\\", "#", "\n", "\r\n", "\r", "é", "漢", "😀", "::", "~", "<", "<>", "$"];

    private static readonly Gen<string> Text = Gen.OneOf(Alphabet).Array[0, 6].Select(string.Concat);

    private static readonly Gen<Dialect> Dialects = Gen.Select(
        Gen.OneOf(",", ";", "|", "\t", "::", "~"), Gen.OneOf<string?>("\"", "'", null), Gen.OneOf<string?>(null, "<>", "$"),
        Gen.Bool, Gen.Bool, (delimiter, quote, terminator, doubles, header) => new Dialect
        {
            Delimiter = delimiter,
            QuoteChar = quote,
            EscapeChar = quote is null || !doubles ? "\\" : null,
            DoubleQuote = doubles,
            LineTerminator = terminator,
            Header = header,
        });

    private static readonly Gen<byte[]> Soup = Gen.OneOf<byte[]>(
        Gen.Byte.Select(b => new[] { b }),
        Gen.OneOf(Alphabet).Select(Encoding.UTF8.GetBytes),
        Gen.OneOf("1,a\n", "2,\"b\nc\"\r\n", "\"", "\"\"", "\0", "\uFEFF").Select(Encoding.UTF8.GetBytes)).Array[0, 80].Select(p => p.SelectMany(b => b).ToArray());

    private static readonly Dataset Pairs = Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("text"));

    [Fact]
    public void A_table_written_in_any_dialect_reads_back_equal() =>
        Gen.Select(Dialects, Gen.Select(Text, Text).Array[0, 6]).Sample(
            (dialect, rows) =>
            {
                var dataset = Given.Dataset(
                    Given.Field("a") with { MissingValues = [] }, Given.Field("b") with { MissingValues = [] }, Given.Field("n", FieldType.Integer));
                var file = Write(dialect, rows);
                var read = Given.ReadAsync(dataset with { Dialect = dialect }, file).GetAwaiter().GetResult();
                return read.Rejects.Count == 0
                    && read.Rows.Select(r => r.Values).SequenceEqual(rows.Select((r, i) => $"{r.Item1}|{r.Item2}|{i}"));
            },
            iter: Cases);

    [Fact]
    public void Of_any_bytes_every_record_is_accounted_for() =>
        Gen.Select(Soup, Gen.OneOf("utf-8", "windows-1252", "utf-16"), Gen.Int[16, 200]).Sample(
            (soup, encoding, limit) =>
            {
                byte[] file = [.. Encoding.GetEncoding(encoding == "windows-1252" ? "utf-8" : encoding).GetBytes("id,text\n"), .. soup];
                var read = Given.ReadAsync(Pairs with { Encoding = encoding }, file, limit).GetAwaiter().GetResult();

                // Each row of the file is loaded or a reject, once, and they are in the order of the file.
                var numbers = read.Rows.Select(r => (long)r.Number).Concat(read.Rejects.Select(r => r.Row)).Order();
                return numbers.SequenceEqual(Enumerable.Range(1, read.Rows.Count + read.Rejects.Count).Select(n => (long)n))
                    && read.Rejects.Zip(read.Rejects.Skip(1)).All(p => p.First.ByteOffset < p.Second.ByteOffset && p.First.Line <= p.Second.Line)
                    && read.Rejects.TrueForAll(r => r.ByteOffset < file.Length && r.RawBytes.Length <= limit * 3);
            },
            iter: Cases);

    private static string Write(Dialect dialect, (string, string)[] rows)
    {
        var end = dialect.LineTerminator ?? "\r\n";
        var lines = rows.Select((r, i) => $"{Cell(dialect, r.Item1)}{dialect.Delimiter}{Cell(dialect, r.Item2)}{dialect.Delimiter}{i}{end}");
        var header = string.Join(dialect.Delimiter, "a", "b", "n") + end;
        return (dialect.Header ? header : "") + string.Concat(lines);
    }

    private static string Cell(Dialect dialect, string text)
    {
        if (dialect.QuoteChar is { } quote)
        {
            text = dialect.EscapeChar is { } escape ? text.Replace(escape, escape + escape, StringComparison.Ordinal) : text;
            return quote + text.Replace(quote, dialect.DoubleQuote ? quote + quote : dialect.EscapeChar + quote, StringComparison.Ordinal) + quote;
        }

        // An escape before each character: of a CR LF before both.
        return string.Concat(text.EnumerateRunes().Select(r => r.IsAscii && !Rune.IsLetterOrDigit(r) ? $"{dialect.EscapeChar}{r}" : $"{r}"));
    }
}

using System.Globalization;
using System.Text;
using CsCheck;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>Properties of all tables and of all bytes.</summary>
[Trait("kind", "thorough")]
public class PropertyTests
{
    private const int Cases = 10_000;
    private const string Null = "NULL";

    internal static readonly string[] Alphabet =
        ["a", "B", "7", " ", ",", ";", "|", "\t", "\"", "'", "\\", "#", "\n", "\r\n", "\r", "é", "漢", "😀", "::", "~", "<", "<>", "$"];

    private static readonly Gen<string> Text = Gen.OneOf(Alphabet).Array[0, 6].Select(string.Concat);

    private static readonly Gen<CsvDialect> Dialects = Gen.Select(
        Gen.Select(
            Gen.OneOf(",", ";", "|", "\t", "::", "~"), Gen.OneOf<string?>("\"", "'", null), Gen.OneOf<string?>(null, "<>", "$"), Gen.Bool),
        Gen.Select(Gen.Bool, Gen.OneOf<int[]>([1], [2], [1, 2], [1, 3]), Gen.OneOf<string?>(null, "#"), Gen.Bool),
        Gen.Select(Gen.OneOf<string?>(null, Null), Gen.Bool),
        (marks, rows, more) =>
        {
            var (delimiter, quote, terminator, doubles) = marks;
            var (header, headerRows, comment, skips) = rows;
            var (nothing, hasCommentRow) = more;
            return new CsvDialect
            {
                Delimiter = delimiter,
                QuoteChar = quote,
                EscapeChar = quote is null || !doubles ? "\\" : null,
                DoubleQuote = doubles,
                LineTerminator = terminator,
                Header = header,
                HeaderRows = headerRows,
                HeaderJoin = "-",
                CommentChar = comment,
                SkipInitialSpace = skips,
                NullSequence = nothing,
                CommentRows = hasCommentRow ? [header ? headerRows[^1] + 1 : 1] : [],
            };
        });

    private static readonly Gen<string?[]> Cells = Gen.Select(
        Text, Gen.Bool, Text, Gen.Long[-999_999_999_999, 999_999_999_999], Gen.Int[0, 30_000],
        (a, isNull, b, cents, day) => new[] { a, isNull ? null : b, $"{cents}", $"{day}", day % 2 == 0 ? "true" : "false" });

    private static readonly Gen<byte[]> Soup = Gen.OneOf<byte[]>(
        Gen.Byte.Select(b => new[] { b }),
        Gen.OneOf(Alphabet).Select(Encoding.UTF8.GetBytes),
        Gen.OneOf("1,a\n", "2,\"b\nc\"\r\n", "\"", "\"\"", "\0", "\uFEFF").Select(Encoding.UTF8.GetBytes))
        .Array[0, 80].Select(p => p.SelectMany(b => b).ToArray());

    private static readonly Dataset Pairs = Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("text"));

    [Fact]
    public void A_table_written_in_any_dialect_reads_back_equal() =>
        Gen.Select(Dialects, Cells.Array[0, 6]).Sample(
            (dialect, rows) =>
            {
                var dataset = Given.Dataset(
                    FieldOf("a", FieldType.String), FieldOf("b", FieldType.String), FieldOf("price", FieldType.Number),
                    FieldOf("day", FieldType.Date),
                    FieldOf("flag", FieldType.Boolean));
                var read = Given.ReadAsync(dataset with { Dialect = dialect }, Write(dialect, dataset, rows)).GetAwaiter().GetResult();
                return read.Rejects.Count == 0
                    && read.Rows.Select(r => r.Values)
                        .SequenceEqual(rows.Select(r => string.Join('|', r.Select(c => c ?? (dialect.NullSequence is null ? "" : "∅")))));

                Field FieldOf(string name, FieldType type) =>
                    Given.Field(dialect.Header && dialect.HeaderRows.Count > 1 ? $"part-{name}" : name, type) with
                    {
                        MissingValues = dialect.NullSequence is null ? [] : [Null],
                        Column = type == FieldType.Number ? new ColumnType(ColumnKind.Decimal, 12, 2) : Given.Field(name, type).Column,
                    };
            },
            iter: Cases);

    [Fact]
    public void Of_any_bytes_in_any_dialect_every_record_is_accounted_for() =>
        Gen.Select(Soup, Gen.OneOf("utf-8", "windows-1252", "utf-16"), Gen.Int[30, 200], Dialects).Sample(
            (soup, encoding, limit, dialect) =>
            {
                // Every second soup is of the plain dialect, which has a parser of its own. A header of its own has all rows counted.
                dialect = soup.Length % 2 == 0 ? CsvDialect.Default : dialect with { Header = true, HeaderRows = [1], CommentRows = [] };
                byte[] file =
                [
                    .. Encoding.GetEncoding(encoding == "windows-1252" ? "utf-8" : encoding)
                        .GetBytes($"id{dialect.Delimiter}text{dialect.LineTerminator ?? "\n"}"),
                    .. soup,
                ];
                var read = Given.ReadAsync(Pairs with { Encoding = encoding, Dialect = dialect }, file, limit).GetAwaiter().GetResult();

                // Each row of the file is either loaded or a reject, once, in the order of the file.
                var numbers = read.Rows.Select(r => (long)r.Number).Concat(read.Rejects.Select(r => r.Row)).Order();
                return numbers.SequenceEqual(Enumerable.Range(1, read.Rows.Count + read.Rejects.Count).Select(n => (long)n))
                    && read.Rejects.Zip(read.Rejects.Skip(1))
                        .All(p => p.First.ByteOffset < p.Second.ByteOffset && p.First.Line <= p.Second.Line)
                    && read.Rejects.TrueForAll(r => r.ByteOffset < file.Length && r.RawBytes.Length <= limit * 3);
            },
            iter: Cases);

    private static string Write(CsvDialect dialect, Dataset dataset, string?[][] rows)
    {
        var end = dialect.LineTerminator ?? "\r\n";
        var comment = dialect.CommentChar is { } mark ? $"{mark} \"made, by{end}" : "";
        var names = dataset.Schema.Fields.Select(f => f.Name).ToArray();
        var file = new StringBuilder();
        for (var row = 1; dialect.Header && row <= dialect.HeaderRows[^1]; row++)
        {
            file.Append(!dialect.HeaderRows.Contains(row) ? $"about this file{end}"
                : dialect.HeaderRows.Count == 1 ? string.Join(dialect.Delimiter, names) + end
                : row == dialect.HeaderRows[0] ? $"part{end}"
                : string.Join(dialect.Delimiter, names.Select(n => n["part-".Length..])) + end);
        }

        file.Append(dialect.CommentRows.Count > 0 ? $"no data{end}" : "").Append(comment);
        foreach (var row in rows)
        {
            file.AppendJoin(dialect.Delimiter + (dialect.SkipInitialSpace ? " " : ""), row.Select((c, i) => Cell(dialect, i, c)))
                .Append(end).Append(comment);
        }

        return file.ToString();
    }

    private static string Cell(CsvDialect dialect, int column, string? value)
    {
        if (value is null)
        {
            return dialect.NullSequence ?? (dialect.QuoteChar is { } empty ? empty + empty : "");
        }

        var text = column switch
        {
            2 => (long.Parse(value, CultureInfo.InvariantCulture) / 100m).ToString("0.00", CultureInfo.InvariantCulture),
            3 => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(int.Parse(value, CultureInfo.InvariantCulture))
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => value,
        };
        if (dialect.QuoteChar is { } quote)
        {
            text = dialect.EscapeChar is { } escape ? text.Replace(escape, escape + escape, StringComparison.Ordinal) : text;
            return quote
                + text.Replace(quote, dialect.DoubleQuote ? quote + quote : dialect.EscapeChar + quote, StringComparison.Ordinal)
                + quote;
        }

        // An escape before each character that begins a mark; CR LF has one escape before both.
        List<string?> marks = [dialect.Delimiter, dialect.EscapeChar, dialect.CommentChar, dialect.SkipInitialSpace ? " " : null];
        marks.AddRange(dialect.LineTerminator is { } terminator ? [terminator] : ["\r", "\n"]);
        return string.Concat(text.EnumerateRunes().Select(
            r => marks.Exists(m => m?.StartsWith(r.ToString(), StringComparison.Ordinal) == true) ? $"{dialect.EscapeChar}{r}" : $"{r}"));
    }
}

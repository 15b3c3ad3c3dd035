using System.Text;
using Sluice.Lake.Definition;
using Sluice.Validation.Dialects;

namespace Sluice.Inference;

/// <summary>
/// Finds how a file is written that has no schema: the dialect with which the start of the file is most like one table.
/// </summary>
/// <remarks>
/// Each delimiter, quote and escape that the text has a sign of is tried. A rare delimiter is tried only if no common one makes a table,
/// and must then make a clear one, because any text has spaces and colons.
/// </remarks>
internal sealed class DialectGuess(FileSample sample)
{
    private const double ClearTable = 0.4;
    private const double NoTable = 0.03;

    // How little a way is preferred where two are equal: the more usual one, but an escape that the text has a sign of.
    private const double Pipe = 0.92;
    private const double Apostrophe = 0.999;
    private const double ApostropheAmongQuotes = 0.95;
    private const double Escape = 1.002;
    private const double OwnTerminator = 0.98;
    private const double Rare = 0.8;

    private static readonly string[] Common = [",", ";", "\t", "|"];

    // The last one is the unit separator, which no text contains.
    private static readonly string[] Absent = ["\t", "|", ";", ",", CsvDialect.NoDelimiter];

    private readonly string? terminator = DialectVariants.FindTerminator(sample.Text.Span);
    private readonly string? comment = CommentOf(sample);

    /// <summary>Finds the dialect, apart from its header and comments.</summary>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<CsvDialect> FindAsync(CancellationToken cancellationToken)
    {
        var best = await FindBestAsync(Common, cancellationToken);
        if (best.Rating.Score < ClearTable)
        {
            var rare = await FindBestAsync(DialectVariants.Delimiters.Except(Common).Where(d => d != ", "), cancellationToken);
            best = rare.Score > best.Score ? rare : best;
        }

        return best.Rating is { Score: >= NoTable, Width: > 1 } ? best.Dialect : await OneColumnAsync(cancellationToken);
    }

    private async Task<(double Score, TableRating Rating, CsvDialect Dialect)> FindBestAsync(
        IEnumerable<string> delimiters, CancellationToken cancellationToken)
    {
        (double Score, TableRating Rating, CsvDialect Dialect) best = (0, default, CsvDialect.Default);
        foreach (var dialect in delimiters.Where(d => sample.Has(d) && (d != "|" || !sample.HasOnlyPairs("|"))).SelectMany(DialectsOf))
        {
            var mark = dialect.Delimiter == comment ? null : comment;
            var rows = await sample.ReadAsync(dialect with { CommentChar = mark }, cancellationToken);
            var rating = TableRating.Of(rows);
            var score = IsProse(rows) ? 0 : rating.Score * PreferenceOf(dialect, rating);
            best = score > best.Score ? (score, rating, dialect) : best;
        }

        return best;
    }

    private IEnumerable<CsvDialect> DialectsOf(string delimiter) =>
        from end in terminator is null ? [null] : (string?[])[null, terminator]
        from quotes in QuotesOf(CsvDialect.Default with { Delimiter = delimiter, LineTerminator = end })
        select quotes;

    private IEnumerable<CsvDialect> QuotesOf(CsvDialect dialect)
    {
        var delimiter = dialect.Delimiter!;
        var hasApostrophes = BeginsField("'", delimiter) && EndsField("'", delimiter);
        return
        [
            .. WithSpaces(dialect, isEscaped: HasEscape("\"")),
            .. hasApostrophes || (HasEscape("'") && !BeginsField("\"", delimiter))
                ? WithSpaces(dialect with { QuoteChar = "'" }, isEscaped: HasEscape("'"))
                    .Where(d => hasApostrophes || d.EscapeChar is not null)
                : [],
        ];
    }

    private IEnumerable<CsvDialect> WithSpaces(CsvDialect dialect, bool isEscaped) =>
        from spaces in BeginsOnlyAfterSpace(dialect.QuoteChar!, dialect.Delimiter!) ? [true, false] : (bool[])[false]
        from escape in isEscaped ? [null, "\\"] : (string?[])[null]
        select dialect with { SkipInitialSpace = spaces, EscapeChar = escape };

    private double PreferenceOf(CsvDialect dialect, TableRating rating)
    {
        var delimiter = dialect.Delimiter!;
        if (!Common.Contains(delimiter) && !IsClear(delimiter, rating))
        {
            return 0;
        }

        return (delimiter == "|" ? Pipe : 1) * (Common.Contains(delimiter) ? 1 : Rare)
            * (dialect.QuoteChar != "'" ? 1 : BeginsField("\"", delimiter) ? ApostropheAmongQuotes : Apostrophe)
            * (dialect.EscapeChar is null ? 1 : Escape) * (dialect.LineTerminator is null ? 1 : OwnTerminator);
    }

    // A column of texts with commas in them, below its name.
    private static bool IsProse(List<SampleRow> rows) =>
        rows is [{ Width: 1 }, _, ..] && rows.TrueForAll(r => r.IsSound && r.Kinds.All(k => k is CellKind.Words or CellKind.Text)
            && !r.IsQuoted.Contains(true) && r.Cells.Skip(1).All(c => c.StartsWith(' ')));

    // Most of the rows have one width, and a colon does not separate hours from minutes.
    private bool IsClear(string delimiter, TableRating rating) =>
        rating is { Rows: > 2, Width: > 1, Likeness: >= 0.5 }
        && rating.Share >= (rating is { Width: > 5, Likeness: >= 0.8 } ? 0.4 : 0.8)
        && (delimiter != ":" || !HasTime()) && (delimiter != " " || rating.Width > 2);

    private bool HasTime()
    {
        var text = sample.Text.Span;
        for (var at = 1; at + 1 < text.Length; at++)
        {
            if (text[at] == ':' && char.IsAsciiDigit((char)text[at - 1]) && char.IsAsciiDigit((char)text[at + 1]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A file of one column has a delimiter that its texts do not have.</summary>
    private async Task<CsvDialect> OneColumnAsync(CancellationToken cancellationToken)
    {
        var usual = CsvDialect.Default with { CommentChar = comment };
        var rows = await sample.ReadAsync(usual, cancellationToken);
        return rows.TrueForAll(r => r is { IsSound: true, Width: 1 })
            ? CsvDialect.Default
            : CsvDialect.Default with { Delimiter = Array.Find(Absent, d => !sample.Has(d)) ?? CsvDialect.NoDelimiter };
    }

    private bool BeginsField(string mark, string delimiter) =>
        DialectVariants.HasStart(mark, sample.Text, delimiter) || sample.Has($"{delimiter} {mark}");

    private bool BeginsOnlyAfterSpace(string mark, string delimiter) =>
        delimiter != " " && sample.Has($"{delimiter} {mark}") && !sample.Has($"{delimiter}{mark}");

    private bool EndsField(string mark, string delimiter) =>
        sample.Has($"{mark}{delimiter}") || sample.Has($"{mark} {delimiter}") || sample.Has($"{mark}\n") || sample.Has($"{mark}\r")
        || (sample.IsWhole && sample.Text.Span.EndsWith(Encoding.UTF8.GetBytes(mark)));

    /// <summary>Whether a backslash is before a quote: an odd number of them, and no doubled quote.</summary>
    private bool HasEscape(string quote)
    {
        var text = sample.Text.Span;
        var mark = (byte)quote[0];
        for (var at = 0; at + 1 < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                continue;
            }

            var count = text[at..].IndexOfAnyExcept((byte)'\\');
            if (count < 0)
            {
                return false;
            }

            at += count;
            if (count % 2 == 1 && text[at] == mark && (at + 1 == text.Length || text[at + 1] != mark))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The mark that some lines begin with, but not all.</summary>
    private static string? CommentOf(FileSample sample)
    {
        var text = Encoding.UTF8.GetString(sample.Text.Span);
        return Array.Find(DialectVariants.Comments, mark =>
        {
            var (comments, others) = (0, 0);
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                comments += line.StartsWith(mark) ? 1 : 0;
                others += line.Length > 0 && !line.StartsWith(mark) ? 1 : 0;
            }

            return comments > 0 && others > 0;
        });
    }
}

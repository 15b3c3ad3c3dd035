using System.Text;
using Sluice.Lake.Definition;
using Sluice.Validation.Dialects;

namespace Sluice.Inference;

/// <summary>
/// Finds the plan for a file: first by its start, and then by the rows of the whole file that cannot be read with it.
/// </summary>
/// <param name="sample">The start of the file.</param>
internal sealed class PlanSearch(FileSample sample)
{
    // A sign can be in a damaged line by chance. A dialect is the right one only if it explains most of them.
    private const double MostAfterAChange = 0.25;

    private bool hasQuotedTexts;
    private int width = 1;
    private int firstRow = 1;

    /// <summary>
    /// One row in so many may be damaged. It is better to reject them than to read all others in a way that is not meant.
    /// </summary>
    public const int RowsOfADamagedOne = 100;

    // With more damaged quotes than one in so many rows, they are no quotes, even if others are in order.
    private const int RowsOfADamagedQuote = 10;
    private const int LeastDamaged = 3;

    /// <summary>Finds the plan that the start of the file is most like.</summary>
    public async Task<ReadingPlan> FindAsync(CancellationToken cancellationToken)
    {
        var dialect = await new DialectGuess(sample).FindAsync(cancellationToken);
        var rows = await sample.ReadAsync(dialect, cancellationToken);
        hasQuotedTexts = rows.Count(r => r.IsSound && r.IsQuoted.Contains(true)) > rows.Count(r => !r.IsSound);
        if (dialect.EscapeChar is not null && rows.Exists(r => r.Cells.Contains(CsvDialect.NullOfDumps)))
        {
            dialect = dialect with { NullSequence = CsvDialect.NullOfDumps };
        }

        if (CommentOf(rows) is { } mark && mark != dialect.Delimiter)
        {
            dialect = dialect with { CommentChar = mark };
            rows.RemoveAll(r => r.Cells[0].StartsWith(mark, StringComparison.Ordinal));
        }

        return WithHeader(dialect, rows);
    }

    /// <summary>Finds the plan for a file that belongs to a dataset with others: its header is where their names are.</summary>
    /// <param name="first">The plan for the first of the files.</param>
    /// <param name="names">The headers of the first.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<ReadingPlan> FindLikeAsync(ReadingPlan first, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var own = await FindAsync(cancellationToken);
        var dialect = DifferInMarks(own.Dialect, first.Dialect) ? own.Dialect : first.Dialect;
        if (!first.Dialect.Header)
        {
            return first with { Dialect = dialect with { Header = false, HeaderRows = first.Dialect.HeaderRows } };
        }

        var rows = await sample.ReadAsync(dialect, cancellationToken);
        if (rows.Find(r => r.IsSound && names.All(r.Cells.Contains)) is not { } header)
        {
            return first with { Dialect = dialect with { Header = true, HeaderRows = first.Dialect.HeaderRows } };
        }

        return first with
        {
            Dialect = dialect with
            {
                Header = true,
                HeaderRows = header == rows[0] ? CsvDialect.Default.HeaderRows : [header.Number],
                CommentRows = CsvDialect.Default.CommentRows,
            },
        };
    }

    private static bool DifferInMarks(CsvDialect one, CsvDialect other) =>
        one.Delimiter != other.Delimiter || (one.QuoteChar != other.QuoteChar && one.QuoteChar is not (null or "\""));

    /// <summary>Finds the delimiter alone.</summary>
    public async Task<string> FindDelimiterAsync(CancellationToken cancellationToken) =>
        (await new DialectGuess(sample).FindAsync(cancellationToken)).Delimiter!;

    /// <summary>
    /// Plans for a file that is refused with the plan that was found: without quotes, or below a header that cannot be read.
    /// </summary>
    /// <param name="plan">The plan that was found.</param>
    public IEnumerable<ReadingPlan> FindAfterRefusal(ReadingPlan plan)
    {
        var unquoted = plan.Dialect with { QuoteChar = null, EscapeChar = null };
        if (plan.Dialect.QuoteChar is not null)
        {
            yield return plan with { Dialect = unquoted };
        }

        foreach (var dialect in plan.Dialect.QuoteChar is null ? [unquoted] : (CsvDialect[])[plan.Dialect, unquoted])
        {
            yield return new(
                dialect with
                {
                    Header = false,
                    HeaderRows = CsvDialect.Default.HeaderRows,
                    CommentRows = [.. Enumerable.Range(1, Math.Max(firstRow, plan.NameRows.DefaultIfEmpty(0).Max()))],
                },
                PadsRows: true, Names: NamesOf([], width));
        }
    }

    /// <summary>
    /// Plans that may read rows that a reading could not read, the most likely first, each with the share of these rows that it may leave.
    /// </summary>
    /// <param name="reading">The reading.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<IReadOnlyList<(ReadingPlan Plan, double Most)>> FindOthersAsync(
        TableReading reading, CancellationToken cancellationToken)
    {
        var plan = reading.Plan;
        var others = new List<(ReadingPlan, double)>();
        if (!plan.ReadsEnd && plan.Names is null && reading.Header.Any(string.IsNullOrWhiteSpace))
        {
            others.Add((plan with { ReadsEnd = true }, 1));
        }

        if (!plan.ReadsNul && reading.HasFault("encoding") && reading.Rejects.Any(r => r.RawBytes.Span.Contains((byte)0)))
        {
            others.Add((plan with { ReadsNul = true }, MostAfterAChange));
        }

        // The signs must be in lines that cannot be read.
        var lines = Encoding.UTF8.GetBytes($"{string.Join(plan.Dialect.Delimiter, reading.Header)}\n")
            .Concat(reading.Rejects.SelectMany(r => r.RawBytes.ToArray().Append((byte)'\n'))).ToArray();
        others.AddRange(DialectVariants.Of(plan.Dialect, lines).Select(d => (plan with { Dialect = d }, MostAfterAChange)));
        if (sample.TerminatorOf(plan.Dialect) is { } terminator && reading.HasFault("field-count"))
        {
            others.Add((plan with { Dialect = plan.Dialect with { LineTerminator = terminator } }, MostAfterAChange));
        }

        if (reading.Skipped * RowsOfADamagedOne <= reading.Rows)
        {
            return others;
        }

        if ((!hasQuotedTexts || (reading.Skipped >= LeastDamaged && reading.Skipped * RowsOfADamagedQuote > reading.Rows))
            && plan.Dialect.QuoteChar is not null && reading.HasFault("quote", "unclosed-quote"))
        {
            var unquoted = plan.Dialect with { QuoteChar = null, EscapeChar = null };
            others.Add((WithHeader(unquoted, await sample.ReadAsync(unquoted, cancellationToken)), MostAfterAChange));
        }

        if (!plan.PadsRows && reading.HasFault("field-count"))
        {
            others.Add((plan with { PadsRows = true }, 1));
        }

        if (reading.Widest > 0)
        {
            others.Add((Widen(plan, reading), 1));
        }

        return others;
    }

    /// <summary>
    /// A plan for rows that have more values than the header: the columns are read by their order, and those after the header have names
    /// like <c>field7</c>.
    /// </summary>
    private static ReadingPlan Widen(ReadingPlan plan, TableReading reading)
    {
        var before = plan.Dialect.CommentRows.Concat(plan.NameRows).DefaultIfEmpty(0).Max();
        return plan with
        {
            Dialect = plan.Dialect with
            {
                Header = false,
                HeaderRows = CsvDialect.Default.HeaderRows,
                CommentRows = [.. Enumerable.Range(1, before)],
            },
            PadsRows = true,
            Names = NamesOf(reading.Header, reading.Widest),
        };
    }

    private static string[] NamesOf(IReadOnlyList<string> header, int count) =>
        [.. Enumerable.Range(0, count).Select(i => i < header.Count && header[i].Trim().Length > 0 ? header[i] : $"field{i + 1}")];

    /// <summary>
    /// The mark of the lines that are comments: they have another number of values than the rows. In a file of one column, any line can be
    /// a value.
    /// </summary>
    private static string? CommentOf(List<SampleRow> rows) => Array.Find(DialectVariants.Comments, mark =>
    {
        var comments = rows.FindAll(r => !r.IsQuoted[0] && r.Cells[0].StartsWith(mark, StringComparison.Ordinal));
        var width = TableRating.WidthOf([.. rows.Except(comments)]);
        return comments.Count > 0 && width > 1 && comments.TrueForAll(c => c.Width != width);
    });

    private ReadingPlan WithHeader(CsvDialect dialect, List<SampleRow> rows)
    {
        // The first line can be longer than the sample. It is a header, if not more is known.
        var header = rows.Count > 1 || sample.IsWhole ? HeaderGuess.Of(rows) : new HeaderGuess([1], 1);
        (width, firstRow) = (Math.Max(1, TableRating.WidthOf(rows)), header.First);
        var hasRowsBefore = rows.Exists(r => r.Number < header.First);
        if (header.Rows.Count > 0)
        {
            var isFirst = header.Rows.Count == 1 && !hasRowsBefore;
            if (header.Rows is [var only] && rows.Find(r => r.Number == only) is { } names && HasRowNames(names, rows))
            {
                return new(
                    dialect with { Header = false, CommentRows = [.. Enumerable.Range(1, only)] },
                    Names: NamesOf(["", .. names.Cells], names.Width + 1))
                { NameRows = header.Rows };
            }

            return new(dialect with { HeaderRows = isFirst ? CsvDialect.Default.HeaderRows : header.Rows }) { NameRows = header.Rows };
        }

        // Without names, the first row says how many columns there are, unless short rows are padded.
        var first = rows.Find(r => r.Number == header.First)?.Width ?? 1;
        return new(
            dialect with { Header = false, CommentRows = hasRowsBefore ? [.. Enumerable.Range(1, header.First - 1)] : [] },
            PadsRows: first < width, Names: NamesOf([], Math.Max(first, width)));
    }

    // Statistical programs write the names of rows as a first column, whose own name they leave out.
    private static bool HasRowNames(SampleRow names, List<SampleRow> rows)
    {
        var below = rows.FindAll(r => r.Number > names.Number);
        return below.Count > 0 && below.TrueForAll(r => r.Width == names.Width + 1) && below.Exists(r => r.Kinds[^1] != CellKind.Empty)
            && below.DistinctBy(r => r.Cells[0]).Count() == below.Count;
    }
}

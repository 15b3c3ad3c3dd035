using System.Text;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Validation.Content;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Dialects;

/// <summary>The start of a file, which is read in several ways to choose one.</summary>
internal sealed class DialectSample
{
    private const int MostHeaderRows = 200;
    private const int MostRows = 200;
    private const int BufferSize = 16 * 1024;

    private static readonly byte[] NullOfDumps = Encoding.UTF8.GetBytes(CsvDialect.NullOfDumps);

    private readonly Dataset dataset;
    private readonly Func<CsvDialect, IRowProbe> probeOf;
    private readonly bool isWhole;

    /// <summary>Creates a sample.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="probeOf">What tells whether rows in a dialect fit the schema.</param>
    /// <param name="start">The first bytes of the text, without a byte order mark.</param>
    /// <param name="isWhole">Whether these are all of its bytes.</param>
    public DialectSample(Dataset dataset, Func<CsvDialect, IRowProbe> probeOf, ReadOnlyMemory<byte> start, bool isWhole)
    {
        this.dataset = dataset;
        this.probeOf = probeOf;
        this.isWhole = isWhole;

        // The last line may go on after the sample.
        Text = isWhole || start.Span.LastIndexOfAny((byte)'\r', (byte)'\n') is not (>= 0 and var end) ? start : start[..(end + 1)];
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    private bool EndsLine => Text.Span is [.., (byte)'\r' or (byte)'\n'];

    /// <summary>The delimiter that the usual detection finds.</summary>
    public async ValueTask<char> DetectDelimiterAsync(CancellationToken cancellationToken)
    {
        using var parser = new CsvRecordParser(
            Open(), 0, CsvDialect.Default, delimiter: null, maxRecordBytes: Math.Max(1, Text.Length), BufferSize);
        await parser.AdvanceAsync(cancellationToken);
        return parser.Delimiter;
    }

    /// <summary>The first records, with their numbers among all rows of the file.</summary>
    public async ValueTask<List<(int Number, string[] Texts)>> ReadTextsAsync(CsvDialect dialect, CancellationToken cancellationToken)
    {
        var rows = new List<(int, string[])>();
        using var parser = NewParser(dialect with { HeaderRows = [1] });
        await parser.AdvanceAsync(cancellationToken);
        while (parser.State != RecordState.End && rows.Count < MostHeaderRows)
        {
            var isSound = parser is { State: RecordState.Record, Fault: QuoteFault.None };
            rows.Add(((int)parser.RowNumber, isSound ? parser.ReadTexts() : Split(parser, dialect)));
            await parser.AdvanceAsync(cancellationToken);
        }

        return rows;
    }

    // A line whose quotes are damaged may still be a header.
    private static string[] Split(RecordParser line, CsvDialect dialect)
    {
        var quote = dialect.QuoteChar ?? "";
        return
        [
            .. Encoding.UTF8.GetString(line.RawRecord).Split(dialect.Delimiter!).Select(
                t => quote.Length > 0 && t.Length > 1 && t.StartsWith(quote, StringComparison.Ordinal)
                    && t.EndsWith(quote, StringComparison.Ordinal) ? t[quote.Length..^quote.Length] : t),
        ];
    }

    /// <summary>How well the schema fits, if the sample is read in a certain way.</summary>
    public async ValueTask<DialectCandidate> EvaluateAsync(CsvDialect dialect, CancellationToken cancellationToken)
    {
        var candidate = new DialectCandidate(dialect);
        var probe = probeOf(dialect);
        using var parser = NewParser(dialect);
        var header = new HeaderReader(dataset with { Dialect = dialect });
        try
        {
            await header.ReadAsync(parser, cancellationToken);
            if (header.IsEmpty)
            {
                return candidate with { Fits = true };
            }

            candidate = header.IsByOrder ? candidate with { Found = header.Names.Count } : WithFound(candidate, header.Names);
            probe.SetHeader(header.Names, header.IsByOrder);
        }
        catch (FileRefusedException)
        {
            return candidate;
        }

        if (dataset.Dialect.IsOpen && !header.IsByOrder && dialect.HeaderRows is [> 1, ..])
        {
            candidate = candidate with { RowAbove = await FindRowAboveAsync(dialect, probe, cancellationToken) };
        }

        if (!header.IsOnData)
        {
            await parser.AdvanceAsync(cancellationToken);
        }

        var filter = new RowFilter(dialect, header.Rows, dataset.Footer);
        return await WithRowsAsync(candidate with { Fits = true }, header.Names.Count, probe, filter, parser, cancellationToken);
    }

    /// <summary>The number of fields of the schema that a header has.</summary>
    public int CountFields(IReadOnlyList<string> names) => FindColumns(names).Count(c => c >= 0);

    /// <summary>The column of each field in a header; -1 for none.</summary>
    public IReadOnlyList<int> FindColumns(IReadOnlyList<string> names) =>
        new HeaderClaims(FieldsOfColumns, names, dataset.MatchCase).Columns;

    private TableSchema FieldsOfColumns => dataset.Schema with { Fields = dataset.Schema.ColumnFields };

    private DialectCandidate WithFound(DialectCandidate candidate, IReadOnlyList<string> names)
    {
        var fields = FieldsOfColumns;
        var columns = FindColumns(names);
        var blank = Enumerable.Range(0, names.Count).Where(c => string.IsNullOrWhiteSpace(names[c]) && !columns.Contains(c));
        return candidate with
        {
            Blank = blank.Count(c => names.Skip(c + 1).Any(n => !string.IsNullOrWhiteSpace(n))),
            Found = columns.Count(c => c >= 0),
            Exact = fields.Fields.Where((f, i) => columns[i] >= 0 && IsName(f, names[columns[i]])).Count(),
        };
    }

    private static bool IsName(Field field, string header) =>
        header == field.Name || field.Aliases.Any(a => a.Header == header || a.Text == header);

    private async ValueTask<DialectCandidate> WithRowsAsync(
        DialectCandidate candidate, int width, IRowProbe probe, RowFilter filter, RecordParser parser,
        CancellationToken cancellationToken)
    {
        var rows = 0;
        while (rows < MostRows && parser.State != RecordState.End && !filter.IsFooter(parser))
        {
            if (parser.State == RecordState.Record && filter.IsNoRow(parser))
            {
                await parser.AdvanceAsync(cancellationToken);
                continue;
            }

            // A quote may be closed after the sample, or once a file that is still being written grows.
            if (parser.State == RecordState.Unreadable && !(isWhole && EndsLine))
            {
                return candidate with { Rows = rows + 1, Failed = candidate.Failed + (isWhole ? 0 : 1) };
            }

            var passes = parser.State == RecordState.Record && parser.Fault == QuoteFault.None && probe.Passes(parser)
                && !HasSpaceBeforeQuotes(parser, candidate.Dialect) && !HasNullOfDump(parser, candidate.Dialect);
            var trails = parser.State == RecordState.Record && parser.FieldCount > width && probe.IsBlankFrom(parser, width);
            candidate = candidate with
            {
                FirstPasses = rows == 0 ? passes : candidate.FirstPasses,
                Passed = candidate.Passed + (passes ? 1 : 0),
                Failed = candidate.Failed + (passes ? 0 : 1),
                Trails = rows switch { 0 => (trails, false), 1 => (candidate.Trails.First, trails), _ => candidate.Trails },
            };
            rows++;
            await parser.AdvanceAsync(cancellationToken);
        }

        return candidate with { Rows = rows };
    }

    // Files can be put together in the wrong order, or sorted. Texts fit nearly any line, so all must be there.
    private async ValueTask<int> FindRowAboveAsync(CsvDialect dialect, IRowProbe probe, CancellationToken cancellationToken)
    {
        using var parser = NewParser(dialect with { HeaderRows = [1] });
        await parser.AdvanceAsync(cancellationToken);
        for (; parser.State != RecordState.End && parser.RowNumber < dialect.HeaderRows[0]; await parser.AdvanceAsync(cancellationToken))
        {
            if (parser is { State: RecordState.Record, Fault: QuoteFault.None } && probe.Passes(parser)
                && (dataset.Schema.HasTypes || !Enumerable.Range(0, parser.FieldCount).Any(i => parser.GetSpan(i).Trim((byte)' ').IsEmpty)))
            {
                return (int)parser.RowNumber;
            }
        }

        return 0;
    }

    // Dumps have a text for no value, which is valid as a text.
    private static bool HasNullOfDump(RecordParser parser, CsvDialect dialect)
    {
        if (dialect.NullSequence is not null || !DialectVariants.IsOfDumps(dialect.Delimiter!) || parser.RawRecord.IndexOf((byte)'\\') < 0)
        {
            return false;
        }

        for (var i = 0; i < parser.FieldCount; i++)
        {
            if (parser.GetSpan(i).SequenceEqual(NullOfDumps))
            {
                return true;
            }
        }

        return false;
    }

    // Quotes after a space are part of a text, which is valid, but hardly meant.
    private static bool HasSpaceBeforeQuotes(RecordParser parser, CsvDialect dialect)
    {
        if (dialect.SkipInitialSpace || dialect.QuoteChar is not [var quote] || parser.RawRecord.IndexOf((byte)' ') < 0)
        {
            return false;
        }

        for (var i = 0; i < parser.FieldCount; i++)
        {
            if (parser.GetRawSpan(i) is [(byte)' ', .., var last] raw && last == quote && raw.TrimStart((byte)' ') is [var first, _, ..]
                && first == quote)
            {
                return true;
            }
        }

        return false;
    }

    private DialectRecordParser NewParser(CsvDialect dialect) =>
        new(Open(), 0, 0, dialect, dialect.Delimiter!, maxRecordBytes: Math.Max(1, Text.Length), BufferSize);

    private MemoryStream Open() =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(Text, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(Text.ToArray(), writable: false);
}

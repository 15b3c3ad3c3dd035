using System.Text;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Validation.Dialects;
using Sluice.Validation.Parsing;
using Sluice.Validation.Rows;
using Sluice.Validation.Types;

namespace Sluice.Inference;

/// <summary>
/// Finds other plans for a file in which the usual plan skips rows. A plan is proposed only if the skipped rows or the header have a sign
/// of it.
/// </summary>
internal sealed class PlanSearch(FileSource file, string encoding, ReadOptions options)
{
    private const int MostLooked = 200;

    private static readonly string[] Comments = ["#", "//"];
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    // Delimiters of database dumps, where a quote can be an ordinary character.
    private static readonly char[] DumpDelimiters = ['\t', '|'];

    // The last one is the unit separator, which no text contains.
    private static readonly char[] AbsentDelimiters = ['\t', '|', ';', ',', '\u001F'];

    /// <summary>Finds the plans, the most likely first.</summary>
    /// <param name="usual">The usual reading.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<IReadOnlyList<ReadingPlan>> FindAsync(TableReading usual, CancellationToken cancellationToken)
    {
        var plans = new List<ReadingPlan>();
        var dialect = usual.Plan.Dialect;
        var delimiter = $"{usual.Delimiter}";
        var lines = usual.Rejects.Select(r => Encoding.UTF8.GetString(r.RawBytes.Span)).ToArray();
        if (usual.Header.Any(string.IsNullOrWhiteSpace))
        {
            plans.Add(usual.Plan with { ReadsEnd = true });
        }

        foreach (var mark in Comments.Where(m => lines.Prepend(usual.Header[0]).Any(l => l.StartsWith(m, StringComparison.Ordinal))))
        {
            plans.Add(new(dialect with { CommentChar = mark, Delimiter = mark.Length == 1 ? null : delimiter }));
        }

        if (Has("\\\""))
        {
            plans.Add(new(dialect with { EscapeChar = "\\", NullSequence = usual.HasNull("\\N") ? "\\N" : null, Delimiter = delimiter }));
        }

        if (Has($"{delimiter}'") || lines.Concat(usual.Header).Any(l => l.StartsWith('\'')))
        {
            plans.Add(new(dialect with { QuoteChar = "'" }));
        }

        if (Has($"{delimiter} \""))
        {
            plans.Add(new(dialect with { SkipInitialSpace = true }));
        }

        if (Array.Exists(DumpDelimiters, d => d == usual.Delimiter)
            && usual.Rejects.Any(r => r.Errors.Any(e => e.Rule is "quote" or "unclosed-quote")))
        {
            plans.Add(new(dialect with { QuoteChar = null, Delimiter = delimiter }));
        }

        if (usual.Rejects.Any(r => r.Errors.Any(e => e.Rule == "field-count"))
            && await FindTerminatorAsync(cancellationToken) is { } terminator)
        {
            plans.Add(new(dialect with { LineTerminator = terminator, Delimiter = delimiter }));
        }

        if (usual.Header.Count == 1 || usual.Skipped > usual.Rows)
        {
            plans.AddRange(await FindPreamblesAsync(dialect, cancellationToken));
        }

        if (usual.Header.Count == 1)
        {
            plans.AddRange(
                AbsentDelimiters.Where(d => d != usual.Delimiter).Select(d => new ReadingPlan(dialect with { Delimiter = $"{d}" })));
        }

        return plans;

        bool Has(string sign) => Array.Exists(lines, l => l.Contains(sign, StringComparison.Ordinal));
    }

    /// <summary>The line break of the first line, if the start of the file also has another kind, which may then be within texts.</summary>
    private async Task<string?> FindTerminatorAsync(CancellationToken cancellationToken)
    {
        await using var records =
            await OpenRecords.OpenAsync(file, ProbeDataset.Create(encoding, CsvDialect.Default, []), options, cancellationToken);
        var start = await records.PeekAsync(DatasetReader.BufferSize, cancellationToken);
        return DialectVariants.FindTerminator(start.Span);
    }

    /// <summary>Plans in which lines before the header do not belong to the table.</summary>
    private async Task<IEnumerable<ReadingPlan>> FindPreamblesAsync(CsvDialect dialect, CancellationToken cancellationToken)
    {
        var found = new List<(int Rows, ReadingPlan Plan)>();
        foreach (var delimiter in Delimiters)
        {
            var rows = await LookAsync(dialect with { Delimiter = $"{delimiter}" }, cancellationToken);
            if (rows.Count == 0)
            {
                continue;
            }

            // The most common width in the second half of the rows is the table's. The first row of this width is its header.
            var width = rows.Skip(rows.Count / 2).CountBy(r => r.Cells.Length).MaxBy(c => c.Value).Key;
            var first = rows.FindIndex(r => r.Cells.Length == width);
            var table = rows.Skip(first).Count(r => r.Cells.Length == width);
            if (width > 1 && first > 0 && table > 1 && (first > 1 || LooksLikeHeader(rows[first].Cells, rows[first + 1].Cells)))
            {
                found.Add((table, new(dialect with { Delimiter = $"{delimiter}", HeaderRows = [(int)rows[first].Number] })));
            }
        }

        return found.OrderByDescending(f => f.Rows).Select(f => f.Plan);
    }

    // With only one line before it, the row may instead be data of a one-column table whose texts contain the delimiter. So require that it
    // looks like a header.
    private static bool LooksLikeHeader(string[] names, string[] values) =>
        Array.TrueForAll(names, n => n.Length > 0 && !IsNumber(n)) && Array.Exists(values, IsNumber);

    private static bool IsNumber(string text) => NumberForm.IsNumber(Encoding.UTF8.GetBytes(text));

    private async Task<List<(long Number, string[] Cells)>> LookAsync(CsvDialect dialect, CancellationToken cancellationToken)
    {
        // The parser counts rows only if the header is not row 1.
        var counted = ProbeDataset.Create(encoding, dialect with { HeaderRows = [2] }, []);
        await using var records = await OpenRecords.OpenAsync(file, counted, options, cancellationToken);
        var rows = new List<(long, string[])>();
        var parser = records.Parser;
        await parser.AdvanceAsync(cancellationToken);
        while (parser.State == RecordState.Record && rows.Count < MostLooked)
        {
            rows.Add((parser.RowNumber, parser.ReadTexts()));
            await parser.AdvanceAsync(cancellationToken);
        }

        return rows;
    }
}

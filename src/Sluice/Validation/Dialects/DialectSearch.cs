using System.Text;
using Sluice.Lake.Definition;
using Sluice.Validation.Content;

namespace Sluice.Validation.Dialects;

/// <summary>
/// Chooses how a file is read that has no dialect of its own: so that the fields of its schema are found in a header, and then so that most
/// of its rows are valid.
/// </summary>
/// <remarks>
/// Nearly all files are read in the usual way, and are done after one look. Otherwise each delimiter is tried for a header: in the first
/// rows, in several rows joined, or in none. Then the rest of the dialect (quotes, escapes, comments, spaces, line ends) is varied, one way
/// at a time, as long as more rows become valid. A way that is not better than the one before it is never taken. So no row is lost that the
/// usual way would load from the start of the file.
/// </remarks>
/// <param name="dataset">The dataset.</param>
/// <param name="sample">The start of the file.</param>
internal sealed class DialectSearch(Dataset dataset, DialectSample sample)
{
    /// <summary>The number of bytes that are looked at.</summary>
    public const int SampleBytes = 64 * 1024;

    private const int MostJoined = 3;
    private const int MostHeaders = 8;
    private const int MostVariations = 4;

    // One row in so many may be damaged in a file that is read by the order of its columns.
    private const int DamagedShare = 10;

    private static readonly string[] Quotes = ["\"", "'"];

    private readonly int fields = dataset.Schema.ColumnFields.Count;

    /// <summary>Finds the dialect. If no header fits, it is the one that finds the most fields.</summary>
    public async ValueTask<DialectCandidate> FindAsync(CancellationToken cancellationToken)
    {
        var isOpen = dataset.Dialect.IsOpen;
        var usual = dataset.Dialect with
        {
            IsOpen = false,
            Delimiter = dataset.Dialect.Delimiter ?? $"{await sample.DetectDelimiterAsync(cancellationToken)}",
        };
        var best = await sample.EvaluateAsync(usual, cancellationToken);
        if (best.IsPerfect)
        {
            return best;
        }

        if (isOpen)
        {
            best = await FindHeaderAsync(best, cancellationToken);
            best = await VaryAsync(best, cancellationToken);
        }

        if (dataset.Header != HeaderPolicy.Auto || !best.Dialect.Header || (best.Fits && best.Failed <= best.Passed))
        {
            return best;
        }

        IReadOnlyList<CsvDialect> rows = isOpen ? [.. Bases(best.Dialect)] : [best.Dialect];
        var byOrder = await FindByOrderAsync(rows, cancellationToken)
            ?? await FindBelowDamagedHeaderAsync([.. Bases(best.Dialect)], rows, cancellationToken);
        return byOrder?.Passed > best.Passed ? byOrder : best;
    }

    private async ValueTask<DialectCandidate> FindHeaderAsync(DialectCandidate best, CancellationToken cancellationToken)
    {
        var headers = new List<(int Found, CsvDialect Dialect)>();
        foreach (var dialect in Bases(best.Dialect))
        {
            var rows = await sample.ReadTextsAsync(dialect, cancellationToken);

            // Any sentence has spaces.
            headers.AddRange(FindHeaders(rows).Where(h => dialect.Delimiter != " " || h.Found == fields).Select(
                h => (h.Found, dialect with { HeaderRows = h.Rows is [1] ? CsvDialect.Default.HeaderRows : h.Rows })));
        }

        var most = headers.Count == 0 ? 0 : headers.Max(h => h.Found);
        foreach (var (_, dialect) in headers.Where(h => h.Found == most && most > 0).Take(MostHeaders))
        {
            var candidate = await sample.EvaluateAsync(dialect, cancellationToken);
            best = candidate.IsBetterThan(best) ? candidate : best;
        }

        return best;
    }

    /// <summary>The delimiters and quotes that the text has signs of; that of the usual way first.</summary>
    private IEnumerable<CsvDialect> Bases(CsvDialect usual) =>
        from delimiter in DialectVariants.Delimiters.Prepend(usual.Delimiter!).Distinct()
        where delimiter == CsvDialect.NoDelimiter ? fields == 1 : sample.Text.Span.IndexOf(Encoding.UTF8.GetBytes(delimiter)) >= 0
        from quote in Quotes
        where quote != "'" || DialectVariants.HasStart(quote, sample.Text, delimiter)
        from escape in EscapesOf(quote, usual)
        select usual with { Delimiter = delimiter, QuoteChar = quote, EscapeChar = escape };

    // Where other quotes were put around texts with doubled quotes, one of these escapes the other.
    private IEnumerable<string?> EscapesOf(string quote, CsvDialect usual) =>
        quote == "'" && sample.Text.Span.IndexOf("\"\""u8) >= 0 ? ["\"", usual.EscapeChar] : [usual.EscapeChar];

    /// <summary>The row, and the rows that are joined, that have the most fields.</summary>
    private IEnumerable<(int Found, int[] Rows)> FindHeaders(List<(int Number, string[] Texts)> rows)
    {
        var counts = rows.Select(r => r.Texts.Length == 0 ? 0 : sample.CountFields(r.Texts)).ToList();
        var single = counts.Count == 0 ? 0 : counts.Max();
        if (single > 0)
        {
            yield return (single, [rows[counts.IndexOf(single)].Number]);
        }

        if (single == fields)
        {
            yield break;
        }

        var joined = (Found: single, Rows: Array.Empty<int>());
        for (var first = 0; first + 1 < rows.Count; first++)
        {
            for (var count = 2; count <= MostJoined && first + count <= rows.Count; count++)
            {
                var part = rows.GetRange(first, count);
                if (part.TrueForAll(r => r.Texts.Length > 0)
                    && sample.CountFields(HeaderReader.Join([.. part.Select(r => r.Texts)], dataset.Dialect.HeaderJoin)) is var found
                    && found > joined.Found)
                {
                    joined = (found, [.. part.Select(r => r.Number)]);
                }
            }
        }

        if (joined.Rows.Length > 0)
        {
            yield return joined;
        }
    }

    private async ValueTask<DialectCandidate> VaryAsync(DialectCandidate best, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MostVariations && best is { Fits: true, Failed: > 0 }; i++)
        {
            var before = best;
            foreach (var dialect in DialectVariants.Of(before.Dialect, sample.Text))
            {
                var candidate = await sample.EvaluateAsync(dialect, cancellationToken);
                best = candidate.IsBetterThan(best) ? candidate : best;
            }

            if (best == before)
            {
                break;
            }
        }

        return best;
    }

    /// <summary>
    /// Reads the columns by their order, if the values fit. A first row with the name of a field is a header that does not fit, and no row.
    /// </summary>
    private async ValueTask<DialectCandidate?> FindByOrderAsync(IReadOnlyList<CsvDialect> bases, CancellationToken cancellationToken)
    {
        var names = dataset.Schema.ColumnFields.SelectMany(f => f.Aliases.Select(a => a.Text).Prepend(f.Name))
            .Select(HeaderText.Normalize).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var dialects = new List<CsvDialect>();
        foreach (var dialect in bases)
        {
            if (await sample.ReadTextsAsync(dialect, cancellationToken) is [var first, ..]
                && !Array.Exists(first.Texts, t => names.Contains(HeaderText.Normalize(t))))
            {
                dialects.Add(dialect with { Header = false, HeaderRows = CsvDialect.Default.HeaderRows });
            }
        }

        return await FindMostPassingAsync(dialects, cancellationToken);
    }

    /// <summary>
    /// Reads the columns by their order below a header that is damaged: it has at least half of the fields, in their order, but a delimiter
    /// too much or too few, another one than the rows, or a quote in a name. A header without such damage has other columns, and no order
    /// is sure.
    /// </summary>
    private async ValueTask<DialectCandidate?> FindBelowDamagedHeaderAsync(
        IReadOnlyList<CsvDialect> headers, IReadOnlyList<CsvDialect> rows, CancellationToken cancellationToken)
    {
        var dialects = new List<CsvDialect>();
        foreach (var header in headers)
        {
            var line = (await sample.ReadTextsAsync(header, cancellationToken)).Find(r => HasHalf(r.Texts));
            if (line.Texts is null)
            {
                continue;
            }

            int[] above = [.. Enumerable.Range(1, line.Number)];
            dialects.AddRange(rows.Where(r => r.Delimiter != header.Delimiter || IsDamaged(line.Texts, header)).Select(
                r => r with { Header = false, HeaderRows = CsvDialect.Default.HeaderRows, CommentRows = above }));
        }

        return await FindMostPassingAsync(dialects, cancellationToken);
    }

    private bool HasHalf(string[] texts)
    {
        var found = sample.FindColumns(texts).Where(c => c >= 0).ToList();
        return found.Count * 2 >= fields && found.SequenceEqual(found.Order());
    }

    private bool IsDamaged(string[] texts, CsvDialect dialect) =>
        texts.Length != fields || Array.Exists(texts, t => dialect.QuoteChar is { } quote && t.Contains(quote, StringComparison.Ordinal));

    private async ValueTask<DialectCandidate?> FindMostPassingAsync(IEnumerable<CsvDialect> dialects, CancellationToken cancellationToken)
    {
        DialectCandidate? found = null;
        foreach (var dialect in dialects)
        {
            var candidate = await sample.EvaluateAsync(dialect, cancellationToken);
            if (candidate is { Fits: true, FirstPasses: true } && candidate.Failed * DamagedShare <= candidate.Passed + candidate.Failed
                && (found is null || candidate.IsBetterThan(found)))
            {
                found = candidate;
            }
        }

        return found is null ? null : await VaryAsync(found, cancellationToken);
    }
}

using System.Text;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Parsing;
using Sluice.Validation.Rows;

namespace Sluice.Inference;

/// <summary>
/// Reads files by plans. It uses the readers of validation, with every field as text. So a row that is skipped here would be rejected
/// there, whatever the types.
/// </summary>
/// <param name="plan">The plan for the first file.</param>
/// <param name="options">The settings of reading.</param>
/// <param name="candidates">The types that a column may have, once for each thread that looks at columns: at least once.</param>
internal sealed class TableReading(ReadingPlan plan, ReadOptions options, IReadOnlyList<Candidates> candidates) : IDisposable
{
    private const int MostKept = 100;

    // Fewer cells are not worth threads.
    private const int CellsOfThreads = 10_000;
    private const string Nul = "\0";

    private static readonly WarehouseLimits Limits = new(TicksPerUnit: 1);

    private readonly List<Reject> rejects = [];
    private readonly HashSet<string> rules = new(StringComparer.Ordinal);
    private readonly List<CsvDialect> dialects = [];

    // Those of the rows of a batch.
    private readonly List<long> lines = [];
    private ColumnGuess[] columns = [];
    private bool isWhole = true;

    /// <summary>The plan for the first file.</summary>
    public ReadingPlan Plan => plan;

    /// <summary>The headers of the first file.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>The dialect of each file; all have a delimiter.</summary>
    public IReadOnlyList<CsvDialect> Dialects => dialects;

    /// <summary>The number of rows read.</summary>
    public long Rows { get; private set; }

    /// <summary>The number of rows that cannot be read, whatever the types of the fields.</summary>
    public long Skipped { get; private set; }

    /// <summary>The first of these rows.</summary>
    public IReadOnlyList<Reject> Rejects => rejects;

    /// <summary>The greatest number of values in a row that has more than the header; 0 if there is none.</summary>
    public int Widest { get; private set; }

    /// <summary>Whether some row cannot be read for one of some rules.</summary>
    public bool HasFault(params IEnumerable<string> some) => rules.Overlaps(some);

    /// <summary>Reads a file. Later files must have the columns of the first.</summary>
    /// <param name="file">The file.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="own">The plan for it.</param>
    /// <param name="maxRows">The greatest number of rows to read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="FileRefusedException">The file is not a CSV, or has other columns.</exception>
    public async Task ReadAsync(FileSource file, string encoding, ReadingPlan own, long maxRows, CancellationToken cancellationToken)
    {
        if (columns.Length == 0)
        {
            await ReadHeaderAsync(file, encoding, cancellationToken);
        }

        // Empty texts are read as texts, because inference must see them to find missing values.
        string[] missing = [.. own.Dialect.NullSequence is { } nothing ? [nothing] : (string[])[], .. plan.ReadsNul ? [Nul] : (string[])[]];
        var dataset = ProbeDataset.Create(encoding, own, [.. columns.Select(c => c.Field with { MissingValues = missing })]);
        await using var reader = await DatasetReader.StartAsync(
            dataset, Limits, options, file.Open, hashing: false, cancellationToken, file.Name, length: file.Length);
        dialects.Add(own.Dialect);
        reader.Lines = lines;
        var batch = ColumnBatch.ForReading(dataset.Schema);
        var found = new List<Reject>();
        for (var left = maxRows; await reader.ReadAsync(batch, found, cancellationToken); left -= batch.Count)
        {
            if (left <= 0)
            {
                isWhole = false;
                lines.Clear();
                return;
            }

            await SkipAsync(found, own.Dialect, cancellationToken);
            await ObserveAsync(batch, (int)Math.Min(left, batch.Count), file.Name);
            lines.Clear();
            isWhole &= batch.Count <= left;
        }
    }

    /// <summary>What the columns become.</summary>
    /// <param name="dataset">The name of the dataset.</param>
    public InferredTable ToTable(string dataset)
    {
        // A column without a header and without values is left out.
        var named = columns.Where(c => !c.IsEmpty || c.Field.Aliases is not [{ Header: "" }]).ToArray();
        var prefersComma = dialects.TrueForAll(d => d.Delimiter == ";");
        return InferredTable.From(
            WithNulls([.. (named.Length > 0 ? named : columns[..1]).Select(c => WithNul(c.ToColumn(isWhole, prefersComma)))]), dataset);
    }

    private InferredColumn WithNul(InferredColumn column) => plan.ReadsNul
        ? column with { Field = column.Field with { MissingValues = [.. column.Field.MissingValues, Nul] } } : column;

    /// <summary>
    /// Gives all columns that have a type the missing values of each other: a program writes the same one in all columns.
    /// </summary>
    private static InferredColumn[] WithNulls(InferredColumn[] columns)
    {
        string[] nulls = [.. columns.Where(HasType).SelectMany(c => c.Field.MissingValues).Distinct().Order(StringComparer.Ordinal)];
        return nulls.Length <= 1 ? columns
            : [.. columns.Select(c => HasType(c) ? c with { Field = c.Field with { MissingValues = nulls } } : c)];

        static bool HasType(InferredColumn column) => column is { Filled: > 0, Field: not { Type: FieldType.String, Format: "default" } };
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(columns, c => c.Dispose());

    private async Task ReadHeaderAsync(FileSource file, string encoding, CancellationToken cancellationToken)
    {
        Header = plan.Names ?? await ReadNamesAsync(file, encoding, cancellationToken);
        columns = [.. FieldNames.Create(Header, plan.ReadsEnd || plan.Names is not null)
            .Select((f, i) => new ColumnGuess(f, candidates[i % candidates.Count]))];
    }

    private async Task<IReadOnlyList<string>> ReadNamesAsync(FileSource file, string encoding, CancellationToken cancellationToken)
    {
        await using var start = await OpenRecords.OpenAsync(file, ProbeDataset.Create(encoding, plan, []), options, cancellationToken);
        return await start.ReadHeaderAsync(cancellationToken);
    }

    private async Task SkipAsync(List<Reject> found, CsvDialect dialect, CancellationToken cancellationToken)
    {
        Skipped += found.Count;
        rejects.AddRange(found.Take(MostKept - rejects.Count));
        var delimiter = Encoding.UTF8.GetBytes(dialect.Delimiter!);
        foreach (var reject in found)
        {
            rules.UnionWith(reject.Errors.Select(e => e.Rule));

            // A row has no more values than it has delimiters. So most need not be read again.
            if (reject.RawBytes.Span.Count(delimiter) >= Math.Max(Widest, columns.Length)
                && reject.Errors.Any(e => e.Rule == "field-count"))
            {
                using var raw = new MemoryStream(reject.RawBytes.ToArray());
                using var parser = new DialectRecordParser(
                    raw, 0, 0, dialect with { HeaderRows = [1], CommentRows = [] }, dialect.Delimiter!,
                    maxRecordBytes: Math.Max(1, (int)raw.Length), bufferSize: Math.Max(1, (int)raw.Length));
                await parser.AdvanceAsync(cancellationToken);
                Widest = Math.Max(Widest, parser.State == RecordState.Record && parser.FieldCount > columns.Length ? parser.FieldCount : 0);
            }
        }
    }

    private async Task ObserveAsync(ColumnBatch batch, int count, string file)
    {
        if ((long)count * columns.Length < CellsOfThreads)
        {
            ObserveFrom(0, 1);
        }
        else
        {
            // Candidates are for one thread, so the columns that share them have the same one.
            await Task.WhenAll(
                Enumerable.Range(0, candidates.Count).Select(first => Task.Run(() => ObserveFrom(first, candidates.Count))));
        }

        Rows += count;

        void ObserveFrom(int first, int step)
        {
            for (var i = first; i < columns.Length; i += step)
            {
                var texts = (TextColumn)batch.ColumnAt(i);
                for (var row = 0; row < count; row++)
                {
                    columns[i].Observe(texts[row], new(Rows + row + 1, file, lines[row]));
                }
            }
        }
    }
}

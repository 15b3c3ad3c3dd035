using System.IO.Hashing;
using System.Text;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Validation.Content;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Rows;

/// <summary>
/// Reads one file of a dataset batch by batch: bytes in, typed columns and rejects out, in bounded memory. A line that begins no record (an
/// unclosed quote) costs only that line: reading continues at the next one. A file that is compressed, in another encoding than UTF-8, or
/// has comments by row number cannot be resumed. Its <see cref="Position"/> stays at the start, and when it grows it is read again as a
/// whole.
/// </summary>
internal sealed partial class DatasetReader : IAsyncDisposable
{
    /// <summary>The bytes of one read.</summary>
    internal const int BufferSize = 256 * 1024;

    /// <summary>A batch ends after this many bytes, however few rows it has, to bound memory for long records.</summary>
    private const long LongestBatch = 8 * 1024 * 1024;

    private const int MostRejects = 4096;

    // Of more rejects at the end of a file, some are rows.
    private const int MostBelowTable = 5;

    // Only for a header without any field.
    private const string NoHeaderHint = "If the file has no header, its dialect must say so (\"header\": false).";

    private readonly Dataset dataset;
    private readonly RowValidator validator;
    private readonly ReadOptions options;
    private readonly byte[]? terminator;
    private readonly bool readsRowsByNumber;
    private readonly bool isChosen;
    private readonly FileContent content;
    private readonly LakeInput input;
    private readonly RecordReader records;
    private XxHash128? hash;
    private long recordNumber;
    private long rejected;
    private long erased;

    // Set until the first values of new columns have been looked at.
    private ColumnDrift? drift;

    // Set while a resumed reader re-reads earlier rows for their keys: where these rows end.
    private long lastRow = long.MaxValue;
    private long lastOffset = long.MaxValue;

    // The position after the last complete record. It becomes <see cref="Position"/> at the end of a batch. Once frozen, it does not move:
    // an earlier line may change when the file grows.
    private long completeOffset;
    private long completeRecords;
    private long completeRejected;
    private long completeErased;
    private bool frozen;

    // Set with the header. What is after the footer is not read.
    private RowFilter filter = null!;
    private bool hasEnded;

    // The line of a header with the columns in another order, after which no row can be read; 0 for none.
    private long otherHeader;

    // How many of the last rows, without a valid one between them, are rejects that look like the lines below a table.
    private int belowTable;

    // How many complete rows decide how the file is read. Before there are as many, it is read from its start when it grows.
    private long rowsToDecide;

    private DatasetReader(
        Dataset dataset, RowValidator validator, ReadOptions options, FileContent content, ReadPosition from, XxHash128? hash,
        bool isChosen)
    {
        this.isChosen = isChosen;
        this.dataset = dataset;
        this.validator = validator;
        this.options = options;
        this.content = content;
        this.hash = hash;
        var dialect = dataset.Dialect;
        terminator = dialect.LineTerminator is { } text ? Encoding.UTF8.GetBytes(text) : null;
        readsRowsByNumber = dialect.CommentRows.Any(r => !dialect.Header || r > dialect.HeaderRows[^1]);
        input = content.NewInput(from.Offset, from.Lines, terminator);
        records = new RecordReader(input, isChosen ? dialect with { CommentChar = null } : dialect, options.MaxRecordBytes);
    }

    /// <summary>
    /// The position after the last complete record of the last <see cref="ReadAsync"/>. A last record without a line break is returned too,
    /// but the position stays before it, because it may grow.
    /// </summary>
    public ReadPosition Position { get; private set; }

    /// <summary>The bytes of the file read so far, including those read ahead.</summary>
    public long BytesRead => content.BytesRead ?? input.Offset;

    /// <summary>
    /// The header as it is in the file; if it has several rows, with everything before them. The schema's names if the file has no header.
    /// </summary>
    public string Header { get; private set; } = "";

    /// <summary>The rows that were left out so far, because their key is erased.</summary>
    public long Erased => erased;

    /// <summary>Receives the number and the line of each row that is left out, or <see langword="null"/>.</summary>
    public Action<long, long>? OnErased { get; set; }

    /// <summary>If it is set: receives, for each row that <see cref="ReadAsync"/> adds to a batch, the line that it starts on.</summary>
    internal List<long>? Lines { get; set; }

    /// <summary>The dialect that the file is read with, given or chosen. It always has a delimiter.</summary>
    public CsvDialect Dialect { get; private set; } = CsvDialect.Default;

    /// <summary>The name of the encoding that the file is read with.</summary>
    public string EncodingName => content.Encoding;

    /// <summary>
    /// By the name of each unique key: the greatest key before <see cref="Position"/>. <see langword="null"/> if that does not prove that
    /// greater keys are new.
    /// </summary>
    public IReadOnlyDictionary<string, long>? LastKeys => validator.MarkedKeys;

    /// <summary>The names of the file's columns.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>The index of each field's column; -1 for none.</summary>
    public IReadOnlyList<int> FieldColumns => validator.Columns;

    /// <summary>
    /// The differences between the columns of the file and the schema. Complete after the first <see cref="ReadAsync"/>, and empty before.
    /// </summary>
    public IReadOnlyList<ColumnChange> Changes { get; private set; } = [];

    /// <summary>
    /// The number of rejects that look like lines below the table and are the last rows read, if there are rows before them; otherwise 0.
    /// </summary>
    public int BelowTable => belowTable <= MostBelowTable && rejected < recordNumber ? belowTable : 0;

    /// <summary>
    /// The columns that the file would add to the table, as aliases of fields name them; only before the first row is read.
    /// </summary>
    public IReadOnlyList<string> NewHeaders =>
        dataset.NewColumns == NewColumnPolicy.Add && drift is not null ? [.. drift.Columns.Select(c => c.Name)] : [];

    /// <summary>The hash (XXH128) of the bytes before <see cref="Position"/>; <see langword="null"/> if none was asked for.</summary>
    public byte[]? PrefixHash => hash?.GetCurrentHash();

    /// <summary>The cost of reading; see <see cref="RecordReader.Work"/>.</summary>
    internal long Work => records.Work;

    private bool IsWhole => !content.IsPlain || readsRowsByNumber;

    private bool IsLate => frozen || IsWhole;

    /// <summary>Fills a batch with the next valid rows, and a list with the rejects between them.</summary>
    /// <returns><see langword="false"/> at the end of the file, if there are no more of either. A batch may have neither, if all of its
    /// rows were left out.</returns>
    /// <exception cref="FileRefusedException">The file has no rows, and its dataset refuses such files.</exception>
    public async ValueTask<bool> ReadAsync(ColumnBatch batch, List<Reject> rejects, CancellationToken cancellationToken)
    {
        batch.Clear();
        rejects.Clear();
        var start = input.Offset;
        var first = recordNumber;
        while (!hasEnded && records.Parser is { State: not RecordState.End } parser && recordNumber < lastRow
            && batch.Count < batch.Capacity && rejects.Count < MostRejects
            && input.Offset - start < LongestBatch)
        {
            if (filter.IsFooter(parser))
            {
                hasEnded = true;
                break;
            }

            if (parser.State == RecordState.Record && filter.IsNoRow(parser))
            {
                otherHeader = filter.IsHeader(parser) ? 0 : otherHeader;
                await AdvanceAsync(cancellationToken);
                continue;
            }

            recordNumber++;
            var before = rejects.Count;
            if (parser.State == RecordState.Record && filter.IsOtherHeader(parser))
            {
                BeginOtherHeader(parser);
            }

            if (parser.State == RecordState.Record)
            {
                ReadRecord(parser, batch, rejects);
            }
            else
            {
                belowTable = 0;
                rejects.Add(await RejectLineAsync(parser, cancellationToken));
            }

            rejected += rejects.Count - before;
            await AdvanceAsync(cancellationToken);
        }

        if (drift is not null)
        {
            (Changes, drift) = (drift.ToChanges(isRefused: false), null);
        }

        if (recordNumber == 0 && dataset.OnEmpty == EmptyPolicy.Refuse && (hasEnded || records.Parser.State == RecordState.End))
        {
            throw new FileRefusedException(
                $"The file has no rows. Dataset {dataset.Name} refuses such files (\"sluice:onEmpty\": \"refuse\").")
            {
                Changes = Changes,
            };
        }

        if (IsWhole)
        {
            input.Release(records.Parser is { State: not RecordState.End } next ? next.Offset : input.Offset, null);
        }
        else if (!frozen && completeOffset > 0)
        {
            Position = new ReadPosition(
                completeOffset, input.LinesBefore(completeOffset), completeRecords, completeRejected, completeErased);
            input.Release(Math.Min(completeOffset, lastOffset), hash);
        }

        return recordNumber > first
            || (!hasEnded && recordNumber < lastRow && records.Parser.State != RecordState.End);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        records.Dispose();
        validator.Dispose();
        await input.DisposeAsync();
    }

    private void ReadRecord(RecordParser parser, ColumnBatch batch, List<Reject> rejects)
    {
        drift?.Observe(parser);
        var before = batch.Count;
        var errors = ExplainQuotes(parser) is { } fault ? [fault]
            : ExplainPlace(parser) is { } other ? [other]
            : validator.Read(parser, batch, recordNumber, input);
        if (errors is null)
        {
            belowTable = 0;
            Lines?.Add(input.LinesBefore(parser.Offset) + 1);
        }

        if (errors is null ? batch.Count == before : validator.IsErased(parser))
        {
            erased++;
            OnErased?.Invoke(recordNumber, input.LinesBefore(parser.Offset) + 1);
        }
        else if (errors is not null)
        {
            belowTable = validator.IsBelowTable(parser, batch) ? belowTable + 1 : 0;
            var line = input.LinesBefore(parser.Offset) + 1;
            var raw = validator.RawOf(parser, errors);
            rejects.Add(
                new Reject(recordNumber, line, input.FileOffset(parser.Offset), errors, Encoding.UTF8.GetString(raw)) { RawBytes = raw });
        }
    }

    // The order of the columns is only known after the header. So a grown file is read again from there.
    private void BeginOtherHeader(RecordParser parser)
    {
        var lines = input.LinesBefore(parser.Offset);
        otherHeader = lines + 1;
        if (!IsLate)
        {
            input.Release(parser.Offset, hash);
        }

        if (!frozen)
        {
            Freeze(parser.Offset, lines);
        }
    }

    /// <summary>Moves to the next record, unreadable line, or the end, and updates the position.</summary>
    private ValueTask AdvanceAsync(CancellationToken cancellationToken)
    {
        var advance = records.AdvanceAsync(cancellationToken);
        if (!advance.IsCompletedSuccessfully)
        {
            return AwaitAsync(advance);
        }

        MarkComplete();
        return ValueTask.CompletedTask;

        async ValueTask AwaitAsync(ValueTask pending)
        {
            await pending;
            MarkComplete();
        }
    }

    private void MarkComplete()
    {
        var parser = records.Parser;
        if (!IsLate && recordNumber >= rowsToDecide && (parser.State != RecordState.End || input.EndsLine))
        {
            completeOffset = parser.State == RecordState.End ? input.Offset : parser.Offset;
            (completeRecords, completeRejected, completeErased) = (recordNumber, rejected, erased);
            validator.MarkKeys();
        }
    }

    /// <summary>Creates the reject for a line that begins no record.</summary>
    private async Task<Reject> RejectLineAsync(RecordParser parser, CancellationToken cancellationToken)
    {
        var (offset, fault) = (parser.Offset, parser.Fault);
        var lines = input.LinesBefore(offset);
        var reject = new Reject(recordNumber, lines + 1, input.FileOffset(offset), [Explain(fault)], "");
        if (fault == QuoteFault.Unclosed)
        {
            // The quote may be closed once the file grows. Then the line is read again, so position and hash stay before it.
            if (!IsLate)
            {
                input.Release(offset, hash);
            }

            Freeze(offset, lines);
        }

        var raw = validator.RawOf(
            fault == QuoteFault.LineTooLong ? await SkipLineAsync(offset, lines, cancellationToken) : parser.RawRecord.ToArray());
        return reject with { RawText = Encoding.UTF8.GetString(raw), RawBytes = raw };
    }

    /// <summary>Skips a line that is too long to keep.</summary>
    /// <returns>The start of the line.</returns>
    private async Task<byte[]> SkipLineAsync(long offset, long lines, CancellationToken cancellationToken)
    {
        var prefix = IsLate ? null : hash;
        if (!frozen)
        {
            input.Release(offset, prefix);
        }

        var hashBefore = prefix?.Clone();
        input.Rewind(offset);
        var line = await new LineSkipper(terminator, options.MaxRecordBytes).TakeAsync(input, !frozen, prefix, cancellationToken);
        if (line.LineBreak > 0 && !frozen)
        {
            input.Release(input.Offset, prefix);
            (completeOffset, completeRecords, completeRejected, completeErased) = (input.Offset, recordNumber, rejected + 1, erased);
        }
        else if (!IsLate)
        {
            // The line may continue once the file grows.
            hash = hashBefore;
            Freeze(offset, lines);
        }

        records.Restart();
        return line.Raw;
    }

    /// <summary>Keeps the position before a line, whatever is read after it.</summary>
    private void Freeze(long offset, long lines)
    {
        Position = IsLate ? Position : new ReadPosition(offset, lines, recordNumber - 1, rejected, erased);
        frozen = true;
    }
}

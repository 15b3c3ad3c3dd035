using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.Validation;

/// <summary>
/// Reads one file of a dataset batch by batch: bytes in, typed columns and rejects out, in bounded memory. A record that cannot be
/// told apart from what follows it (an unclosed quote) costs that record only: reading goes on at the next line.
/// </summary>
public sealed class DatasetReader : IAsyncDisposable
{
    /// <summary>A batch ends when this many bytes have gone into it, whatever its rows: long records must not add up.</summary>
    private const long LongestBatch = 8 * 1024 * 1024;

    private const int MostRejects = 4096;
    private const int BufferSize = 256 * 1024;

    /// <summary>
    /// The parser scans whole blocks of 64 bytes and counts what it has not scanned yet as part of a record, so its limit is looser than
    /// ours by that much: which records are too long must not depend on what comes after them.
    /// </summary>
    private const int ScanBlock = 64;

    private readonly Dataset dataset;
    private readonly RowValidator validator;
    private readonly int maxRecordBytes;
    private readonly Func<long, CancellationToken, Task<Stream>> open;
    private LakeInput? input;
    private CsvReader? csv;
    private XxHash128? hash;

    // The offset in the file of the first byte that the parser of now was given.
    private long baseOffset;

    private Next next;
    private long unreadable;
    private long rows;
    private long rejected;

    // What will be read for good after the record that is read now; once frozen, nothing more is.
    private long completeOffset;
    private long completeRows;
    private long completeRejected;
    private bool frozen;
    private CsvMalformedReason? malformed;

    /// <summary>Creates a reader.</summary>
    /// <param name="dataset">What the file should be.</param>
    /// <param name="limits">What the warehouse can hold exactly.</param>
    /// <param name="maxRecordBytes">The largest record; a longer one is a reject.</param>
    /// <param name="open">Opens the file at a byte offset; called again after a record whose end cannot be told.</param>
    public DatasetReader(Dataset dataset, WarehouseLimits limits, int maxRecordBytes, Func<long, CancellationToken, Task<Stream>> open)
    {
        this.dataset = dataset;
        this.maxRecordBytes = maxRecordBytes;
        this.open = open;
        validator = new RowValidator(dataset, limits);
    }

    /// <summary>
    /// What has been read for good by the last <see cref="ReadAsync"/>: complete records only. A last record without a line break has
    /// been read too, but may grow: this stays before it.
    /// </summary>
    public ReadPosition Position { get; private set; }

    /// <summary>Bytes of the file gone through, those read ahead included.</summary>
    public long BytesRead => input?.Offset ?? 0;

    /// <summary>The header record as it is in the file.</summary>
    public string Header { get; private set; } = "";

    /// <summary>The field separator, given or detected.</summary>
    public char Delimiter { get; private set; }

    /// <summary>The hash (XXH128) of the bytes before <see cref="Position"/>; <see langword="null"/> if none was asked for.</summary>
    public byte[]? PrefixHash => hash?.GetCurrentHash();

    /// <summary>Begins at the start of the file: reads its header.</summary>
    /// <param name="hashing">Whether the prefix is hashed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FileRefusedException">The file cannot be read as the dataset's.</exception>
    public async Task StartAsync(bool hashing, CancellationToken cancellationToken)
    {
        hash = hashing ? new XxHash128() : null;
        await OpenParserAsync(0, 0, dataset.Dialect.Delimiter, cancellationToken);
        try
        {
            if (!await csv!.ReadAsync(cancellationToken))
            {
                throw new FileRefusedException("The file is empty; it should start with a header.");
            }
        }
        catch (CsvFormatException)
        {
            throw new FileRefusedException($"The header is longer than {maxRecordBytes} bytes, or has a quote that is not closed.");
        }

        ReadHeader();
        await AdvanceAsync(cancellationToken);
    }

    /// <summary>Begins in the middle of the file, after complete records.</summary>
    /// <param name="from">Where.</param>
    /// <param name="header">The header record of the file.</param>
    /// <param name="delimiter">The field separator of the file.</param>
    /// <param name="prefixHash">The hash of all bytes before, which goes on from there, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FileRefusedException">The header does not fit the dataset any more.</exception>
    public async Task ResumeAsync(
        ReadPosition from, string header, char delimiter, XxHash128? prefixHash, CancellationToken cancellationToken)
    {
        using (var names = CsvReader.Create(Encoding.UTF8.GetBytes(header), Options(delimiter)))
        {
            names.Read();
            validator.SetHeader(Names(names));
        }

        Header = header;
        Delimiter = delimiter;
        Position = from;
        (completeOffset, completeRows, completeRejected) = (from.Offset, from.Rows, from.Rejected);
        (rows, rejected) = (from.Rows, from.Rejected);
        hash = prefixHash;
        malformed = null;
        await OpenParserAsync(from.Offset, from.Lines, delimiter, cancellationToken);
        await AdvanceAsync(cancellationToken);
    }

    /// <summary>Fills a batch with the next valid rows, and a list with the rejects among them.</summary>
    /// <returns><see langword="false"/> at the end of the file, when there is neither.</returns>
    public async ValueTask<bool> ReadAsync(ColumnBatch batch, List<Reject> rejects, CancellationToken cancellationToken)
    {
        batch.Clear();
        rejects.Clear();
        var start = BytesRead;
        while (next != Next.End && batch.Count < batch.Capacity && rejects.Count < MostRejects && BytesRead - start < LongestBatch)
        {
            rows++;
            var before = rejects.Count;
            if (next == Next.Record && csv!.RawRecord.Length <= maxRecordBytes && !IsUnclosed())
            {
                ReadRecord(batch, rejects);
            }
            else
            {
                rejects.Add(await SkipLineAsync(cancellationToken));
            }

            rejected += rejects.Count - before;
            await AdvanceAsync(cancellationToken);
        }

        if (!frozen)
        {
            Position = new ReadPosition(completeOffset, input!.LinesBefore(completeOffset), completeRows, completeRejected);
            input.Release(completeOffset, hash);
        }

        return batch.Count > 0 || rejects.Count > 0;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        csv?.Dispose();
        validator.Dispose();
        if (input is not null)
        {
            await input.DisposeAsync();
        }
    }

    private enum Next
    {
        /// <summary>The parser stands on a record.</summary>
        Record,

        /// <summary>The parser gave up on a record, which starts at <see cref="unreadable"/>.</summary>
        Unreadable,

        /// <summary>The file has no more.</summary>
        End,
    }

    private long RecordOffset => baseOffset + csv!.ByteOffset;

    private CsvReaderOptions Options(char? delimiter) => new()
    {
        HasHeader = false,
        Separator = delimiter,
        Quote = dataset.Dialect.QuoteChar,
        CommentPrefix = dataset.Dialect.CommentChar,
        TrimWhitespace = dataset.Dialect.SkipInitialSpace,
        MaxRecordSize = maxRecordBytes + ScanBlock,
        BufferSize = BufferSize,
        IncludeValuesInExceptions = false,
        OnMalformedRecord = record => malformed = record.Reason,
    };

    private async Task OpenInputAsync(long offset, long lines, CancellationToken cancellationToken)
    {
        csv?.Dispose();
        csv = null;
        input = new LakeInput(await open(offset, cancellationToken), offset, lines);
        baseOffset = offset;
    }

    private async Task OpenParserAsync(long offset, long lines, char? delimiter, CancellationToken cancellationToken)
    {
        await OpenInputAsync(offset, lines, cancellationToken);
        var start = await input!.PeekAsync(FileSignature.Length, cancellationToken);
        if (offset == 0 && FileSignature.Find(start.Span) is { } signature)
        {
            throw new FileRefusedException($"The file is {signature}, not a CSV in UTF-8.");
        }

        if (offset > 0 && FileSignature.IsByteOrderMark(start.Span))
        {
            // In the middle of a file these bytes are data. An empty line before them keeps the parser from taking them for a mark.
            input.Prepend((byte)'\n');
            baseOffset--;
        }

        csv = CsvReader.Create(input, Options(delimiter), leaveOpen: false);
    }

    private void ReadHeader()
    {
        if (malformed is CsvMalformedReason.UnterminatedQuote)
        {
            throw new FileRefusedException("The header has a quote that is not closed.");
        }

        var raw = csv!.RawRecord;
        if (!Utf8.IsValid(raw) || raw.Contains((byte)0))
        {
            throw new FileRefusedException($"The header, at byte {RecordOffset}, is not UTF-8 text: this is not a CSV, or one in another encoding.");
        }

        validator.SetHeader(Names(csv));
        Header = Encoding.UTF8.GetString(raw);
        Delimiter = csv.Separator;
        malformed = null;
    }

    private static string[] Names(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(i => csv.GetString(i))];

    private void ReadRecord(ColumnBatch batch, List<Reject> rejects)
    {
        var errors = malformed is CsvMalformedReason.TextAfterClosingQuote
            ? [new RejectError(null, "quote", "has text after a closing quote; a quote within quotes is written twice")]
            : validator.Read(csv!, batch, rows);
        malformed = null;
        if (errors is not null)
        {
            var raw = csv!.RawRecord;
            var line = input!.LinesBefore(RecordOffset) + 1;
            rejects.Add(new Reject(rows, line, RecordOffset, errors, Encoding.UTF8.GetString(raw)) { RawBytes = raw.ToArray() });
        }
    }

    private RejectError RecordSize() => new(null, "record-size", $"is longer than {maxRecordBytes} bytes (setting Load__MaxRecordBytes)");

    /// <summary>
    /// Whether the record of now has a quote that is not closed. The parser reports the first fault of a record only, so after another
    /// one it takes a look: nothing but the last field can be open.
    /// </summary>
    private bool IsUnclosed()
    {
        if (malformed is null or CsvMalformedReason.UnterminatedQuote)
        {
            return malformed is not null;
        }

        var quote = (byte)dataset.Dialect.QuoteChar;
        var field = csv!.GetRawSpan(csv.FieldCount - 1);
        field = dataset.Dialect.SkipInitialSpace ? field.TrimStart((byte)' ') : field;
        if (field.Length == 0 || field[0] != quote)
        {
            return false;
        }

        for (field = field[1..]; field.IndexOf(quote) is >= 0 and var at; field = field[(at + 2)..])
        {
            if (at + 1 == field.Length || field[at + 1] != quote)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Goes to the next record, to one that cannot be read, or to the end.</summary>
    private async ValueTask AdvanceAsync(CancellationToken cancellationToken)
    {
        try
        {
            next = await csv!.ReadAsync(cancellationToken) ? Next.Record : Next.End;
        }
        catch (CsvFormatException e)
        {
            next = Next.Unreadable;
            unreadable = baseOffset + e.ByteOffset;
        }

        if (!frozen && (next != Next.End || input!.EndsLine))
        {
            completeOffset = next switch { Next.Record => RecordOffset, Next.Unreadable => unreadable, _ => input!.Offset };
            (completeRows, completeRejected) = (rows, rejected);
        }
    }

    /// <summary>
    /// Makes a reject of the first line of a record whose end cannot be told, and lets the parser go on after that line.
    /// </summary>
    private async Task<Reject> SkipLineAsync(CancellationToken cancellationToken)
    {
        // A record that runs to the end of the file may yet be closed when that grows. One over the limit is over it for good; whether
        // the parser gives up on it or happens to have it in its buffer makes no difference.
        var runsToEnd = next == Next.Record && csv!.RawRecord.Length <= maxRecordBytes;
        var offset = next == Next.Record ? RecordOffset : unreadable;
        var lines = input!.LinesBefore(offset);
        if (!frozen)
        {
            input.Release(offset, hash);
        }

        if (runsToEnd)
        {
            Freeze(offset, lines);
        }

        malformed = null;
        var hashBefore = hash?.Clone();
        await OpenInputAsync(offset, lines, cancellationToken);
        var (raw, length, lineBreak) = await TakeLineAsync(cancellationToken);
        var after = offset + length + lineBreak;
        if (lineBreak == 0)
        {
            hash = hashBefore;
            Freeze(offset, lines);
        }
        else if (!frozen)
        {
            input.Release(after, hash);
            (completeOffset, completeRows, completeRejected) = (after, rows, rejected + 1);
        }

        await OpenParserAsync(after, lines + 1, Delimiter, cancellationToken);
        var error = length > maxRecordBytes
            ? RecordSize()
            : new RejectError(null, "unclosed-quote", $"has a quote that is not closed {(runsToEnd ? "before the end of the file" : $"within {maxRecordBytes} bytes")}; only this line is left out, the next one is read as a record");
        return new Reject(rows, lines + 1, offset, [error], Encoding.UTF8.GetString(raw)) { RawBytes = raw };
    }

    /// <summary>Takes the bytes up to a line break, of which at most the record size is kept.</summary>
    /// <returns>The bytes kept, the bytes of the line, and those of its line break: 0 if the file ends first.</returns>
    private async Task<(byte[] Raw, long Length, int LineBreak)> TakeLineAsync(CancellationToken cancellationToken)
    {
        var kept = new ArrayBufferWriter<byte>();
        var length = 0L;
        var block = new byte[BufferSize];
        for (int count; (count = await input!.ReadAsync(block, cancellationToken)) > 0;)
        {
            var end = block.AsSpan(0, count).IndexOfAny((byte)'\r', (byte)'\n');
            var line = block.AsSpan(0, end < 0 ? count : end);
            kept.Write(line[..(int)Math.Min(line.Length, maxRecordBytes - Math.Min(length, maxRecordBytes))]);
            length += line.Length;
            if (end < 0)
            {
                if (!frozen)
                {
                    input.Release(input.Offset, hash);
                }

                continue;
            }

            if (block[end] == '\n')
            {
                return (kept.WrittenSpan.ToArray(), length, 1);
            }

            // After a CR, whether a LF follows must be known before the next line can start.
            var follows = end + 1 < count || await input.ReadAsync(block.AsMemory(0, 1), cancellationToken) == 1;
            var next = end + 1 < count ? block[end + 1] : block[0];
            return (kept.WrittenSpan.ToArray(), length, !follows ? 0 : next == '\n' ? 2 : 1);
        }

        return (kept.WrittenSpan.ToArray(), length, 0);
    }

    private void Freeze(long offset, long lines)
    {
        Position = frozen ? Position : new ReadPosition(offset, lines, rows - 1, rejected);
        frozen = true;
    }
}

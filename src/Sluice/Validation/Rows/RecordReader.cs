using Sluice.Lake.Definition;
using Sluice.Validation.Content;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Rows;

/// <summary>
/// Reads the records of a file with the right parser: the fast one for most dialects, the general one for other dialects and as long as
/// there are lines that begin no record. It always uses one input, so switching loses no byte.
/// </summary>
/// <param name="input">The file; not disposed.</param>
/// <param name="dialect">The dialect.</param>
/// <param name="maxRecordBytes">The largest record in bytes.</param>
internal sealed class RecordReader(LakeInput input, CsvDialect dialect, int maxRecordBytes) : IDisposable
{
    // After this many bytes without a fault, the fast parser is opened again. Finding a fault costs at most one largest record, which is no
    // more than these bytes. So the cost of switching stays proportional to the bytes read.
    private readonly long quiet = Math.Max(1024 * 1024, maxRecordBytes);
    private bool isUnusual = dialect.IsUnusual;
    private DialectRecordParser? careful;
    private bool isFast;
    private string? delimiter;
    private long rows;
    private long firstOffset;
    private long troubleOffset;

    /// <summary>The parser at the current record. Advancing may replace it.</summary>
    public RecordParser Parser { get; private set; } = null!;

    /// <summary>
    /// The cost of reading so far, in bytes moved, given to a parser, or scanned by the general parser. It does not depend on the machine.
    /// </summary>
    public long Work => input.Work + (careful?.Work ?? 0);

    /// <summary>Starts reading at the input's offset, after complete records.</summary>
    /// <param name="skip">The length of a byte order mark there.</param>
    /// <param name="rowsBefore">The number of rows before, of all kinds; needed if the dialect has rows by number.</param>
    /// <param name="fieldSeparator">The field separator; <see langword="null"/> detects it.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async ValueTask OpenAsync(int skip, long rowsBefore, string? fieldSeparator, CancellationToken cancellationToken)
    {
        (rows, delimiter) = (rowsBefore, fieldSeparator);
        firstOffset = input.Offset + skip;
        if (isUnusual)
        {
            await input.ReadExactlyAsync(new byte[skip], cancellationToken);
            BeCareful();
            return;
        }

        var offset = input.Offset;
        if (offset > 0 && FileSignature.IsByteOrderMark((await input.PeekAsync(FileSignature.MarkLength, cancellationToken)).Span))
        {
            // In the middle of a file these bytes are data. An empty line before them keeps the parser from reading them as a mark.
            input.PutLineBreakFirst();
            offset--;
        }

        isFast = true;
        Parser = new CsvRecordParser(input, offset, dialect, delimiter?[0], maxRecordBytes, DatasetReader.BufferSize);
    }

    /// <summary>Moves to the next record, to a line that begins no record, or to the end.</summary>
    public ValueTask AdvanceAsync(CancellationToken cancellationToken)
    {
        if (!isFast && !isUnusual && Parser.Offset - troubleOffset > quiet && Parser.State == RecordState.Record)
        {
            return ReturnToFastAsync(cancellationToken);
        }

        var advance = Parser.AdvanceAsync(cancellationToken);
        return advance.IsCompletedSuccessfully && Parser.State != RecordState.Unreadable
            ? ValueTask.CompletedTask
            : AwaitAsync(advance, cancellationToken);
    }

    /// <summary>
    /// Ends the header. If it was only for its place that the fast parser could not read it, the fast parser reads the rows.
    /// </summary>
    public ValueTask EndHeaderAsync(CancellationToken cancellationToken)
    {
        if (!isUnusual || dialect.AfterHeader.IsUnusual)
        {
            return ValueTask.CompletedTask;
        }

        dialect = dialect.AfterHeader;
        isUnusual = false;
        if (careful is null)
        {
            return ValueTask.CompletedTask;
        }

        input.Rewind(careful.NextOffset);
        careful = null;
        return OpenAsync(skip: 0, rows, delimiter ?? ",", cancellationToken);
    }

    /// <summary>If the fast parser cannot read the current record, lets the general parser read it.</summary>
    public async ValueTask SettleAsync(CancellationToken cancellationToken)
    {
        if (Parser.State != RecordState.Unreadable)
        {
            return;
        }

        if (isFast)
        {
            delimiter ??= $"{Parser.Delimiter}";
            Parser.Dispose();
            input.Rewind(Math.Max(Parser.Offset, firstOffset));
            BeCareful();
            await Parser.AdvanceAsync(cancellationToken);
        }

        troubleOffset = Parser.Offset;
    }

    /// <summary>Continues at the input's offset, after a line that was too long for a parser.</summary>
    public void Restart() => careful!.Restart(input.Offset);

    /// <inheritdoc/>
    public void Dispose() => Parser?.Dispose();

    private void BeCareful()
    {
        isFast = false;
        careful ??= new DialectRecordParser(input, 0, rows, dialect, delimiter ?? ",", maxRecordBytes, DatasetReader.BufferSize);
        careful.Restart(input.Offset);
        Parser = careful;
    }

    private async ValueTask ReturnToFastAsync(CancellationToken cancellationToken)
    {
        input.Rewind(careful!.NextOffset);
        await OpenAsync(skip: 0, rows, delimiter, cancellationToken);
        await AdvanceAsync(cancellationToken);
    }

    private async ValueTask AwaitAsync(ValueTask advance, CancellationToken cancellationToken)
    {
        await advance;
        await SettleAsync(cancellationToken);
    }
}

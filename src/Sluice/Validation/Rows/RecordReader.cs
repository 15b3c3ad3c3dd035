using Sluice.Lake;
using Sluice.Validation.Content;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Rows;

/// <summary>
/// The records of a file, read by the parser that can: the fast one for nearly all dialects, and the other one for the rest, and for as
/// long as there are lines that begin no record.
/// </summary>
/// <param name="input">The file; not disposed of.</param>
/// <param name="dialect">How it is written.</param>
/// <param name="maxRecordBytes">The largest record.</param>
internal sealed class RecordReader(LakeInput input, Dialect dialect, int maxRecordBytes) : IDisposable
{
    // The fast parser is worth opening again where so much has been read without a fault. No fault is looked for further away than the
    // largest record, so what it costs to find is no more than what was read since the one before.
    private readonly long quiet = Math.Max(1024 * 1024, maxRecordBytes);
    private readonly bool isUnusual = dialect.IsUnusual;
    private DialectRecordParser? careful;
    private bool isFast;
    private string? delimiter;
    private long rows;
    private long firstOffset;
    private long troubleOffset;

    /// <summary>The parser that stands on the record; an advance may make it another one.</summary>
    public RecordParser Parser { get; private set; } = null!;

    /// <summary>
    /// The bytes that were moved, given to parsers and gone over by the careful one so far: what reading costs, whatever the machine.
    /// </summary>
    public long Work => input.Work + (careful?.Work ?? 0);

    /// <summary>Begins to read where the input stands, after complete records.</summary>
    /// <param name="skip">The bytes of a byte order mark there.</param>
    /// <param name="rowsBefore">The rows before, of all kinds, as far as the dialect has some by their number.</param>
    /// <param name="fieldSeparator">The field separator; <see langword="null"/> detects it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
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
        if (offset > 0 && FileSignature.IsByteOrderMark((await input.PeekAsync(FileSignature.Length, cancellationToken)).Span))
        {
            // In the middle of a file these bytes are data. An empty line before them keeps the parser from taking them for a mark.
            input.PutLineBreakFirst();
            offset--;
        }

        isFast = true;
        Parser = new CsvRecordParser(input, offset, dialect, delimiter?[0], maxRecordBytes, DatasetReader.BufferSize);
    }

    /// <summary>Goes to the next record, to a line that begins none, or to the end.</summary>
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

    /// <summary>Has the other parser say what the record is, if the fast one stands on one that it cannot tell.</summary>
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

    /// <summary>Reads on where the input stands, after a line that was too long to be read by a parser.</summary>
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

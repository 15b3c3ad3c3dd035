using Sluice.Lake;

namespace Sluice.Validation.Parsing;

/// <summary>
/// The parser of the dialects that the fast one cannot read: separators of several characters, escapes, quotes that are not doubled, rows
/// by their number. And of any dialect where quotes go astray: a line that begins no record costs that line only. It gives the same
/// records, fields and faults where both can read a file, and takes a time that grows with the bytes of the file, whatever is in it.
/// </summary>
internal sealed class DialectRecordParser : RecordParser
{
    private readonly Stream input;
    private readonly int maxRecordBytes;
    private readonly DialectMarks marks;
    private readonly DialectScanner scanner;
    private readonly Continuations continuations;
    private readonly HashSet<long> commentRows;
    private readonly RecordFields fields;
    private byte[] buffer;
    private long bufferOffset;
    private bool ended;
    private long rowNumber;
    private long work;

    // The record begins at start: places in it count from there, so that it can be moved in the buffer.
    private int start;
    private int end;
    private int next;
    private int recordEnd;

    // The record as far as it is scanned.
    private Stage stage;
    private ScanPhase phase;
    private bool isComment;

    // After a line that begins no record others may not either. Then each record is followed to its end before it is read over a line
    // break, and what is found of it is kept for those after it.
    private bool isWary;
    private bool stopsAtBreaks;
    private Continuation? continuation;

    // Where the line break of a line is looked for that begins no record.
    private int lineAt;

    /// <summary>Creates a parser.</summary>
    /// <param name="input">The file; not disposed of.</param>
    /// <param name="baseOffset">The offset in the file of the first byte that it gives.</param>
    /// <param name="rowsBefore">The rows before, of all kinds.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="delimiter">The field separator.</param>
    /// <param name="maxRecordBytes">The largest record.</param>
    /// <param name="bufferSize">The bytes that are read at a time, at first.</param>
    public DialectRecordParser(
        Stream input, long baseOffset, long rowsBefore, Dialect dialect, string delimiter, int maxRecordBytes, int bufferSize)
    {
        buffer = new byte[bufferSize];
        this.input = input;
        this.maxRecordBytes = maxRecordBytes;
        bufferOffset = baseOffset;
        rowNumber = rowsBefore;
        marks = new DialectMarks(dialect, delimiter);
        scanner = new DialectScanner(marks);
        continuations = new Continuations(scanner);
        fields = new RecordFields(marks);
        commentRows = [.. dialect.CommentRows.Select(r => (long)r)];
        Delimiter = delimiter[0];
    }

    private enum Stage
    {
        Begin,
        Scan,
        Follow,
        EndLine,
    }

    public override char Delimiter { get; }

    public override long RowNumber => rowNumber;

    public override int FieldCount => fields.Count;

    public override ReadOnlySpan<byte> RawRecord => buffer.AsSpan(start..recordEnd);

    /// <summary>Where in the file the next record begins; not after a line that is too long.</summary>
    public long NextOffset => bufferOffset + next;

    /// <summary>The bytes gone over or moved so far, those gone over again counted again.</summary>
    public long Work => work + continuations.Work;

    // What is read of a record at most: enough to know that it is too long. And whether the file ends with it.
    private int Visible => (int)Math.Min(end, (long)start + maxRecordBytes + marks.Reach);

    private bool IsLast => ended && Visible == end;

    public override ReadOnlySpan<byte> GetSpan(int index) => fields.GetSpan(index, buffer.AsSpan(start));

    public override ReadOnlySpan<byte> GetRawSpan(int index) => fields.GetRawSpan(index, buffer.AsSpan(start));

    /// <summary>Begins anew where the input stands now.</summary>
    public void Restart(long offset)
    {
        (start, end, next, bufferOffset, ended, isWary) = (0, 0, 0, offset, false, false);
        continuations.Forget(before: long.MaxValue);
    }

    public override ValueTask AdvanceAsync(CancellationToken cancellationToken)
    {
        Begin();
        return TryAdvance() ? ValueTask.CompletedTask : FillAndAdvanceAsync(cancellationToken);
    }

    public override void Dispose()
    {
    }

    private async ValueTask FillAndAdvanceAsync(CancellationToken cancellationToken)
    {
        do
        {
            await FillAsync(cancellationToken);
        }
        while (!TryAdvance());
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        // The bytes of a record are moved once they are no more than those that are done with, however little is read at a time.
        if (buffer.Length - end < buffer.Length / 4)
        {
            var from = start;
            var to = from >= buffer.Length / 2 ? buffer : new byte[Math.Min(Array.MaxLength, buffer.Length * 2L)];
            buffer.AsSpan(from, end - from).CopyTo(to);
            work += end - from;
            (buffer, start, end, next, recordEnd) = (to, 0, end - from, next - from, recordEnd - from);
            bufferOffset += from;
        }

        var count = await input.ReadAsync(buffer.AsMemory(end), cancellationToken);
        ended = count == 0;
        end += count;
    }

    private bool TryAdvance()
    {
        while (TryRead())
        {
            if (State == RecordState.End || !IsNoData())
            {
                return true;
            }

            Begin();
        }

        return false;
    }

    private bool IsNoData() =>
        commentRows.Contains(rowNumber)
        || (State == RecordState.Record
            && (isComment || (marks.SkipInitialSpace ? RawRecord.TrimStart((byte)' ') : RawRecord).Length == 0));

    private void Begin()
    {
        (start, stage, phase, lineAt, isComment) = (next, Stage.Begin, ScanPhase.FieldStart, 0, false);
        Fault = QuoteFault.None;
        fields.Begin();
        Offset = bufferOffset + start;
        if (isWary)
        {
            isWary = Offset < continuations.Frontier;
            continuations.Forget(before: Offset);
        }

        stopsAtBreaks = isWary;
    }

    /// <summary>Reads on; <see langword="false"/> if more of the file is needed to know what the record is.</summary>
    private bool TryRead() => stage switch
    {
        Stage.Begin => TryBegin(),
        Stage.Scan => TryScan(),
        Stage.Follow => TryFollow(),
        _ => TryEndLine(),
    };

    private bool TryBegin()
    {
        if (start == end)
        {
            State = RecordState.End;
            return ended;
        }

        var rest = buffer.AsSpan(start..end);
        if (marks.Comment.Length > 0 && !ended && DialectMarks.Begins(marks.Comment, rest))
        {
            return false;
        }

        // A comment is a line, whatever its quotes.
        isComment = marks.Comment.Length > 0 && rest.StartsWith(marks.Comment);
        if (isComment)
        {
            stage = Stage.EndLine;
            return TryEndLine();
        }

        stage = Stage.Scan;
        return TryScan();
    }

    private bool TryScan()
    {
        while (true)
        {
            var token = scanner.Next(buffer.AsSpan((start + fields.Length)..Visible), IsLast, stopsAtBreaks, ref phase, out var length);
            work += length;
            switch (token)
            {
                case ScanToken.More when fields.Length <= maxRecordBytes:
                    return false;
                case ScanToken.More:
                case ScanToken.End or ScanToken.Unclosed when fields.Length > maxRecordBytes:
                    return TryGiveUp(QuoteFault.Astray);
                case ScanToken.End:
                    fields.Take(token, 0, buffer.AsSpan(start));
                    rowNumber++;
                    (recordEnd, next) = (start + fields.Length, start + fields.Length + length);
                    State = RecordState.Record;
                    return true;
                case ScanToken.Unclosed:
                    return TryGiveUp(QuoteFault.Unclosed);
                case ScanToken.Break or ScanToken.EscapedBreak when stopsAtBreaks:
                    return TryCross();
                case ScanToken.LateText when Fault == QuoteFault.None:
                    // A record that goes over a line break as well is none: here is whether it did, and from here on it is seen if it does.
                    (Fault, stopsAtBreaks) = (QuoteFault.TextAfterQuote, true);
                    if (marks.TryFindBreak(buffer.AsSpan(start, fields.Length), isLast: false, out _, out _))
                    {
                        return TryGiveUp(QuoteFault.Astray);
                    }

                    break;
            }

            fields.Take(token, length, buffer.AsSpan(start));
        }
    }

    /// <summary>Finds out how the record goes on behind a line break, where others have gone wrong.</summary>
    private bool TryCross()
    {
        if (Fault != QuoteFault.None)
        {
            return TryGiveUp(QuoteFault.Astray);
        }

        continuation = continuations.From(Offset + fields.Length, phase);
        stage = Stage.Follow;
        return TryFollow();
    }

    private bool TryFollow()
    {
        var limit = Offset + maxRecordBytes;
        if (!continuations.TryFollow(ref continuation!, buffer.AsSpan(0, Visible), bufferOffset, IsLast, limit))
        {
            return false;
        }

        if (continuation.At > limit || continuation.State != ContinuationState.Ended)
        {
            var isUnclosed = continuation.At <= limit && continuation.State == ContinuationState.Unclosed;
            return TryGiveUp(isUnclosed ? QuoteFault.Unclosed : QuoteFault.Astray);
        }

        (stage, stopsAtBreaks) = (Stage.Scan, false);
        return TryScan();
    }

    private bool TryGiveUp(QuoteFault fault)
    {
        Fault = fault;
        stage = Stage.EndLine;
        isWary = true;
        continuations.MoveFrontier(Offset + fields.Length);
        return TryEndLine();
    }

    /// <summary>Takes the line for what begins no record, or for a comment.</summary>
    private bool TryEndLine()
    {
        var isFound = marks.TryFindBreak(buffer.AsSpan((start + lineAt)..Visible), IsLast, out var passed, out var length);
        lineAt += passed;
        work += passed;
        if (!isFound && !IsLast && lineAt <= maxRecordBytes)
        {
            return false;
        }

        if (lineAt > maxRecordBytes)
        {
            Fault = QuoteFault.LineTooLong;
            (lineAt, length) = (maxRecordBytes, 0);
        }

        rowNumber++;
        (recordEnd, next) = (start + lineAt, start + lineAt + length);
        State = isComment && Fault == QuoteFault.None ? RecordState.Record : RecordState.Unreadable;
        return true;
    }
}

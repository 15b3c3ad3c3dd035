using Sluice.Lake.Definition;

namespace Sluice.Validation.Parsing;

/// <summary>
/// The general parser, for dialects that the fast one cannot read (separators of several characters, escapes, quotes that are not doubled,
/// rows given by number), and for any dialect where quotes go astray: a line that begins no record costs only that line. Where both parsers
/// can read a file, they give the same records, fields and faults.
/// </summary>
/// <remarks>
/// The time is linear in the bytes of the file, whatever they are. Each line that opens a quote may run on through the rest of the file
/// before it proves to be no record, and the next line may do so again. So after the first such line the parser is wary: before a record
/// crosses a line break, it is followed to its end through <see cref="Continuations"/>, which scans each place once and remembers the
/// result for all records that pass it. The parser stops being wary once a record begins beyond everything that was followed.
/// A <c>Try</c> method returns <see langword="false"/> if it needs more bytes. It is called again after the buffer was filled, because all
/// progress is in fields.
/// </remarks>
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

    // Indexes into the buffer: where the record starts, where the bytes read end, where the next record starts, where the record ends.
    // Places within the record count from its start, so that it can be moved in the buffer.
    private int start;
    private int end;
    private int next;
    private int recordEnd;

    // The state of scanning the record.
    private Stage stage;
    private ScanPhase phase;
    private bool isComment;

    // After a line that begins no record, others may begin none either. While the parser is wary, it follows each record to its end before
    // crossing a line break (see the remarks). stopsAtBreaks makes the scanner return line breaks as tokens: if the parser is wary, until
    // the end is known, and always after text behind a closing quote.
    private bool isWary;
    private bool stopsAtBreaks;
    private Continuation? continuation;

    // How far the line break of a line that begins no record was searched for.
    private int lineAt;

    /// <summary>Creates a parser.</summary>
    /// <param name="input">The file; not disposed.</param>
    /// <param name="baseOffset">The file offset of the first byte of the input.</param>
    /// <param name="rowsBefore">The number of rows before, of all kinds.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="delimiter">The field separator.</param>
    /// <param name="maxRecordBytes">The largest record in bytes.</param>
    /// <param name="bufferSize">The initial size of the buffer.</param>
    public DialectRecordParser(
        Stream input, long baseOffset, long rowsBefore, CsvDialect dialect, string delimiter, int maxRecordBytes, int bufferSize)
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

    /// <summary>The file offset of the next record; not valid after a line that is too long.</summary>
    public long NextOffset => bufferOffset + next;

    /// <summary>The bytes scanned or moved so far, each time counted: a measure of the cost that does not depend on the machine.</summary>
    public long Work => work + continuations.Work;

    // The scan never looks beyond what decides whether the record is too long. So the result does not depend on how much the buffer holds.
    private int Visible => (int)Math.Min(end, (long)start + maxRecordBytes + marks.Reach);

    private bool IsLast => ended && Visible == end;

    public override ReadOnlySpan<byte> GetSpan(int index) => fields.GetSpan(index, buffer.AsSpan(start));

    public override ReadOnlySpan<byte> GetRawSpan(int index) => fields.GetRawSpan(index, buffer.AsSpan(start));

    /// <summary>Starts over at the input's current offset.</summary>
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
        // The record moves to the front of the buffer only if at least half of the buffer is consumed; otherwise the buffer doubles. So the
        // bytes moved stay proportional to the bytes read, however small the reads.
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

    /// <summary>Continues with the current stage; <see langword="false"/> if the record needs more bytes of the file.</summary>
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

        // A comment ends with its line, whatever its quotes.
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
                    fields.Consume(token, 0, buffer.AsSpan(start));
                    rowNumber++;
                    (recordEnd, next) = (start + fields.Length, start + fields.Length + length);
                    State = RecordState.Record;
                    if (Fault == QuoteFault.None && marks is { Quote.Length: > 0, Escape.Length: 0 }
                        && RawRecord.IndexOf(marks.Quote) >= 0 && IsSplit(marks.Quote))
                    {
                        Fault = QuoteFault.Split;
                    }

                    return true;
                case ScanToken.Unclosed:
                    return TryGiveUp(QuoteFault.Unclosed);
                case ScanToken.Break or ScanToken.EscapedBreak when stopsAtBreaks:
                    return TryCross();
                case ScanToken.LateText when Fault == QuoteFault.None:
                    // Text after a closing quote is a fault of the record. If the record also contains a line break, the quote went astray,
                    // and the line begins no record: check the breaks so far, and stop at each one from here on.
                    (Fault, stopsAtBreaks) = (QuoteFault.TextAfterQuote, true);
                    if (marks.TryFindBreak(buffer.AsSpan(start, fields.Length), isLast: false, out _, out _))
                    {
                        return TryGiveUp(QuoteFault.Astray);
                    }

                    break;
            }

            fields.Consume(token, length, buffer.AsSpan(start));
        }
    }

    /// <summary>At a line break of a record in doubt: starts to find out how the record continues.</summary>
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

    /// <summary>Consumes the current line, as a comment or as a line that begins no record.</summary>
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

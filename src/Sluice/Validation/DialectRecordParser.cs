using System.Buffers;
using Sluice.Lake;

namespace Sluice.Validation;

/// <summary>
/// The parser of the dialects that the fast one cannot read: separators of several characters, escapes, quotes that are not doubled, rows
/// by their number. It gives the same records, fields and faults where both can read a dialect.
/// </summary>
internal sealed class DialectRecordParser : RecordParser
{
    private readonly Stream input;
    private readonly int maxRecordBytes;
    private readonly DialectMarks marks;
    private readonly HashSet<long> commentRows;
    private readonly List<Range> rawFields = [];
    private readonly List<(bool InScratch, Range Range)> fields = [];
    private byte[] buffer;
    private byte[] scratch = new byte[1024];
    private int scratchLength;
    private int start;
    private int end;
    private int next;
    private int recordEnd;
    private long bufferOffset;
    private bool ended;
    private long rowNumber;

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
        commentRows = [.. dialect.CommentRows.Select(r => (long)r)];
        Delimiter = delimiter[0];
    }

    public override char Delimiter { get; }

    public override long RowNumber => rowNumber;

    public override int FieldCount => fields.Count;

    public override ReadOnlySpan<byte> RawRecord => buffer.AsSpan(start..recordEnd);

    public override ReadOnlySpan<byte> GetSpan(int index)
    {
        var (inScratch, range) = fields[index];
        return inScratch ? scratch.AsSpan(range) : buffer.AsSpan(range);
    }

    public override ReadOnlySpan<byte> GetRawSpan(int index) => buffer.AsSpan(rawFields[index]);

    public override async ValueTask AdvanceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            start = next;
            while (!TryParse())
            {
                if (end - start > maxRecordBytes)
                {
                    (State, Offset) = (RecordState.TooLong, bufferOffset + start);
                    return;
                }

                await FillAsync(cancellationToken);
            }

            if (start == end && ended)
            {
                State = RecordState.End;
                return;
            }

            rowNumber++;
            if (!IsBlank() && !IsComment() && !commentRows.Contains(rowNumber))
            {
                (State, Offset) = (RecordState.Record, bufferOffset + start);
                return;
            }
        }
    }

    public override void Dispose()
    {
    }

    private bool IsBlank() => (marks.SkipInitialSpace ? RawRecord.TrimStart((byte)' ') : RawRecord).Length == 0;

    private bool IsComment() => marks.Comment.Length > 0 && buffer.AsSpan(start..recordEnd).StartsWith(marks.Comment);

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            bufferOffset += start;
            end -= start;
            (start, next) = (0, 0);
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var count = await input.ReadAsync(buffer.AsMemory(end), cancellationToken);
        ended = count == 0;
        end += count;
    }

    /// <summary>Parses the record at the start, or says that more of the file is needed to know where it ends.</summary>
    private bool TryParse()
    {
        rawFields.Clear();
        fields.Clear();
        scratchLength = 0;
        Fault = QuoteFault.None;
        (recordEnd, next) = (start, start);
        if (start == end)
        {
            return ended;
        }

        // A comment is a line, whatever its quotes.
        var isLine = marks.Comment.Length > 0 && buffer.AsSpan(start..end).StartsWith(marks.Comment);
        if (!ended && marks.Comment.Length > end - start)
        {
            return false;
        }

        for (var at = start; ;)
        {
            var field = isLine ? Line(at) : Field(at);
            if (field < 0)
            {
                return false;
            }

            var stop = StopAt(field, out var length);
            if (stop == Stop.More)
            {
                return false;
            }

            if (stop != Stop.Delimiter)
            {
                (recordEnd, next) = (field, field + length);
                return true;
            }

            at = field + length;
        }
    }

    private Stop StopAt(int at, out int length) => marks.StopAt(buffer.AsSpan(at..end), ended, out length);

    private bool IsCut(byte[] mark, int at) => !ended && DialectMarks.Begins(mark, buffer.AsSpan(at..end));

    private int Line(int at)
    {
        rawFields.Add(at..at);
        fields.Add((false, at..at));
        for (; ; at++)
        {
            var stop = StopAt(at, out _);
            if (stop is Stop.More or Stop.Record)
            {
                return stop == Stop.More ? -1 : at;
            }
        }
    }

    /// <summary>Reads a field; where it ends, or -1 if more is needed to know.</summary>
    private int Field(int at)
    {
        var begin = at;
        if (marks.SkipInitialSpace)
        {
            while (at < end && buffer[at] == ' ' && StopAt(at, out _) == Stop.None)
            {
                at++;
            }
        }

        if (marks.Quote.Length > 0 && IsCut(marks.Quote, at))
        {
            return -1;
        }

        var isQuoted = marks.Quote.Length > 0 && buffer.AsSpan(at..end).StartsWith(marks.Quote);
        var stop = isQuoted ? Quoted(at + marks.Quote.Length) : Unquoted(at, at, scratchLength, inScratch: false);
        if (stop >= 0)
        {
            rawFields.Add(begin..stop);
            var raw = buffer.AsSpan(at..stop);
            if (marks.NullSequence.Length > 0 && raw.SequenceEqual(marks.NullSequence))
            {
                // As it is written: its escape character, if it has one, is no marks.Escape.
                fields[^1] = (false, at..stop);
            }
        }

        return stop;
    }

    private int Quoted(int at)
    {
        var (value, copied) = (at, scratchLength);
        var inScratch = false;
        while (true)
        {
            at = SkipText(at, marks.QuotedStops);
            if (at == end)
            {
                if (!ended)
                {
                    return -1;
                }

                Fault = QuoteFault.Unclosed;
                Close(inScratch, copied, value, at);
                return at;
            }

            var rest = buffer.AsSpan(at..end);
            if (marks.Escape.Length > 0 && rest.StartsWith(marks.Escape) && !(marks.Escape.AsSpan().SequenceEqual(marks.Quote)))
            {
                var length = EscapedLength(at + marks.Escape.Length);
                if (length < 0)
                {
                    return -1;
                }

                Copy(value, at);
                inScratch = true;
                value = at + marks.Escape.Length;
                at = value + length;
                continue;
            }

            if (IsCut(marks.Quote, at) || (marks.Escape.Length > 0 && IsCut(marks.Escape, at)))
            {
                return -1;
            }

            if (!rest.StartsWith(marks.Quote))
            {
                at++;
                continue;
            }

            var after = at + marks.Quote.Length;
            if (marks.DoubleQuote && !ended && (after == end || IsCut(marks.Quote, after)))
            {
                return -1;
            }

            if (marks.DoubleQuote && buffer.AsSpan(after..end).StartsWith(marks.Quote))
            {
                Copy(value, after);
                inScratch = true;
                value = after + marks.Quote.Length;
                at = value;
                continue;
            }

            var stop = StopAt(after, out _);
            if (stop == Stop.More)
            {
                return -1;
            }

            for (; stop == Stop.None && marks.SkipInitialSpace && buffer[after] == ' '; stop = StopAt(after, out _))
            {
                after++;
            }

            if (stop == Stop.More)
            {
                return -1;
            }

            if (stop != Stop.None)
            {
                Close(inScratch, copied, value, at);
                return after;
            }

            after = at + marks.Quote.Length;
            Fault = QuoteFault.TextAfterQuote;
            Copy(value, at);
            return Unquoted(after, after, copied, inScratch: true);
        }
    }

    private int Unquoted(int at, int value, int copied, bool inScratch)
    {
        while (true)
        {
            at = SkipText(at, marks.UnquotedStops);
            var stop = StopAt(at, out _);
            if (stop == Stop.More)
            {
                return -1;
            }

            if (stop != Stop.None)
            {
                Close(inScratch, copied, value, at);
                return at;
            }

            var rest = buffer.AsSpan(at..end);
            if (marks.Escape.Length > 0 && rest.StartsWith(marks.Escape))
            {
                var length = EscapedLength(at + marks.Escape.Length);
                if (length < 0)
                {
                    return -1;
                }

                Copy(value, at);
                inScratch = true;
                value = at + marks.Escape.Length;
                at = value + length;
            }
            else if (marks.Escape.Length > 0 && IsCut(marks.Escape, at))
            {
                return -1;
            }
            else
            {
                at++;
            }
        }
    }

    private int SkipText(int at, SearchValues<byte> stops)
    {
        var length = buffer.AsSpan(at..end).IndexOfAny(stops);
        return length < 0 ? end : at + length;
    }

    // What an escape character makes text: a CR LF as a whole, or what comes next; nothing at the end of the file. The first character of
    // a longer separator is enough: the rest is none.
    private int EscapedLength(int at)
    {
        if (at == end)
        {
            return ended ? 0 : -1;
        }

        return StopAt(at, out var length) switch
        {
            Stop.More => -1,
            Stop.Record when marks.Terminator is null => length,
            _ => 1,
        };
    }

    private void Copy(int from, int to)
    {
        if (scratch.Length < scratchLength + to - from)
        {
            Array.Resize(ref scratch, Math.Max(scratch.Length * 2, scratchLength + to - from));
        }

        buffer.AsSpan(from..to).CopyTo(scratch.AsSpan(scratchLength));
        scratchLength += to - from;
    }

    private void Close(bool inScratch, int copied, int value, int at)
    {
        if (inScratch)
        {
            Copy(value, at);
        }

        fields.Add(inScratch ? (true, copied..scratchLength) : (false, value..at));
    }
}

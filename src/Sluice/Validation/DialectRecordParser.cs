using System.Buffers;
using System.Text;
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
    private readonly byte[] delimiter;
    private readonly byte[]? terminator;
    private readonly byte[] quote;
    private readonly byte[] escape;
    private readonly byte[] comment;
    private readonly byte[] nullSequence;
    private readonly bool doubleQuote;
    private readonly bool skipInitialSpace;
    private readonly HashSet<long> commentRows;
    private readonly SearchValues<byte> unquotedStops;
    private readonly SearchValues<byte> quotedStops;
    private readonly List<Range> rawFields = [];
    private readonly List<(bool InScratch, Range Range)> fields = [];
    private byte[] buffer = new byte[DatasetReader.BufferSize];
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
    public DialectRecordParser(Stream input, long baseOffset, long rowsBefore, Dialect dialect, string delimiter, int maxRecordBytes)
    {
        this.input = input;
        this.maxRecordBytes = maxRecordBytes;
        bufferOffset = baseOffset;
        rowNumber = rowsBefore;
        this.delimiter = Encoding.UTF8.GetBytes(delimiter);
        terminator = dialect.LineTerminator is { } text ? Encoding.UTF8.GetBytes(text) : null;
        quote = Encoding.UTF8.GetBytes(dialect.QuoteChar ?? "");
        escape = Encoding.UTF8.GetBytes(dialect.EscapeChar ?? "");
        comment = Encoding.UTF8.GetBytes(dialect.CommentChar ?? "");
        nullSequence = Encoding.UTF8.GetBytes(dialect.NullSequence ?? "");
        doubleQuote = dialect.DoubleQuote;
        skipInitialSpace = dialect.SkipInitialSpace;
        commentRows = [.. dialect.CommentRows.Select(r => (long)r)];
        Delimiter = delimiter[0];

        // Between these bytes all is text.
        unquotedStops = SearchValues.Create([this.delimiter[0], .. terminator is null ? "\r\n"u8 : terminator.AsSpan(0, 1), .. escape.Take(1)]);
        quotedStops = SearchValues.Create([.. quote.Take(1), .. escape.Take(1)]);
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

    private bool IsBlank() => (skipInitialSpace ? RawRecord.TrimStart((byte)' ') : RawRecord).Length == 0;

    private bool IsComment() => comment.Length > 0 && buffer.AsSpan(start..recordEnd).StartsWith(comment);

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
        var isLine = comment.Length > 0 && buffer.AsSpan(start..end).StartsWith(comment);
        if (!ended && comment.Length > end - start)
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

    private enum Stop
    {
        None,
        Delimiter,
        Record,
        More,
    }

    /// <summary>What stands at a place: the end of a field, of a record, or text.</summary>
    private Stop StopAt(int at, out int length)
    {
        length = 0;
        if (at == end)
        {
            return ended ? Stop.Record : Stop.More;
        }

        var rest = buffer.AsSpan(at..end);
        if (rest.StartsWith(delimiter))
        {
            length = delimiter.Length;
            return Stop.Delimiter;
        }

        if (terminator is null ? rest[0] == '\n' : rest.StartsWith(terminator))
        {
            length = terminator?.Length ?? 1;
            return Stop.Record;
        }

        if (terminator is null && rest[0] == '\r')
        {
            length = rest.Length > 1 && rest[1] == '\n' ? 2 : 1;
            return rest.Length > 1 || ended ? Stop.Record : Stop.More;
        }

        // A separator that the buffer cuts in two.
        return !ended && (Begins(delimiter, rest) || (terminator is not null && Begins(terminator, rest))) ? Stop.More : Stop.None;
    }

    private static bool Begins(byte[] whole, ReadOnlySpan<byte> rest) => rest.Length < whole.Length && whole.AsSpan().StartsWith(rest);

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
        if (skipInitialSpace)
        {
            while (at < end && buffer[at] == ' ' && StopAt(at, out _) == Stop.None)
            {
                at++;
            }
        }

        if (quote.Length > 0 && !ended && Begins(quote, buffer.AsSpan(at..end)))
        {
            return -1;
        }

        var isQuoted = quote.Length > 0 && buffer.AsSpan(at..end).StartsWith(quote);
        var stop = isQuoted ? Quoted(at + quote.Length) : Unquoted(at, at, scratchLength, inScratch: false);
        if (stop >= 0)
        {
            rawFields.Add(begin..stop);
            var raw = buffer.AsSpan(at..stop);
            if (nullSequence.Length > 0 && raw.SequenceEqual(nullSequence))
            {
                // As it is written: its escape character, if it has one, is no escape.
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
            at = SkipText(at, quotedStops);
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
            if (escape.Length > 0 && rest.StartsWith(escape) && !(escape.AsSpan().SequenceEqual(quote)))
            {
                var length = EscapedLength(at + escape.Length);
                if (length < 0)
                {
                    return -1;
                }

                Copy(value, at);
                inScratch = true;
                value = at + escape.Length;
                at = value + length;
                continue;
            }

            if (!ended && (Begins(quote, rest) || (escape.Length > 0 && Begins(escape, rest))))
            {
                return -1;
            }

            if (!rest.StartsWith(quote))
            {
                at++;
                continue;
            }

            var after = at + quote.Length;
            if (doubleQuote && !ended && (after == end || Begins(quote, buffer.AsSpan(after..end))))
            {
                return -1;
            }

            if (doubleQuote && buffer.AsSpan(after..end).StartsWith(quote))
            {
                Copy(value, after);
                inScratch = true;
                value = after + quote.Length;
                at = value;
                continue;
            }

            var stop = StopAt(after, out _);
            if (stop == Stop.More)
            {
                return -1;
            }

            for (; stop == Stop.None && skipInitialSpace && buffer[after] == ' '; stop = StopAt(after, out _))
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

            after = at + quote.Length;
            Fault = QuoteFault.TextAfterQuote;
            Copy(value, at);
            return Unquoted(after, after, copied, inScratch: true);
        }
    }

    private int Unquoted(int at, int value, int copied, bool inScratch)
    {
        while (true)
        {
            at = SkipText(at, unquotedStops);
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
            if (escape.Length > 0 && rest.StartsWith(escape))
            {
                var length = EscapedLength(at + escape.Length);
                if (length < 0)
                {
                    return -1;
                }

                Copy(value, at);
                inScratch = true;
                value = at + escape.Length;
                at = value + length;
            }
            else if (escape.Length > 0 && !ended && Begins(escape, rest))
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
            Stop.Record when terminator is null => length,
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

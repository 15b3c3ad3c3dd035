namespace Sluice.Validation.Parsing;

/// <summary>
/// The grammar of a dialect, token by token. Its only state is the <see cref="ScanPhase"/>. So a scan can stop at any token and resume
/// later, and two scans that are in the same phase at the same place give the same tokens from there on.
/// </summary>
/// <param name="marks">The separators, quotes and escapes of the dialect.</param>
internal sealed class DialectScanner(DialectMarks marks)
{
    /// <summary>Returns the next token of a record, and updates the phase.</summary>
    /// <param name="rest">The bytes from the current place on.</param>
    /// <param name="isLast">Whether the file ends with them.</param>
    /// <param name="stopsAtBreaks">Whether line breaks within quotes are tokens; otherwise they are text.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="length">The bytes of the token.</param>
    public ScanToken Next(ReadOnlySpan<byte> rest, bool isLast, bool stopsAtBreaks, ref ScanPhase phase, out int length) => phase switch
    {
        ScanPhase.FieldStart => Start(rest, isLast, ref phase, out length),
        ScanPhase.Unquoted => Unquoted(rest, isLast, ref phase, out length),
        ScanPhase.Quoted => Quoted(rest, isLast, stopsAtBreaks, ref phase, out length),
        _ => AfterQuote(rest, isLast, ref phase, out length),
    };

    private ScanToken Start(ReadOnlySpan<byte> rest, bool isLast, ref ScanPhase phase, out int length)
    {
        if (rest.Length == 0 && !isLast)
        {
            length = 0;
            return ScanToken.More;
        }

        if (marks.SkipInitialSpace && TrySpaces(rest, isLast, out length, out var token))
        {
            return token;
        }

        if (marks.Quote.Length > 0)
        {
            if (rest.StartsWith(marks.Quote))
            {
                phase = ScanPhase.Quoted;
                length = marks.Quote.Length;
                return ScanToken.Open;
            }

            if (!isLast && DialectMarks.Begins(marks.Quote, rest))
            {
                length = 0;
                return ScanToken.More;
            }
        }

        phase = ScanPhase.Unquoted;
        return Unquoted(rest, isLast, ref phase, out length);
    }

    private ScanToken Unquoted(ReadOnlySpan<byte> rest, bool isLast, ref ScanPhase phase, out int length)
    {
        length = rest.IndexOfAny(marks.UnquotedStops);
        if (length != 0)
        {
            length = length < 0 ? rest.Length : length;
            return length > 0 ? ScanToken.Text : isLast ? ScanToken.End : ScanToken.More;
        }

        var stop = marks.StopAt(rest, isLast, out length);
        if (stop != Stop.None)
        {
            phase = stop == Stop.More ? phase : ScanPhase.FieldStart;
            return TokenOf(stop);
        }

        if (TryEscape(rest, isLast, out length, out var token))
        {
            return token;
        }

        length = 1;
        return ScanToken.Text;
    }

    private ScanToken Quoted(ReadOnlySpan<byte> rest, bool isLast, bool stopsAtBreaks, ref ScanPhase phase, out int length)
    {
        length = rest.IndexOfAny(stopsAtBreaks ? marks.QuotedStopsAndBreaks : marks.QuotedStops);
        if (length != 0)
        {
            length = length < 0 ? rest.Length : length;
            return length > 0 ? ScanToken.Text : isLast ? ScanToken.Unclosed : ScanToken.More;
        }

        if (TryEscape(rest, isLast, out length, out var token))
        {
            return token;
        }

        if (rest.StartsWith(marks.Quote))
        {
            return Closing(rest, isLast, ref phase, out length);
        }

        if (!isLast && DialectMarks.Begins(marks.Quote, rest))
        {
            length = 0;
            return ScanToken.More;
        }

        var stop = stopsAtBreaks ? marks.StopAt(rest, isLast, out length) : Stop.None;
        if (stop is Stop.More or Stop.Record)
        {
            return stop == Stop.More ? ScanToken.More : ScanToken.Break;
        }

        length = 1;
        return ScanToken.Text;
    }

    private ScanToken Closing(ReadOnlySpan<byte> rest, bool isLast, ref ScanPhase phase, out int length)
    {
        length = marks.Quote.Length;
        if (marks.DoubleQuote)
        {
            if (rest[length..].StartsWith(marks.Quote))
            {
                length *= 2;
                return ScanToken.Pair;
            }

            if (!isLast && DialectMarks.Begins(marks.Quote, rest[length..]))
            {
                length = 0;
                return ScanToken.More;
            }
        }

        phase = ScanPhase.AfterQuote;
        return ScanToken.Close;
    }

    private ScanToken AfterQuote(ReadOnlySpan<byte> rest, bool isLast, ref ScanPhase phase, out int length)
    {
        var stop = marks.StopAt(rest, isLast, out length);
        if (stop != Stop.None)
        {
            phase = stop == Stop.More ? phase : ScanPhase.FieldStart;
            return TokenOf(stop);
        }

        if (marks.SkipInitialSpace && TrySpaces(rest, isLast, out length, out var token))
        {
            return token;
        }

        phase = ScanPhase.Unquoted;
        length = 0;
        return ScanToken.LateText;
    }

    private static ScanToken TokenOf(Stop stop) => stop switch
    {
        Stop.More => ScanToken.More,
        Stop.Delimiter => ScanToken.Delimiter,
        _ => ScanToken.End,
    };

    private bool TrySpaces(ReadOnlySpan<byte> rest, bool isLast, out int length, out ScanToken token)
    {
        length = 0;
        var stop = Stop.None;
        while (length < rest.Length && rest[length] == ' ' && (stop = marks.StopAt(rest[length..], isLast, out _)) == Stop.None)
        {
            length++;
        }

        token = length > 0 ? ScanToken.Space : ScanToken.More;
        return length > 0 || stop == Stop.More;
    }

    // An escape character makes text of a mark that comes next: a CR LF as a whole, and nothing at the end of the file. Of a longer
    // separator only the first byte is taken, because the rest alone is no separator. Before anything else, it is a character like any
    // other: in C:\new it does not vanish.
    private bool TryEscape(ReadOnlySpan<byte> rest, bool isLast, out int length, out ScanToken token)
    {
        length = 0;
        token = ScanToken.More;
        if (marks.Escape.Length == 0)
        {
            return false;
        }

        if (!rest.StartsWith(marks.Escape))
        {
            return !isLast && DialectMarks.Begins(marks.Escape, rest);
        }

        var escaped = rest[marks.Escape.Length..];
        var stop = marks.StopAt(escaped, isLast, out var stopLength);
        if (stop == Stop.More)
        {
            return true;
        }

        if (stop == Stop.None && !marks.IsEscapable(escaped))
        {
            if (!isLast && marks.MayBecomeEscapable(escaped))
            {
                return true;
            }

            token = ScanToken.Text;
            length = marks.Escape.Length;
            return true;
        }

        token = stop == Stop.Record && escaped.Length > 0 ? ScanToken.EscapedBreak : ScanToken.Escape;
        length = marks.Escape.Length + (stop == Stop.Record && (marks.Terminator is null || escaped.Length == 0) ? stopLength : 1);
        return true;
    }
}

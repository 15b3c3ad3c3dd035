using CsvHelper;
using Sluice.Lake.Definition;

namespace Sluice.Validation.Parsing;

/// <summary>
/// The fast parser, for nearly all dialects (CsvHelper's, on UTF-8 spans). It stops at the first record that is too long or whose quotes go
/// astray. A <see cref="DialectRecordParser"/> continues from there.
/// </summary>
internal sealed class CsvRecordParser : RecordParser
{
    /// <summary>
    /// The parser scans blocks of 64 bytes, and counts bytes that it has not scanned yet as part of the record. So its limit is larger than
    /// ours by one block. Otherwise, whether a record is too long would depend on what follows it.
    /// </summary>
    private const int ScanBlock = 64;

    private readonly CsvReader csv;
    private readonly long baseOffset;
    private readonly int maxRecordBytes;
    private readonly bool skipInitialSpace;
    private readonly byte quote;
    private CsvMalformedReason? malformed;

    /// <summary>Creates a parser.</summary>
    /// <param name="input">The file; not disposed.</param>
    /// <param name="baseOffset">The file offset of the first byte of the input.</param>
    /// <param name="dialect">The dialect.</param>
    /// <param name="delimiter">The field separator; <see langword="null"/> detects it.</param>
    /// <param name="maxRecordBytes">The largest record in bytes.</param>
    /// <param name="bufferSize">The bytes of one read.</param>
    public CsvRecordParser(Stream input, long baseOffset, CsvDialect dialect, char? delimiter, int maxRecordBytes, int bufferSize)
    {
        this.baseOffset = baseOffset;
        this.maxRecordBytes = maxRecordBytes;
        skipInitialSpace = dialect.SkipInitialSpace;
        quote = (byte)dialect.QuoteChar![0];
        csv = CsvReader.Create(input, Options(dialect, delimiter, maxRecordBytes, bufferSize), leaveOpen: true);
    }

    public override int FieldCount => csv.FieldCount;

    public override ReadOnlySpan<byte> RawRecord => csv.RawRecord;

    public override char Delimiter => csv.Separator;

    public override ReadOnlySpan<byte> GetSpan(int index)
    {
        if (!skipInitialSpace)
        {
            return csv.GetSpan(index);
        }

        // The parser trims both ends of a field, but the standard's skipInitialSpace means only the start.
        var raw = csv.GetRawSpan(index).TrimStart((byte)' ');
        return raw.Length > 0 && raw[0] == quote ? csv.GetSpan(index) : raw;
    }

    public override ReadOnlySpan<byte> GetRawSpan(int index) => csv.GetRawSpan(index);

    public override ValueTask AdvanceAsync(CancellationToken cancellationToken)
    {
        malformed = null;
        try
        {
            var read = csv.ReadAsync(cancellationToken);
            if (!read.IsCompletedSuccessfully)
            {
                return AwaitAsync(read);
            }

            UpdateState(read.Result);
        }
        catch (CsvFormatException e)
        {
            GiveUp(e);
        }

        return ValueTask.CompletedTask;
    }

    public override void Dispose() => csv.Dispose();

    private CsvReaderOptions Options(CsvDialect dialect, char? delimiter, int maxRecordBytes, int bufferSize) => new()
    {
        HasHeader = false,
        Separator = delimiter,
        Quote = (char)quote,
        CommentPrefix = dialect.CommentChar?[0],
        TrimWhitespace = dialect.SkipInitialSpace,
        WhitespaceCharacters = " ",
        MaxRecordSize = maxRecordBytes + ScanBlock,
        BufferSize = bufferSize,
        IncludeValuesInExceptions = false,
        OnMalformedRecord = record => malformed = record.Reason,
    };

    private async ValueTask AwaitAsync(ValueTask<bool> read)
    {
        try
        {
            UpdateState(await read);
        }
        catch (CsvFormatException e)
        {
            GiveUp(e);
        }
    }

    private void UpdateState(bool isRecord)
    {
        State = RecordState.End;
        if (isRecord)
        {
            Offset = baseOffset + csv.ByteOffset;
            Fault = malformed is null ? QuoteFault.None : FindFault();
            State = csv.RawRecord.Length > maxRecordBytes || (Fault is not (QuoteFault.None or QuoteFault.Split) && IsAstray())
                ? RecordState.Unreadable
                : RecordState.Record;
        }
    }

    private void GiveUp(CsvFormatException e)
    {
        State = RecordState.Unreadable;
        Offset = baseOffset + e.ByteOffset;
    }

    // An unclosed quote runs on to the next quoted text, whose opening quote then looks like a closing one with text after it. All lines in
    // between may be good records.
    private bool IsAstray() => Fault == QuoteFault.Unclosed || csv.RawRecord.IndexOfAny((byte)'\r', (byte)'\n') >= 0;

    /// <summary>
    /// The fault in the quotes of the record. The parser reports only the first irregularity of a record, and that can be one that is
    /// allowed here (a quote within unquoted text). So all fields are checked. Only the last field can be unclosed.
    /// </summary>
    private QuoteFault FindFault()
    {
        if (malformed is CsvMalformedReason.UnterminatedQuote)
        {
            return QuoteFault.Unclosed;
        }

        var fault = malformed is CsvMalformedReason.TextAfterClosingQuote ? QuoteFault.TextAfterQuote : QuoteFault.None;
        for (var i = 0; i < csv.FieldCount && fault != QuoteFault.Unclosed; i++)
        {
            var found = FaultOf(csv.GetRawSpan(i));
            fault = found == QuoteFault.None ? fault : found;
        }

        return fault == QuoteFault.None && IsSplit([quote]) ? QuoteFault.Split : fault;
    }

    private QuoteFault FaultOf(ReadOnlySpan<byte> field)
    {
        field = skipInitialSpace ? field.Trim((byte)' ') : field;
        if (field.Length == 0 || field[0] != quote)
        {
            return QuoteFault.None;
        }

        for (field = field[1..]; field.IndexOf(quote) is >= 0 and var at; field = field[(at + 2)..])
        {
            if (at + 1 == field.Length)
            {
                return QuoteFault.None;
            }

            if (field[at + 1] != quote)
            {
                return QuoteFault.TextAfterQuote;
            }
        }

        return QuoteFault.Unclosed;
    }
}

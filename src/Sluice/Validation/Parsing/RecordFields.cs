namespace Sluice.Validation.Parsing;

/// <summary>The fields of a record, built from its tokens. Offsets count from the start of the record.</summary>
/// <param name="marks">The separators, quotes and escapes of the dialect.</param>
internal sealed class RecordFields(DialectMarks marks)
{
    private const int NotClosed = -1;

    private readonly List<FieldSpan> fields = [];

    // The texts of fields that differ from the file, without doubled quotes and escapes.
    private byte[] copied = new byte[1024];
    private int copiedLength;

    // The current field: where it starts, where its content starts after spaces, where the text that is not copied yet starts, where its
    // copied text starts, and where its closing quote is.
    private int fieldStart;
    private int contentStart;
    private int textStart;
    private int copiedStart;
    private int closedAt;
    private bool isCopied;

    /// <summary>The number of complete fields.</summary>
    public int Count => fields.Count;

    /// <summary>The length of the record so far, in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Starts a new record.</summary>
    public void Begin()
    {
        fields.Clear();
        copiedLength = 0;
        Length = 0;
        BeginField();
    }

    /// <summary>The text of a field, without quotes and escapes.</summary>
    public ReadOnlySpan<byte> GetSpan(int index, ReadOnlySpan<byte> record)
    {
        var field = fields[index];
        return (field.IsCopied ? copied : record)[field.Start..field.End];
    }

    /// <summary>A field as it is in the file.</summary>
    public ReadOnlySpan<byte> GetRawSpan(int index, ReadOnlySpan<byte> record) => record[fields[index].RawStart..fields[index].RawEnd];

    /// <summary>Consumes the next token.</summary>
    public void Consume(ScanToken token, int length, ReadOnlySpan<byte> record)
    {
        var start = Length;
        Length += length;
        switch (token)
        {
            case ScanToken.Delimiter:
                EndField(start, record);
                BeginField();
                break;
            case ScanToken.End:
                EndField(start, record);
                break;
            case ScanToken.Space when closedAt == NotClosed:
                (contentStart, textStart) = (Length, Length);
                break;
            case ScanToken.Open:
                textStart = Length;
                break;
            case ScanToken.Pair:
                Copy(record[textStart..(Length - (length / 2))]);
                textStart = Length;
                break;
            case ScanToken.Escape or ScanToken.EscapedBreak:
                Copy(record[textStart..start]);
                textStart = start + marks.Escape.Length;
                break;
            case ScanToken.Close:
                closedAt = start;
                break;
            case ScanToken.LateText:
                Copy(record[textStart..closedAt]);
                (textStart, closedAt) = (closedAt + marks.Quote.Length, NotClosed);
                break;
        }
    }

    private void BeginField()
    {
        (fieldStart, contentStart, textStart, copiedStart) = (Length, Length, Length, copiedLength);
        (closedAt, isCopied) = (NotClosed, false);
    }

    private void EndField(int end, ReadOnlySpan<byte> record)
    {
        var textEnd = closedAt == NotClosed ? end : closedAt;
        if (marks.NullSequence.Length > 0 && record[contentStart..end].SequenceEqual(marks.NullSequence))
        {
            // Compared as written: an escape character in it does not escape.
            fields.Add(new FieldSpan(fieldStart, end, contentStart, end, IsCopied: false));
        }
        else if (isCopied)
        {
            Copy(record[textStart..textEnd]);
            fields.Add(new FieldSpan(fieldStart, end, copiedStart, copiedLength, IsCopied: true));
        }
        else
        {
            fields.Add(new FieldSpan(fieldStart, end, textStart, textEnd, IsCopied: false));
        }
    }

    private void Copy(ReadOnlySpan<byte> text)
    {
        isCopied = true;
        if (copied.Length < copiedLength + text.Length)
        {
            Array.Resize(ref copied, Math.Max(copied.Length * 2, copiedLength + text.Length));
        }

        text.CopyTo(copied.AsSpan(copiedLength));
        copiedLength += text.Length;
    }
}

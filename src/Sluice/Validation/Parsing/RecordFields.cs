namespace Sluice.Validation.Parsing;

/// <summary>The fields of a record, built of its tokens one after the other. Places count from the start of the record.</summary>
/// <param name="marks">What the dialect separates, quotes and escapes with.</param>
internal sealed class RecordFields(DialectMarks marks)
{
    private const int NotClosed = -1;

    private readonly List<FieldPlace> fields = [];

    // The texts of fields that are not as they are in the file: without doubled quotes and escapes.
    private byte[] copied = new byte[1024];
    private int copiedLength;

    // The field that is built: where it begins, its content behind spaces, the text that is not copied yet, its copied text.
    private int fieldStart;
    private int contentStart;
    private int textStart;
    private int copiedStart;
    private int closedAt;
    private bool isCopied;

    /// <summary>How many fields are complete.</summary>
    public int Count => fields.Count;

    /// <summary>The bytes of the record so far.</summary>
    public int Length { get; private set; }

    /// <summary>Begins a record.</summary>
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

    /// <summary>Takes the next token.</summary>
    public void Take(ScanToken token, int length, ReadOnlySpan<byte> record)
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
            // As it is written: its escape character, if it has one, is no escape.
            fields.Add(new FieldPlace(fieldStart, end, contentStart, end, IsCopied: false));
        }
        else if (isCopied)
        {
            Copy(record[textStart..textEnd]);
            fields.Add(new FieldPlace(fieldStart, end, copiedStart, copiedLength, IsCopied: true));
        }
        else
        {
            fields.Add(new FieldPlace(fieldStart, end, textStart, textEnd, IsCopied: false));
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

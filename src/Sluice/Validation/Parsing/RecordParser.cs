using System.Text;

namespace Sluice.Validation.Parsing;

/// <summary>Splits a file into records and fields. Spans that it returns are valid until the next record is read.</summary>
internal abstract class RecordParser : IDisposable
{
    /// <summary>What the last <see cref="AdvanceAsync"/> found.</summary>
    public RecordState State { get; private protected set; }

    /// <summary>The offset of the record, or of the line that begins no record.</summary>
    public long Offset { get; private protected set; }

    /// <summary>What is wrong with the quotes of the record, or with the line that begins no record.</summary>
    public QuoteFault Fault { get; private protected set; }

    /// <summary>
    /// The number of the record among all rows of the file, empty ones and comments included; only if the dialect needs it.
    /// </summary>
    public virtual long RowNumber => 0;

    /// <summary>How many fields the record has.</summary>
    public abstract int FieldCount { get; }

    /// <summary>The bytes of the record, or of the line, as they are in the file, without its line break.</summary>
    public abstract ReadOnlySpan<byte> RawRecord { get; }

    /// <summary>The field separator, given or detected; of several characters the first.</summary>
    public abstract char Delimiter { get; }

    /// <summary>The text of a field, without quotes and escapes.</summary>
    public abstract ReadOnlySpan<byte> GetSpan(int index);

    /// <summary>The texts of all fields.</summary>
    public string[] ReadTexts() => [.. Enumerable.Range(0, FieldCount).Select(i => Encoding.UTF8.GetString(GetSpan(i)))];

    /// <summary>A field as it is in the file.</summary>
    public abstract ReadOnlySpan<byte> GetRawSpan(int index);

    /// <summary>Moves to the next record and sets <see cref="State"/>.</summary>
    public abstract ValueTask AdvanceAsync(CancellationToken cancellationToken);

    /// <summary>Whether two fields that are not quoted have an odd number of quotes.</summary>
    private protected bool IsSplit(ReadOnlySpan<byte> quote)
    {
        var odd = 0;
        for (var i = 0; i < FieldCount; i++)
        {
            var field = GetRawSpan(i);
            odd += !field.TrimStart((byte)' ').StartsWith(quote) && field.Count(quote) % 2 == 1 ? 1 : 0;
        }

        return odd > 1;
    }

    /// <inheritdoc/>
    public abstract void Dispose();
}

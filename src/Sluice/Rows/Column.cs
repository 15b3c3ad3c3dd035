using Sluice.Lake.Schema;

namespace Sluice.Rows;

/// <summary>One column of a <see cref="ColumnBatch"/>: the values of a field, and which rows have a value.</summary>
public abstract class Column
{
    private readonly ulong[] validity;

    private protected Column(Field field, int capacity)
    {
        Field = field;
        validity = new ulong[(capacity + 63) / 64];
    }

    /// <summary>The field whose values these are.</summary>
    public Field Field { get; }

    /// <summary>
    /// One bit per row, set if the row has a value. Row 0 is the lowest bit of the first word, which is the layout of DuckDB and Arrow.
    /// Bits of rows past the batch's count are undefined.
    /// </summary>
    public ReadOnlySpan<ulong> Validity => validity;

    /// <summary>Whether a row has no value.</summary>
    public bool IsNull(int row) => (validity[row >> 6] & (1UL << (row & 63))) == 0;

    /// <summary>Marks a row as having no value.</summary>
    public virtual void SetNull(int row) => validity[row >> 6] &= ~(1UL << (row & 63));

    /// <summary>Sets a row to the value of the first row of another column of the same field.</summary>
    internal void Copy(int row, Column one)
    {
        if (one.IsNull(0))
        {
            SetNull(row);
        }
        else
        {
            CopyValue(row, one);
        }
    }

    private protected abstract void CopyValue(int row, Column one);

    /// <summary>Marks a row as having a value.</summary>
    protected void SetValid(int row) => validity[row >> 6] |= 1UL << (row & 63);

    /// <summary>Creates the column of a field.</summary>
    /// <param name="field">The field; its <see cref="Field.Column"/> determines the class.</param>
    /// <param name="capacity">The greatest number of rows.</param>
    public static Column Create(Field field, int capacity) => field.Column.Kind switch
    {
        ColumnKind.Text => new TextColumn(field, capacity),
        ColumnKind.Decimal => new ValueColumn<Int128>(field, capacity),
        ColumnKind.Double => new ValueColumn<double>(field, capacity),
        ColumnKind.Boolean => new ValueColumn<bool>(field, capacity),
        ColumnKind.Date => new ValueColumn<int>(field, capacity),
        _ => new ValueColumn<long>(field, capacity),
    };
}

using Sluice.Lake.Schema;

namespace Sluice.Rows;

/// <summary>A column of UTF-8 text: one buffer with all values in row order, and the end of each. Rows must be set in order.</summary>
public sealed class TextColumn : Column
{
    private readonly int[] ends;
    private byte[] bytes;

    internal TextColumn(Field field, int capacity)
        : base(field, capacity)
    {
        ends = new int[capacity];
        bytes = new byte[capacity * 16];
    }

    /// <summary>The UTF-8 bytes of a row's value; empty if it has none. Valid until the batch is reused.</summary>
    public ReadOnlySpan<byte> this[int row] => bytes.AsSpan(Start(row)..ends[row]);

    /// <summary>The bytes of all values, those of row 0 first.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>Where each row's value ends in <see cref="Bytes"/>; it starts where the row before it ends.</summary>
    public ReadOnlySpan<int> Ends => ends;

    /// <summary>Sets the value of a row. All rows before it must have been set; the row can be set again until the next one is.</summary>
    public void Set(int row, ReadOnlySpan<byte> value)
    {
        var start = Start(row);
        if (bytes.Length - start < value.Length)
        {
            Array.Resize(ref bytes, checked(Math.Max(bytes.Length * 2, start + value.Length)));
        }

        value.CopyTo(bytes.AsSpan(start));
        ends[row] = start + value.Length;
        SetValid(row);
    }

    /// <inheritdoc/>
    public override void SetNull(int row)
    {
        ends[row] = Start(row);
        base.SetNull(row);
    }

    private protected override void CopyValue(int row, Column one) => Set(row, ((TextColumn)one)[0]);

    private int Start(int row) => row == 0 ? 0 : ends[row - 1];
}

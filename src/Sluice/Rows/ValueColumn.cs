using Sluice.Lake.Schema;

namespace Sluice.Rows;

/// <summary>
/// A column of values of a fixed size. <typeparamref name="T"/>follows the column's kind: <see cref="ColumnKind.Int64"/>,
/// <see cref="ColumnKind.Time"/> and <see cref="ColumnKind.Timestamp"/> <see cref="long"/>; <see cref="ColumnKind.Date"/>
/// <see cref="int"/>; <see cref="ColumnKind.Decimal"/> <see cref="Int128"/>, the value times ten to the scale;
/// <see cref="ColumnKind.Double"/> <see cref="double"/>; <see cref="ColumnKind.Boolean"/> <see cref="bool"/>.
/// </summary>
public sealed class ValueColumn<T> : Column
    where T : unmanaged
{
    private readonly T[] values;

    internal ValueColumn(Field field, int capacity)
        : base(field, capacity) => values = new T[capacity];

    /// <summary>The values by row; undefined where a row has none and past the batch's count.</summary>
    public ReadOnlySpan<T> Values => values;

    /// <summary>Sets the value of a row.</summary>
    public void Set(int row, T value)
    {
        values[row] = value;
        SetValid(row);
    }

    private protected override void CopyValue(int row, Column one) => Set(row, ((ValueColumn<T>)one).values[0]);
}

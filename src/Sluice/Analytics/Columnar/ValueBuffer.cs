using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;

namespace Sluice.Analytics.Columnar;

/// <summary>Values of a fixed size.</summary>
/// <typeparam name="T">The type that Parquet takes.</typeparam>
/// <typeparam name="TRaw">The type that Arrow has in memory.</typeparam>
/// <param name="name">The name of the column.</param>
/// <param name="type">Its type in Arrow.</param>
/// <param name="parquet">Its type in Parquet.</param>
/// <param name="ordinal">Where rows have the value.</param>
/// <param name="read">Reads a value that is there.</param>
/// <param name="toRaw">Converts a value for Arrow.</param>
internal sealed class ValueBuffer<T, TRaw>(
    string name, IArrowType type, DataField parquet, int ordinal, Func<DbDataReader, T> read, Func<T, TRaw> toRaw)
    : ColumnBuffer(name, type, parquet)
    where T : struct
    where TRaw : unmanaged
{
    private readonly List<T?> values = [];

    /// <summary>Where rows have another value if there is none at the ordinal; -1 for nowhere.</summary>
    public int Otherwise { get; init; } = -1;

    /// <inheritdoc/>
    public override int Add(DbDataReader row)
    {
        var isThere = !row.IsDBNull(ordinal) || (Otherwise >= 0 && !row.IsDBNull(Otherwise));
        values.Add(isThere ? read(row) : null);
        return Unsafe.SizeOf<T?>();
    }

    /// <inheritdoc/>
    public override void Clear() => values.Clear();

    /// <inheritdoc/>
    public override Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken) =>
        group.WriteAsync<T>(Parquet, values.ToArray(), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public override IArrowArray ToArrow()
    {
        var validity = new ArrowBuffer.BitmapBuilder(values.Count);
        var raw = new byte[values.Count * Unsafe.SizeOf<TRaw>()];
        var items = MemoryMarshal.Cast<byte, TRaw>(raw.AsSpan());
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i];
            validity.Append(value.HasValue);
            items[i] = value is { } known ? toRaw(known) : default;
        }

        return ArrowArrayFactory.BuildArray(new ArrayData(
            Arrow.DataType, values.Count, validity.UnsetBitCount, 0, [validity.Build(), new ArrowBuffer(raw)]));
    }
}

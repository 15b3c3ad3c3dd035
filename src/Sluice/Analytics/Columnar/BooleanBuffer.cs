using System.Data.Common;
using Apache.Arrow;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;

namespace Sluice.Analytics.Columnar;

/// <summary>Truth values, which Arrow packs into bits.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="ordinal">Where rows have the value.</param>
internal sealed class BooleanBuffer(string name, int ordinal)
    : ColumnBuffer(name, BooleanType.Default, new DataField<bool>(name, true))
{
    private readonly List<bool?> values = [];

    /// <inheritdoc/>
    public override int Add(DbDataReader row)
    {
        values.Add(row.IsDBNull(ordinal) ? null : row.GetBoolean(ordinal));
        return sizeof(short);
    }

    /// <inheritdoc/>
    public override void Clear() => values.Clear();

    /// <inheritdoc/>
    public override Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken) =>
        group.WriteAsync<bool>(Parquet, values.ToArray(), cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public override IArrowArray ToArrow()
    {
        var builder = new BooleanArray.Builder().Reserve(values.Count);
        foreach (var value in values)
        {
            builder = value is { } known ? builder.Append(known) : builder.AppendNull();
        }

        return builder.Build();
    }
}

using System.Data.Common;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;

namespace Sluice.Analytics.Columnar;

/// <summary>Texts.</summary>
/// <param name="name">The name of the column.</param>
/// <param name="ordinal">Where rows have the value.</param>
internal sealed class TextBuffer(string name, int ordinal)
    : ColumnBuffer(name, StringType.Default, new DataField<string>(name, true))
{
    // An object's header, its length and a reference to it.
    private const int Overhead = 32;

    private readonly List<string?> values = [];

    /// <inheritdoc/>
    public override int Add(DbDataReader row)
    {
        var text = row.IsDBNull(ordinal) ? null : row.GetString(ordinal);
        values.Add(text);
        return Overhead + ((text?.Length ?? 0) * sizeof(char));
    }

    /// <inheritdoc/>
    public override void Clear() => values.Clear();

    /// <inheritdoc/>
    public override Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken) =>
        group.WriteAsync(Parquet, (IReadOnlyCollection<string>)values!);

    /// <inheritdoc/>
    public override IArrowArray ToArrow()
    {
        var builder = new StringArray.Builder().Reserve(values.Count);
        foreach (var text in CollectionsMarshal.AsSpan(values))
        {
            builder = text is null ? builder.AppendNull() : builder.Append(text);
        }

        return builder.Build();
    }
}

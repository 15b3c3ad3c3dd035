using Sluice.Lake.Schema;

namespace Sluice.Rows;

/// <summary>A batch of valid rows, stored by column, that passes from validation to a warehouse. Batches are reused.</summary>
public sealed class ColumnBatch
{
    private const int MostRows = 4096;
    private const int MostValues = 1024 * 1024;

    private readonly Column[] columns;
    private readonly long[] rowNumbers;

    /// <summary>Creates an empty batch for rows of a schema.</summary>
    /// <param name="schema">The schema. The batch has one column per field, in the same order.</param>
    /// <param name="capacity">The greatest number of rows.</param>
    public ColumnBatch(TableSchema schema, int capacity)
    {
        Capacity = capacity;
        columns = [.. schema.Fields.Select(f => Column.Create(f, capacity))];
        rowNumbers = new long[capacity];
    }

    /// <summary>
    /// Creates a batch for reading a file: large enough to be fast, but with fewer rows if the schema has very many columns, to bound
    /// memory.
    /// </summary>
    internal static ColumnBatch ForReading(TableSchema schema) =>
        new(schema, Math.Clamp(MostValues / Math.Max(1, schema.Fields.Count), 1, MostRows));

    /// <summary>The greatest number of rows.</summary>
    public int Capacity { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The columns, one for each field of the schema, in its order.</summary>
    public IReadOnlyList<Column> Columns => columns;

    /// <summary>The number of each row among the data rows of its file, from 1, rejects included: <c>_row</c>.</summary>
    public ReadOnlySpan<long> RowNumbers => rowNumbers.AsSpan(0, Count);

    /// <summary>The column of the field at an index.</summary>
    internal Column ColumnAt(int index) => columns[index];

    /// <summary>Removes all rows. The memory is kept for reuse.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds the row at index <see cref="Count"/>. All its columns must have been set before.</summary>
    /// <param name="rowNumber">Its number in the file.</param>
    public void AddRow(long rowNumber) => rowNumbers[Count++] = rowNumber;
}

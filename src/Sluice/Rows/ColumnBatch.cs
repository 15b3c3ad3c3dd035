using Sluice.Lake;

namespace Sluice.Rows;

/// <summary>A number of valid rows, column by column: what goes from validation to a warehouse. Filled again and again.</summary>
public sealed class ColumnBatch
{
    private const int MostRows = 4096;
    private const int MostValues = 1024 * 1024;

    private readonly Column[] columns;
    private readonly long[] rowNumbers;

    /// <summary>Creates an empty batch for rows of a schema.</summary>
    /// <param name="schema">The fields; one column each, in their order.</param>
    /// <param name="capacity">The most rows.</param>
    public ColumnBatch(TableSchema schema, int capacity)
    {
        Capacity = capacity;
        columns = [.. schema.Fields.Select(f => Column.Create(f, capacity))];
        rowNumbers = new long[capacity];
    }

    /// <summary>
    /// Creates a batch to read a file in: of as many rows as are fast, and fewer where the columns are so many that memory counts.
    /// </summary>
    internal static ColumnBatch ForReading(TableSchema schema) =>
        new(schema, Math.Clamp(MostValues / Math.Max(1, schema.Fields.Count), 1, MostRows));

    /// <summary>The most rows.</summary>
    public int Capacity { get; }

    /// <summary>How many rows it has.</summary>
    public int Count { get; private set; }

    /// <summary>The columns, one for each field of the schema, in its order.</summary>
    public IReadOnlyList<Column> Columns => columns;

    /// <summary>The number of each row among the data rows of its file, from 1, rejects included: <c>_row</c>.</summary>
    public ReadOnlySpan<long> RowNumbers => rowNumbers.AsSpan(0, Count);

    /// <summary>The column of the field at an index.</summary>
    internal Column ColumnAt(int index) => columns[index];

    /// <summary>Makes it empty.</summary>
    public void Clear() => Count = 0;

    /// <summary>Counts the row at index <see cref="Count"/>, whose every column has been set, as one of the batch.</summary>
    /// <param name="rowNumber">Its number in the file.</param>
    public void AddRow(long rowNumber) => rowNumbers[Count++] = rowNumber;
}

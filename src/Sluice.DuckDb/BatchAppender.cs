using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using Sluice.Lake;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>Appends column batches to the table of a dataset or to its staging table, values by the block.</summary>
internal sealed unsafe class BatchAppender : IDisposable
{
    private const int Absent = -1;
    private const int FileColumn = -2;
    private const int RowColumn = -3;
    private const int ModifiedColumn = -4;

    private readonly ChunkAppender appender;
    private readonly long file;
    private readonly long modified;

    // What each column of the table gets: the number of a column of the batch, or one of the constants above.
    private readonly int[] sources;

    /// <summary>Opens a table for batches.</summary>
    /// <param name="connection">The connection, whose transaction the rows belong to.</param>
    /// <param name="table">The table.</param>
    /// <param name="target">The load: what <c>_file</c> and <c>_modified</c> are.</param>
    /// <param name="columns">The columns of the dataset's table, in order.</param>
    public BatchAppender(DuckDBConnection connection, AppendTable table, LoadTarget target, IReadOnlyList<TableColumn> columns)
    {
        var dataset = target.Dataset;
        file = target.File.Id;
        modified = (target.Version.LastModified - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        sources = [.. columns.Select(c => Source(dataset, c))];
        var own = dataset.WriteMode == WriteMode.Merge ? 3 : 2;
        if (sources.Length != dataset.Schema.Fields.Count + own + sources.Count(s => s == Absent))
        {
            throw NotPrepared(dataset);
        }

        appender = new ChunkAppender(connection, table, dataset.Name);
    }

    /// <summary>Appends the rows of a batch.</summary>
    public void Append(ColumnBatch batch)
    {
        for (var start = 0; start < batch.Count; start += ChunkAppender.ChunkRows)
        {
            FillFrom(0, batch, start, Math.Min(ChunkAppender.ChunkRows, batch.Count - start), 0);
        }
    }

    /// <inheritdoc cref="ChunkAppender.Rows"/>
    public long Rows => appender.Rows;

    /// <inheritdoc cref="ChunkAppender.Flush"/>
    public void Flush() => appender.Flush();

    /// <inheritdoc/>
    public void Dispose() => appender.Dispose();

    private static int Source(Dataset dataset, TableColumn column)
    {
        switch (column.Name)
        {
            case OwnColumns.File:
                return FileColumn;
            case OwnColumns.Row:
                return RowColumn;
            case OwnColumns.Modified:
                return ModifiedColumn;
        }

        var fields = dataset.Schema.Fields;
        for (var i = 0; i < fields.Count; i++)
        {
            if (column.Is(fields[i].Name))
            {
                return column.Type == TableColumn.TypeOf(fields[i].Column) ? i : throw NotPrepared(dataset);
            }
        }

        return Absent;
    }

    private static InvalidOperationException NotPrepared(Dataset dataset) =>
        new($"The table of dataset {dataset.Name} is not as its schema says: the warehouse has not been prepared for it.");

    // Fills the columns from this one on and appends the chunk. Text is not copied into the vectors, they point to it: each text column
    // stays pinned by its own call until the innermost has appended the chunk, which is when DuckDB copies it.
    private void FillFrom(int column, ColumnBatch batch, int start, int rows, long textBytes)
    {
        if (column == sources.Length)
        {
            appender.Append(rows, textBytes);
            return;
        }

        switch (sources[column])
        {
            case Absent:
                new Span<ulong>(appender.Validity(column), ChunkAppender.ChunkRows / 64).Clear();
                break;
            case FileColumn:
                new Span<long>(appender.Data(column), rows).Fill(file);
                break;
            case ModifiedColumn:
                new Span<long>(appender.Data(column), rows).Fill(modified);
                break;
            case RowColumn:
                batch.RowNumbers.Slice(start, rows).CopyTo(new Span<long>(appender.Data(column), rows));
                break;
            case var source:
                var values = batch.Columns[source];
                FillValidity(column, values.Validity[(start / 64)..], rows);
                if (values is TextColumn text)
                {
                    var first = start == 0 ? 0 : text.Ends[start - 1];
                    fixed (byte* bytes = text.Bytes)
                    {
                        FillText((ulong*)appender.Data(column), bytes, first, text.Ends.Slice(start, rows));
                        FillFrom(column + 1, batch, start, rows, textBytes + text.Ends[start + rows - 1] - first);
                    }

                    return;
                }

                FillValues(appender.Data(column), values, start, rows);
                break;
        }

        FillFrom(column + 1, batch, start, rows, textBytes);
    }

    private void FillValidity(int column, ReadOnlySpan<ulong> validity, int rows)
    {
        var words = validity[..((rows + 63) / 64)];
        var last = rows % 64 == 0 ? ulong.MaxValue : (1UL << (rows % 64)) - 1;
        if (words[..^1].ContainsAnyExcept(ulong.MaxValue) || (words[^1] & last) != last)
        {
            words.CopyTo(new Span<ulong>(appender.Validity(column), words.Length));
        }
    }

    // A duckdb_string_t is 16 bytes: the length in 4, then up to 12 bytes of text filled up with zeros, or its first 4 bytes and a
    // pointer to all of them.
    private static void FillText(ulong* slots, byte* bytes, int first, ReadOnlySpan<int> ends)
    {
        var begin = first;
        foreach (var end in ends)
        {
            var length = (uint)(end - begin);
            var text = bytes + begin;
            if (length <= 12)
            {
                slots[0] = length;
                slots[1] = 0;
                Buffer.MemoryCopy(text, (byte*)slots + 4, 12, length);
            }
            else
            {
                slots[0] = length | ((ulong)*(uint*)text << 32);
                slots[1] = (ulong)text;
            }

            slots += 2;
            begin = end;
        }
    }

    private static void FillValues(void* data, Column column, int start, int rows)
    {
        switch (column)
        {
            case ValueColumn<long> values when column.Field.Column.Kind == ColumnKind.Int64:
                Copy(values, start, rows, data);
                break;
            case ValueColumn<long> values:
                var target = new Span<long>(data, rows);
                var ticks = values.Values.Slice(start, rows);
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = ticks[i] / TimeSpan.TicksPerMicrosecond;
                }

                break;
            case ValueColumn<Int128> values:
                FillDecimals(data, values.Values.Slice(start, rows), column.Field.Column.Precision);
                break;
            case ValueColumn<int> values:
                Copy(values, start, rows, data);
                break;
            case ValueColumn<double> values:
                Copy(values, start, rows, data);
                break;
            case ValueColumn<bool> values:
                Copy(values, start, rows, data);
                break;
            default:
                throw new InvalidOperationException($"Columns of {column.GetType().Name} cannot be written.");
        }
    }

    private static void Copy<T>(ValueColumn<T> values, int start, int rows, void* data)
        where T : unmanaged => values.Values.Slice(start, rows).CopyTo(new Span<T>(data, rows));

    // A decimal is held in the smallest integer that its precision fits. Values of rows without one are undefined and may be cut.
    private static void FillDecimals(void* data, ReadOnlySpan<Int128> values, byte precision)
    {
        switch (precision)
        {
            case <= 4:
                var shorts = new Span<short>(data, values.Length);
                for (var i = 0; i < shorts.Length; i++)
                {
                    shorts[i] = unchecked((short)values[i]);
                }

                break;
            case <= 9:
                var ints = new Span<int>(data, values.Length);
                for (var i = 0; i < ints.Length; i++)
                {
                    ints[i] = unchecked((int)values[i]);
                }

                break;
            case <= 18:
                var longs = new Span<long>(data, values.Length);
                for (var i = 0; i < longs.Length; i++)
                {
                    longs[i] = unchecked((long)values[i]);
                }

                break;
            default:
                MemoryMarshal.AsBytes(values).CopyTo(new Span<byte>(data, values.Length * sizeof(Int128)));
                break;
        }
    }
}

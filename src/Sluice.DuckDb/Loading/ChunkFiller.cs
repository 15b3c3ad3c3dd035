using System.Runtime.InteropServices;
using DuckDB.NET.Native;
using Sluice.DuckDb.Schema;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Warehouse;
using DataChunks = DuckDB.NET.Native.NativeMethods.DataChunks;
using Vectors = DuckDB.NET.Native.NativeMethods.Vectors;

namespace Sluice.DuckDb.Loading;

/// <summary>Copies rows of column batches into chunks of a dataset's table, column by column.</summary>
internal sealed unsafe class ChunkFiller
{
    private const int Absent = -1;
    private const int FileColumn = -2;
    private const int RowColumn = -3;
    private const int ModifiedColumn = -4;

    // A duckdb_string_t holds texts of up to this many bytes inline.
    private const int InlineBytes = 12;

    private readonly long file;
    private readonly long modified;

    // The source of each column of the table: the index of a column of the batch, or one of the constants above.
    private readonly int[] sources;

    /// <summary>Creates the filler of a load.</summary>
    /// <param name="target">The load, for <c>_file</c> and <c>_modified</c>.</param>
    /// <param name="columns">The columns of the dataset's table, in order.</param>
    public ChunkFiller(LoadTarget target, IReadOnlyList<TableColumn> columns)
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
    }

    /// <summary>Fills an empty chunk.</summary>
    /// <param name="chunk">The chunk, with the columns of the table.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="start">The first row to copy.</param>
    /// <param name="rows">The number of rows to copy, at most <see cref="ChunkAppender.ChunkRows"/>.</param>
    /// <returns>The number of bytes of text in the chunk.</returns>
    public long Fill(DuckDBDataChunk chunk, ColumnBatch batch, int start, int rows)
    {
        var textBytes = 0L;
        for (var column = 0; column < sources.Length; column++)
        {
            var vector = DataChunks.DuckDBDataChunkGetVector(chunk, column);
            var data = Vectors.DuckDBVectorGetData(vector);
            switch (sources[column])
            {
                case Absent:
                    new Span<ulong>(Validity(vector), ChunkAppender.ChunkRows / 64).Clear();
                    break;
                case FileColumn:
                    new Span<long>(data, rows).Fill(file);
                    break;
                case ModifiedColumn:
                    new Span<long>(data, rows).Fill(modified);
                    break;
                case RowColumn:
                    batch.RowNumbers.Slice(start, rows).CopyTo(new Span<long>(data, rows));
                    break;
                case var source:
                    var values = batch.Columns[source];
                    FillValidity(vector, values.Validity[(start / 64)..], rows);
                    if (values is TextColumn text)
                    {
                        textBytes += FillText(vector, (ulong*)data, text, start, rows);
                    }
                    else
                    {
                        FillValues(data, values, start, rows);
                    }

                    break;
            }
        }

        return textBytes;
    }

    private static int Source(Dataset dataset, TableColumn column)
    {
        switch (column.Name)
        {
            case SystemColumns.File:
                return FileColumn;
            case SystemColumns.Row:
                return RowColumn;
            case SystemColumns.Modified:
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
        new($"The table of dataset {dataset.Name} does not match its schema: the warehouse was not prepared for it.");

    private static ulong* Validity(nint vector)
    {
        Vectors.DuckDBVectorEnsureValidityWritable(vector);
        return Vectors.DuckDBVectorGetValidity(vector);
    }

    private static void FillValidity(nint vector, ReadOnlySpan<ulong> validity, int rows)
    {
        var words = validity[..((rows + 63) / 64)];
        var last = rows % 64 == 0 ? ulong.MaxValue : (1UL << (rows % 64)) - 1;
        if (words[..^1].ContainsAnyExcept(ulong.MaxValue) || (words[^1] & last) != last)
        {
            words.CopyTo(new Span<ulong>(Validity(vector), words.Length));
        }
    }

    // A duckdb_string_t has 16 bytes: 4 for the length, then up to 12 bytes of text padded with zeros. DuckDB fills it for longer texts.
    private static long FillText(nint vector, ulong* slots, TextColumn text, int start, int rows)
    {
        var first = start == 0 ? 0 : text.Ends[start - 1];
        var begin = first;
        fixed (byte* bytes = text.Bytes)
        {
            for (var row = 0; row < rows; row++, slots += 2)
            {
                var end = text.Ends[start + row];
                var length = end - begin;
                if (length <= InlineBytes)
                {
                    slots[0] = (uint)length;
                    slots[1] = 0;
                    Buffer.MemoryCopy(bytes + begin, (byte*)slots + sizeof(int), InlineBytes, length);
                }
                else
                {
                    Vectors.DuckDBUnsafeVectorAssignStringElementLength(vector, (ulong)row, bytes + begin, length);
                }

                begin = end;
            }
        }

        return begin - first;
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

    // DuckDB stores a decimal in the smallest integer that fits its precision. Values of NULL rows are undefined, so they may be truncated.
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

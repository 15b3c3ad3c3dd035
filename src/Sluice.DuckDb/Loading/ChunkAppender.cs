using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Schema;
using Appender = DuckDB.NET.Native.NativeMethods.Appender;
using DataChunks = DuckDB.NET.Native.NativeMethods.DataChunks;
using NativeAppender = DuckDB.NET.Native.DuckDBAppender;
using Vectors = DuckDB.NET.Native.NativeMethods.Vectors;

namespace Sluice.DuckDb.Loading;

/// <summary>
/// Appends chunks of up to <see cref="ChunkRows"/> rows to a table, through vectors in DuckDB's own memory, which costs the least.
/// </summary>
internal sealed class ChunkAppender : IDisposable
{
    /// <summary>The maximum number of rows of a chunk (DuckDB's <c>STANDARD_VECTOR_SIZE</c>).</summary>
    public const int ChunkRows = 2048;

    // DuckDB buffers appended rows until there are 204,800. Rows can have 1 MiB, so limit the bytes too.
    private const long FlushBytes = 8 << 20;
    private const long FlushRows = 200_000;

    private readonly string dataset;
    private readonly NativeAppender appender;
    private readonly DuckDBDataChunk chunk;
    private long pendingRows;
    private long pendingBytes;

    /// <summary>Opens a table for appending.</summary>
    /// <param name="connection">The connection with the transaction of the rows.</param>
    /// <param name="table">The table.</param>
    /// <param name="dataset">The dataset, for errors.</param>
    public ChunkAppender(DuckDBConnection connection, AppendTable table, string dataset)
    {
        this.dataset = dataset;
        var state = Appender.DuckDBAppenderCreateExt(connection.NativeConnection, table.Catalog, table.Schema, table.Name, out appender);
        try
        {
            Check(state);
            ColumnCount = (int)Appender.DuckDBAppenderColumnCount(appender);
            using var layout = ReadLayout();
            chunk = layout.NewChunk();
        }
        catch
        {
            appender.Dispose();
            throw;
        }
    }

    /// <summary>The number of columns of the table.</summary>
    public int ColumnCount { get; }

    /// <summary>The chunk to fill.</summary>
    public DuckDBDataChunk Chunk => chunk;

    /// <summary>The number of rows appended so far.</summary>
    public long Rows { get; private set; }

    /// <summary>The types of the columns. The caller disposes of the result.</summary>
    public ChunkLayout ReadLayout() => ChunkLayout.From(appender);

    /// <summary>The vector of a column in the chunk to fill.</summary>
    public nint Vector(int column) => DataChunks.DuckDBDataChunkGetVector(chunk, column);

    /// <summary>The memory for the values of a column in the chunk to fill.</summary>
    public unsafe void* Data(int column) => Vectors.DuckDBVectorGetData(Vector(column));

    /// <summary>The memory for the validity bits of a column in the chunk to fill: the 64-bit words of a full chunk.</summary>
    public unsafe ulong* Validity(int column)
    {
        var vector = Vector(column);
        Vectors.DuckDBVectorEnsureValidityWritable(vector);
        return Vectors.DuckDBVectorGetValidity(vector);
    }

    /// <summary>Appends the filled chunk and empties it.</summary>
    /// <param name="rows">The number of its rows.</param>
    /// <param name="textBytes">The approximate number of bytes of its texts.</param>
    public void Append(int rows, long textBytes)
    {
        DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)rows);
        Check(Appender.DuckDBAppendDataChunk(appender, chunk));
        DataChunks.DuckDBDataChunkReset(chunk);
        Rows += rows;
        pendingRows += rows;
        pendingBytes += textBytes + ((long)rows * ColumnCount * sizeof(long));
        if (pendingBytes > FlushBytes)
        {
            Flush();
        }
    }

    /// <summary>Appends a chunk of a query with the same columns.</summary>
    public void Append(DuckDBDataChunk queried)
    {
        Check(Appender.DuckDBAppendDataChunk(appender, queried));
        Flush();
    }

    /// <summary>Whether these rows can be appended without a flush. DuckDB flushes by itself at a number of rows.</summary>
    public bool HasRoomFor(long rows, long bytes) => pendingBytes + bytes < FlushBytes && pendingRows + rows < FlushRows;

    /// <summary>Writes all rows to the transaction, so that statements see them.</summary>
    public void Flush()
    {
        Check(Appender.DuckDBAppenderFlush(appender));
        pendingBytes = 0;
        pendingRows = 0;
    }

    /// <summary>Closes the appender. Rows that were not flushed are dropped.</summary>
    public void Dispose()
    {
        // Clear first, because destroying an appender flushes it.
        _ = Appender.DuckDBAppenderClear(appender);
        chunk.Dispose();
        appender.Dispose();
    }

    private void Check(DuckDBState state)
    {
        if (state != DuckDBState.Success)
        {
            using var error = Appender.DuckDBAppenderErrorData(appender);
            throw DuckDbErrors.Write(
                dataset, NativeMethods.ErrorData.DuckDBErrorDataErrorType(error), NativeMethods.ErrorData.DuckDBErrorDataMessage(error));
        }
    }
}

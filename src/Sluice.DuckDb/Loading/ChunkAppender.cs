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
/// Appends chunks of up to <see cref="ChunkRows"/> rows to a table, through vectors in DuckDB's own memory: the way in that costs least.
/// </summary>
internal sealed class ChunkAppender : IDisposable
{
    /// <summary>The most rows of a chunk (DuckDB's <c>STANDARD_VECTOR_SIZE</c>).</summary>
    public const int ChunkRows = 2048;

    // DuckDB holds what is appended until 204,800 rows are there. Rows of up to 1 MiB need a limit in bytes as well.
    private const long FlushBytes = 8 << 20;
    private const long FlushRows = 200_000;

    private readonly string dataset;
    private readonly NativeAppender appender;
    private readonly DuckDBDataChunk chunk;
    private long pendingRows;
    private long pendingBytes;

    /// <summary>Opens a table for appending.</summary>
    /// <param name="connection">The connection, whose transaction the rows belong to.</param>
    /// <param name="table">The table.</param>
    /// <param name="dataset">The dataset that errors name.</param>
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

    /// <summary>The columns of the table.</summary>
    public int ColumnCount { get; }

    /// <summary>The chunk that is being filled.</summary>
    public DuckDBDataChunk Chunk => chunk;

    /// <summary>How many rows it has appended.</summary>
    public long Rows { get; private set; }

    /// <summary>The types of the columns. The caller disposes of it.</summary>
    public ChunkLayout ReadLayout() => ChunkLayout.From(appender);

    /// <summary>The vector of a column in the chunk that is being filled.</summary>
    public nint Vector(int column) => DataChunks.DuckDBDataChunkGetVector(chunk, column);

    /// <summary>Where the values of a column in that chunk go.</summary>
    public unsafe void* Data(int column) => Vectors.DuckDBVectorGetData(Vector(column));

    /// <summary>Where the validity bits of a column in that chunk go: as many 64-bit words as a whole chunk needs.</summary>
    public unsafe ulong* Validity(int column)
    {
        var vector = Vector(column);
        Vectors.DuckDBVectorEnsureValidityWritable(vector);
        return Vectors.DuckDBVectorGetValidity(vector);
    }

    /// <summary>Appends the chunk, which is empty afterwards.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="textBytes">About how many bytes of text it has.</param>
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

    /// <summary>Appends a chunk of a query of the same columns.</summary>
    public void Append(DuckDBDataChunk queried)
    {
        Check(Appender.DuckDBAppendDataChunk(appender, queried));
        Flush();
    }

    /// <summary>Whether so much more can be appended without a flush, which DuckDB does by itself at some number of rows.</summary>
    public bool HasRoomFor(long rows, long bytes) => pendingBytes + bytes < FlushBytes && pendingRows + rows < FlushRows;

    /// <summary>Hands all rows to the transaction: statements see them from now on.</summary>
    public void Flush()
    {
        Check(Appender.DuckDBAppenderFlush(appender));
        pendingBytes = 0;
        pendingRows = 0;
    }

    /// <summary>Closes it; rows that were not flushed are dropped.</summary>
    public void Dispose()
    {
        // Destroying an appender flushes it.
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

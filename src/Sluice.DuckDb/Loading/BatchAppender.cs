using DuckDB.NET.Data;
using Sluice.DuckDb.Schema;
using Sluice.Rows;

namespace Sluice.DuckDb.Loading;

/// <summary>Writes rows through an appender on the calling thread. It has the least setup cost, so it suits few rows.</summary>
internal sealed class BatchAppender : IRowWriter
{
    private readonly ChunkFiller filler;
    private readonly ChunkAppender appender;

    /// <summary>Opens a table for batches.</summary>
    /// <param name="connection">The connection with the transaction of the rows.</param>
    /// <param name="table">The table.</param>
    /// <param name="filler">Converts batches to chunks.</param>
    /// <param name="dataset">The dataset, for errors.</param>
    public BatchAppender(DuckDBConnection connection, AppendTable table, ChunkFiller filler, string dataset)
    {
        this.filler = filler;
        appender = new ChunkAppender(connection, table, dataset);
    }

    /// <inheritdoc/>
    public long Rows => appender.Rows;

    /// <inheritdoc/>
    public void Append(ColumnBatch batch, CancellationToken cancellationToken)
    {
        for (var start = 0; start < batch.Count; start += ChunkAppender.ChunkRows)
        {
            var rows = Math.Min(ChunkAppender.ChunkRows, batch.Count - start);
            appender.Append(rows, filler.Fill(appender.Chunk, batch, start, rows));
        }
    }

    /// <inheritdoc/>
    public void Flush() => appender.Flush();

    /// <inheritdoc/>
    public void Dispose() => appender.Dispose();
}

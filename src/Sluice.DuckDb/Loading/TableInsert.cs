using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Schema;
using Sluice.Rows;

namespace Sluice.DuckDb.Loading;

/// <summary>
/// Writes rows through one long-running <c>INSERT ... SELECT</c> from a table function. Unlike an appender, it uses several threads. Its
/// connection is busy until it is flushed.
/// </summary>
internal sealed class TableInsert : IRowWriter
{
    private readonly DuckDBConnection connection;
    private readonly AppendTable table;
    private readonly ChunkFiller filler;
    private readonly ChunkLayout layout;
    private readonly string dataset;
    private RowChunks? chunks;
    private Task<long>? insert;
    private long inserting;

    /// <summary>Opens a table for batches.</summary>
    /// <param name="connection">The connection with the transaction of the rows.</param>
    /// <param name="table">The table.</param>
    /// <param name="filler">Converts batches to chunks.</param>
    /// <param name="dataset">The dataset, for errors.</param>
    public TableInsert(DuckDBConnection connection, AppendTable table, ChunkFiller filler, string dataset)
    {
        this.connection = connection;
        this.table = table;
        this.filler = filler;
        this.dataset = dataset;
        layout = ChunkLayout.From(connection, table);
    }

    /// <inheritdoc/>
    public long Rows { get; private set; }

    /// <inheritdoc/>
    public void Append(ColumnBatch batch, CancellationToken cancellationToken)
    {
        Start();
        for (var start = 0; start < batch.Count; start += ChunkAppender.ChunkRows)
        {
            var rows = Math.Min(ChunkAppender.ChunkRows, batch.Count - start);
            var chunk = layout.NewChunk();
            try
            {
                filler.Fill(chunk, batch, start, rows);
                NativeMethods.DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)rows);
                chunks!.Enqueue(chunk, cancellationToken);
            }
            catch (Exception exception)
            {
                chunk.Dispose();
                if (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                {
                    // The statement has failed: Flush throws its error.
                    Flush();
                }

                throw;
            }

            Rows += rows;
            inserting += rows;
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (insert is null)
        {
            return;
        }

        chunks!.Complete();
        try
        {
            if (insert.GetAwaiter().GetResult() != inserting)
            {
                throw new InvalidOperationException($"DuckDB did not insert all rows of dataset {dataset}.");
            }
        }
        catch (DuckDBException exception) when (!DuckDbErrors.IsConflict(exception))
        {
            throw DuckDbErrors.Write(dataset, exception.ErrorType, exception.Message);
        }
        finally
        {
            End();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (insert is not null)
        {
            chunks!.Abort();
            ((IAsyncResult)insert).AsyncWaitHandle.WaitOne();
            End();
        }

        layout.Dispose();
    }

    private void Start()
    {
        if (insert is not null)
        {
            return;
        }

        var rows = chunks = new RowChunks(layout.Types);
        insert = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    rows.RunHere();
                    return (long)connection.Execute($"INSERT INTO {table.Quoted} SELECT * FROM {RowChunksFunction.Name}({rows.Number})");
                }
                finally
                {
                    // Nothing dequeues chunks any more, so Append must not wait.
                    rows.Abort();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    private void End()
    {
        chunks!.Dispose();
        (chunks, insert, inserting) = (null, null, 0);
    }
}

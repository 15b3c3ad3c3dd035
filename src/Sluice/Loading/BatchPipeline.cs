using System.Threading.Channels;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Loading;

/// <summary>
/// Reads a file on one thread while others write the rows. A bounded set of batches circulates between them: full ones to the writers,
/// empty ones back to the reader. So memory is bounded, and both sides work at the same time.
/// </summary>
internal sealed class BatchPipeline : IAsyncDisposable
{
    private const int LeastBatches = 3;

    // Rows can be of any length, so the bytes in flight are limited too. Only the first few batches are always allowed.
    private const long MostBytes = 64 << 20;

    private readonly Channel<ReadBatch> full = Channel.CreateUnbounded<ReadBatch>();
    private readonly Channel<ReadBatch> empty = Channel.CreateUnbounded<ReadBatch>();
    private readonly TableSchema schema;
    private readonly int capacity;
    private readonly int mostBatches;
    private readonly LoadTelemetry telemetry;
    private readonly CancellationTokenSource stop;
    private readonly Task reading;
    private int made;
    private long mostBytesOfBatch;

    /// <summary>Starts reading on another thread.</summary>
    /// <param name="reader">An open reader; the caller disposes it.</param>
    /// <param name="schema">The fields of its dataset.</param>
    /// <param name="batchRows">The greatest number of rows of a batch.</param>
    /// <param name="waitingRows">How many rows can wait for earlier ones to be written. There are batches for this many, within the byte
    /// limit.</param>
    /// <param name="telemetry">Measures reading and validating.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public BatchPipeline(
        DatasetReader reader, TableSchema schema, int batchRows, int waitingRows, LoadTelemetry telemetry,
        CancellationToken cancellationToken)
    {
        this.schema = schema;
        this.telemetry = telemetry;
        capacity = batchRows;
        mostBatches = LeastBatches + (waitingRows + capacity - 1) / capacity;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        reading = Task.Run(() => ReadAllAsync(reader, stop.Token), CancellationToken.None);
    }

    /// <summary>
    /// The batches in the order of the file. Return each one with <see cref="Return"/>. An error of the reader is thrown after the last
    /// batch.
    /// </summary>
    public IAsyncEnumerable<ReadBatch> ReadAsync(CancellationToken cancellationToken) => full.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Returns a batch for reuse.</summary>
    public void Return(ReadBatch batch) => empty.Writer.TryWrite(batch);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await reading;
        stop.Dispose();
    }

    private async Task ReadAllAsync(DatasetReader reader, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var batch = TryRent() ?? await empty.Reader.ReadAsync(cancellationToken);
                var batchBegan = reader.BytesRead;
                bool more;
                using (telemetry.Validate.Measure(except: telemetry.Read))
                {
                    more = await reader.ReadAsync(batch.Rows, batch.Rejects, cancellationToken);
                }

                mostBytesOfBatch = Math.Max(mostBytesOfBatch, reader.BytesRead - batchBegan);
                batch.TakeMark(reader);
                full.Writer.TryWrite(batch);
                if (!more)
                {
                    break;
                }
            }

            full.Writer.Complete();
        }
        catch (Exception e)
        {
            full.Writer.Complete(e);
        }
    }

    // A used batch is still in the caches, so a new one is made only while all others are in use.
    private ReadBatch? TryRent()
    {
        if (empty.Reader.TryRead(out var batch))
        {
            return batch;
        }

        if (made >= LeastBatches && (made >= mostBatches || (made + 1) * mostBytesOfBatch > MostBytes))
        {
            return null;
        }

        made++;
        return new ReadBatch(new ColumnBatch(schema, capacity), []);
    }
}

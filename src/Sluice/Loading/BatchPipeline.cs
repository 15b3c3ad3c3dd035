using System.Threading.Channels;
using Sluice.Lake;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Loading;

/// <summary>
/// Reads a file on one thread while others write what was read: a few batches go round between them, so memory is bounded and none waits
/// while the others work.
/// </summary>
internal sealed class BatchPipeline : IAsyncDisposable
{
    /// <summary>Rows of a batch: a multiple of DuckDB's vector size, small enough to stay in the caches.</summary>
    private const int BatchRows = 8 * 2048;

    private const int LeastBatches = 3;

    // Of the file, in all batches but the first few: rows may be of any length.
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

    /// <summary>Begins to read.</summary>
    /// <param name="reader">A reader that has begun; not disposed of.</param>
    /// <param name="schema">The fields of its dataset.</param>
    /// <param name="commitRows">The rows of a commit, which a batch does not exceed.</param>
    /// <param name="waitingRows">How many rows may wait for those before them: there are batches for as many, if they fit into
    /// memory.</param>
    /// <param name="telemetry">Is told how long reading and validating take.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public BatchPipeline(
        DatasetReader reader, TableSchema schema, int commitRows, int waitingRows, LoadTelemetry telemetry,
        CancellationToken cancellationToken)
    {
        this.schema = schema;
        this.telemetry = telemetry;
        capacity = Math.Min(BatchRows, commitRows);
        mostBatches = LeastBatches + (waitingRows + capacity - 1) / capacity;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        reading = Task.Run(() => ReadAllAsync(reader, stop.Token), CancellationToken.None);
    }

    /// <summary>The batches in the order of the file. Each is to be returned.</summary>
    public IAsyncEnumerable<ReadBatch> ReadAsync(CancellationToken cancellationToken) => full.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Returns a batch, which is filled again.</summary>
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

    // A batch that is there already is warm in the caches, so one more is made only while all others are on their way.
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

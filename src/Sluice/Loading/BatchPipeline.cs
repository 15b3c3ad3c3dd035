using System.Threading.Channels;
using Sluice.Lake;
using Sluice.Telemetry;
using Sluice.Validation;

namespace Sluice.Loading;

/// <summary>
/// Reads a file on one thread while another writes what was read: a few batches go round between the two, so memory is bounded and
/// neither waits while the other works.
/// </summary>
internal sealed class BatchPipeline : IAsyncDisposable
{
    /// <summary>Rows of a batch: a multiple of DuckDB's vector size, small enough to stay in the caches.</summary>
    private const int BatchRows = 8 * 2048;

    private const int Batches = 3;

    private readonly Channel<ReadBatch> full = Channel.CreateBounded<ReadBatch>(Batches);
    private readonly Channel<ReadBatch> empty = Channel.CreateBounded<ReadBatch>(Batches);
    private readonly LoadTelemetry telemetry;
    private readonly CancellationTokenSource stop;
    private readonly Task reading;

    /// <summary>Begins to read.</summary>
    /// <param name="reader">A reader that has begun; not disposed of.</param>
    /// <param name="schema">The fields of its dataset.</param>
    /// <param name="commitRows">The rows of a commit, which a batch does not exceed.</param>
    /// <param name="telemetry">Is told how long reading and validating take.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public BatchPipeline(
        DatasetReader reader, TableSchema schema, int commitRows, LoadTelemetry telemetry, CancellationToken cancellationToken)
    {
        this.telemetry = telemetry;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        for (var i = 0; i < Batches; i++)
        {
            empty.Writer.TryWrite(new ReadBatch(new ColumnBatch(schema, Math.Min(BatchRows, commitRows)), []));
        }

        reading = Task.Run(() => ReadAllAsync(reader, stop.Token), CancellationToken.None);
    }

    /// <summary>The batches in the order of the file; each is taken back when the next one is asked for.</summary>
    public async IAsyncEnumerable<ReadBatch> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in full.Reader.ReadAllAsync(cancellationToken))
        {
            yield return batch;
            empty.Writer.TryWrite(batch);
        }
    }

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
                var batch = await empty.Reader.ReadAsync(cancellationToken);
                var (begun, waited) = (telemetry.Validate.Begin(), telemetry.Read.Busy);
                var more = await reader.ReadAsync(batch.Rows, batch.Rejects, cancellationToken);
                telemetry.Validate.Pause(begun, telemetry.Read.Busy - waited);
                batch.Mark(reader);
                await full.Writer.WriteAsync(batch, cancellationToken);
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
}

using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Sluice.Analytics.Columnar;

/// <summary>Streams rows as an Arrow IPC stream, in batches of limited size.</summary>
public static class ArrowRowsWriter
{
    /// <summary>Writes a whole answer. An answer that breaks off has no end mark.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stream">The target.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public static async Task WriteAsync(AnalyticsRows rows, Stream stream, CancellationToken cancellationToken)
    {
        var batch = new RowBatch(rows);
        var schema = new Schema([.. batch.Columns.Select(c => c.Arrow)], metadata: null);
        await using var chunk = new ChunkStream();
        using var writer = new ArrowStreamWriter(chunk, schema, leaveOpen: true);
        await writer.WriteStartAsync(cancellationToken);
        while (await batch.ReadAsync())
        {
            using (var records = new RecordBatch(schema, batch.Columns.Select(c => c.ToArrow()), batch.Count))
            {
                await writer.WriteRecordBatchAsync(records, cancellationToken);
            }

            await chunk.SendAsync(stream, cancellationToken);
        }

        await writer.WriteEndAsync(cancellationToken);
        await chunk.SendAsync(stream, cancellationToken);
    }
}

using Parquet;
using Parquet.Schema;

namespace Sluice.Analytics.Columnar;

/// <summary>Streams rows as Parquet, in row groups of limited size.</summary>
public static class ParquetRowsWriter
{
    /// <summary>Writes a whole answer. An answer that breaks off has no footer, so nobody takes it for a file.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="stream">The target.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    public static async Task WriteAsync(AnalyticsRows rows, Stream stream, CancellationToken cancellationToken)
    {
        var batch = new RowBatch(rows);
        await using var chunk = new ChunkStream();
        await using (var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(batch.Columns.Select(c => c.Parquet)), chunk, cancellationToken: cancellationToken))
        {
            while (await batch.ReadAsync())
            {
                using (var group = writer.CreateRowGroup())
                {
                    foreach (var column in batch.Columns)
                    {
                        await column.WriteAsync(group, cancellationToken);
                    }
                }

                await chunk.SendAsync(stream, cancellationToken);
            }
        }

        await chunk.SendAsync(stream, cancellationToken);
    }
}

using Sluice.IO;
using Sluice.Lake;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Validation;

/// <summary>Validates a file without a warehouse.</summary>
public static class FileValidator
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="dataset">What its rows should be.</param>
    /// <param name="limits">What a warehouse can hold exactly.</param>
    /// <param name="options">The record size limit.</param>
    /// <param name="open">Opens the file at a byte offset.</param>
    /// <param name="onReject">Gets each reject, in the order of the file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="name">The file's name, which may say that it is compressed.</param>
    public static async Task<FileValidation> ValidateAsync(
        Dataset dataset, WarehouseLimits limits, ReadOptions options, Func<long, CancellationToken, Task<Stream>> open,
        Action<Reject> onReject, CancellationToken cancellationToken, string? name = null)
    {
        await using var reader = new DatasetReader(dataset, limits, options, open, name);
        var batch = ColumnBatch.ForReading(dataset.Schema);
        var rejects = new List<Reject>();
        var (rows, rejected) = (0L, 0L);
        try
        {
            await reader.StartAsync(hashing: false, cancellationToken);
            while (await reader.ReadAsync(batch, rejects, cancellationToken))
            {
                rows += batch.Count;
                rejected += rejects.Count;
                rejects.ForEach(onReject);
            }

            return Found(null);
        }
        catch (FileRefusedException e)
        {
            return Found(e.Message);
        }

        FileValidation Found(string? error) =>
            new(rows, rejected, reader.BytesRead, error) { Columns = reader.Columns, FieldColumns = reader.FieldColumns, Delimiter = reader.Delimiter };
    }
}

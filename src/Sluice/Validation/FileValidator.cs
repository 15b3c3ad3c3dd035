using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Reading;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Validation;

/// <summary>Validates a file without a warehouse.</summary>
public static class FileValidator
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="dataset">The file's dataset.</param>
    /// <param name="limits">What the warehouse can hold exactly.</param>
    /// <param name="options">The settings of reading.</param>
    /// <param name="open">Opens the file at a byte offset.</param>
    /// <param name="onReject">Receives each reject, in the order of the file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="name">The file's name, whose extension may mean compression.</param>
    /// <param name="origin">The file, whose path and time fields can have as values, or <see langword="null"/> if not known.</param>
    /// <param name="length">The file's length in bytes, without which no ZIP archive can be read, or <see langword="null"/>.</param>
    public static async Task<FileValidation> ValidateAsync(
        Dataset dataset, WarehouseLimits limits, ReadOptions options, Func<long, CancellationToken, Task<Stream>> open,
        Action<Reject> onReject, CancellationToken cancellationToken, string? name = null,
        FileOrigin? origin = null, long? length = null)
    {
        DatasetReader reader;
        try
        {
            reader = await DatasetReader.StartAsync(
                dataset, limits, options, open, hashing: false, cancellationToken, name, origin: origin, length: length);
        }
        catch (FileRefusedException e)
        {
            return new FileValidation(0, 0, e.BytesRead, e.Message) { Columns = e.Columns, Changes = e.Changes };
        }

        await using var disposed = reader;
        var batch = ColumnBatch.ForReading(dataset.Schema);
        var rejects = new List<Reject>();
        var (rows, rejected) = (0L, 0L);
        string? error = null;
        try
        {
            while (await reader.ReadAsync(batch, rejects, cancellationToken))
            {
                rows += batch.Count;
                rejected += rejects.Count;
                rejects.ForEach(onReject);
            }
        }
        catch (FileRefusedException e)
        {
            error = e.Message;
        }

        return new FileValidation(rows, rejected, reader.BytesRead, error)
        {
            Columns = reader.Columns,
            FieldColumns = reader.FieldColumns,
            Dialect = reader.Dialect,
            Changes = reader.Changes,
            Hint = dataset.Footer is null && reader.BelowTable is > 0 and var count ? HintAt(count) : null,
        };
    }

    private static string HintAt(int rows) =>
        (rows == 1 ? "The last row may be a line below the table. " : $"The last {rows} rows may be lines below the table. ")
        + $"If so, give the dataset \"{SluiceProperties.Footer}\", a pattern that matches the first line below the table.";
}

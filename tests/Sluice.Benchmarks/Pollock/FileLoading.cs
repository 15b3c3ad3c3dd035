using System.Text;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Benchmarks.Pollock;

/// <summary>Loads a file with Sluice's own reading, up to the point where rows would go into the warehouse.</summary>
internal static class FileLoading
{
    private static readonly WarehouseLimits Limits = new(TicksPerUnit: 10);
    private static readonly ReadOptions Options = new();

    /// <summary>Loads a file whose fields are all text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="cancellationToken">Cancels the loading.</param>
    public static async Task<LoadedFile> LoadAsync(string path, Dataset dataset, CancellationToken cancellationToken)
    {
        string[] names = [.. dataset.Schema.Fields.Select(f => f.Name)];
        List<(long, string[])> rows = [];
        try
        {
            await using var reader = await DatasetReader.StartAsync(
                dataset, Limits, Options, (offset, _) => Task.FromResult<Stream>(Open(path, offset)), hashing: false, cancellationToken,
                path);
            var batch = ColumnBatch.ForReading(dataset.Schema);
            var rejects = new List<Reject>();
            while (await reader.ReadAsync(batch, rejects, cancellationToken))
            {
                for (var row = 0; row < batch.Count; row++)
                {
                    rows.Add((batch.RowNumbers[row], CellsOf(batch, row)));
                }
            }
        }
        catch (FileRefusedException e)
        {
            return new LoadedFile(names, [], e.Message);
        }

        return new LoadedFile(names, rows, null);
    }

    private static string[] CellsOf(ColumnBatch batch, int row)
    {
        var cells = new string[batch.Columns.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = Encoding.UTF8.GetString(((TextColumn)batch.Columns[i])[row]);
        }

        return cells;
    }

    private static FileStream Open(string path, long offset)
    {
        var stream = File.OpenRead(path);
        stream.Position = offset;
        return stream;
    }
}

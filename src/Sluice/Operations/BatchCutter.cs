namespace Sluice.Operations;

/// <summary>
/// Cuts files into batches: small enough for a message, and for an instance to do one within minutes. It holds the last batch back, so that
/// a caller with only one batch can do it at once.
/// </summary>
/// <param name="plan">The number of the planning.</param>
/// <param name="send">Sends a batch to those who do it.</param>
internal sealed class BatchCutter(int plan, Func<WorkBatch, Task> send)
{
    /// <summary>The most files of a batch.</summary>
    public const int MostFiles = 100;

    /// <summary>The most bytes of the files of a batch. One file is always taken.</summary>
    public const long MostBytes = 256L << 20;

    // What a work item has besides its files: numbers, a dataset's name, a path.
    private const int Envelope = 8 * 1024;

    private int number;

    /// <summary>The last batch, which is not sent.</summary>
    public WorkBatch? Held { get; private set; }

    /// <summary>How many batches there are.</summary>
    public int Count => number;

    /// <summary>Cuts the files of a dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="files">The files, with their lengths.</param>
    /// <param name="then">A file to load after those of a batch, or <see langword="null"/>.</param>
    public async Task CutAsync(string? dataset, IEnumerable<(WorkFile File, long Length)> files, string? then = null)
    {
        List<WorkFile> taken = [];
        var (length, size) = (0L, Envelope);
        foreach (var (path, bytes) in files)
        {
            var file = path with { Length = bytes };
            var more = WorkJson.LengthOf(file);
            if (taken.Count == MostFiles || (taken.Count > 0 && (length + bytes > MostBytes || size + more > WorkItem.MostBytes)))
            {
                await AddAsync();
            }

            taken.Add(file);
            length += bytes;
            size += more;
        }

        if (taken.Count > 0)
        {
            await AddAsync();
        }

        async Task AddAsync()
        {
            await SendHeldAsync();
            Held = new WorkBatch(plan, ++number, dataset, length, taken) { Then = then };
            (taken, length, size) = ([], 0, Envelope);
        }
    }

    /// <summary>Sends the last batch.</summary>
    public async Task SendHeldAsync()
    {
        if (Held is { } batch)
        {
            await send(batch);
            Held = null;
        }
    }
}

using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// Looks for a file of the dataset that has the content of the file that is loaded. Loads of files with the same length take turns: of two
/// equal files that come at the same time, one sees the other.
/// </summary>
internal sealed class DuplicateSearch : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly IAsyncDisposable turn;

    private DuplicateSearch(IAsyncDisposable turn)
    {
        this.turn = turn;
    }

    /// <summary>The content of the file.</summary>
    public string Content { get; private init; } = "";

    /// <summary>The file that has the same content, and whose rows are in the table; <see langword="null"/> if there is none.</summary>
    public FileRecord? Other { get; private init; }

    /// <summary>Waits for the turn of a file, and looks for another one. The turn ends when the search is disposed.</summary>
    /// <param name="load">The load of the file, before it is read.</param>
    /// <param name="warehouse">The ledger.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels the waiting and the reading.</param>
    public static async Task<DuplicateSearch> StartAsync(
        FileLoad load, IWarehouse warehouse, TimeProvider time, CancellationToken cancellationToken)
    {
        var length = load.Version.Length;
        IAsyncDisposable? turn;

        // A path has a container, so no file has this name.
        while ((turn = await warehouse.TryLockAsync($"content of {load.Dataset.Name}, {length} bytes", cancellationToken)) is null)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }

        try
        {
            var start = ContentStream.StartOf(length);
            var others = await FindAsync(load, warehouse, start, cancellationToken);
            if (others.Count == 0)
            {
                return new(turn);
            }

            var content = ContentStream.Describe(await LoadPlan.HashAsync(load.Storage, load.Version, length, cancellationToken), length);
            return new(turn)
            {
                Content = content,
                Other = await FirstThatStaysAsync(load, others.Where(f => f.Content == content), cancellationToken),
            };
        }
        catch
        {
            await turn.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => turn.DisposeAsync();

    private static async Task<IReadOnlyList<FileRecord>> FindAsync(
        FileLoad load, IWarehouse warehouse, string content, CancellationToken cancellationToken)
    {
        var files = await warehouse.ReadFilesAsync(
            new LedgerQuery { Dataset = load.Dataset.Name, Content = content, Top = int.MaxValue }, cancellationToken);
        return [.. files.Where(f => f.Id != load.File.Id && f.Checkpoint is not null).OrderBy(f => f.Id)];
    }

    // The rows of a file that is gone from the lake may be removed soon.
    private static async Task<FileRecord?> FirstThatStaysAsync(
        FileLoad load, IEnumerable<FileRecord> files, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            if (load.Dataset.OnDelete == DeletePolicy.Keep || await load.Storage.FindAsync(file.Path, cancellationToken) is not null)
            {
                return file;
            }
        }

        return null;
    }
}

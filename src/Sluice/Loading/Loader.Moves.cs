using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Loading;

// A file that was renamed: its rows go along, if both paths are of one dataset. Whatever an event says, the lake decides.
public sealed partial class Loader
{
    /// <summary>How often a rename tries to lock both paths. A load of the old path ends soon, because its file is gone.</summary>
    private const int MostLockTries = 60;

    /// <summary>
    /// Follows the rename of a file. Afterwards, the rows of the new path are those of the file there, and the old path has none, or those
    /// that <see cref="DeletePolicy.Keep"/> keeps. Does nothing twice: the rename may have been followed, or found by a sweep.
    /// </summary>
    /// <remarks>
    /// <para>Within a dataset the file's row in the ledger gets the new path, in one transaction, and the rows keep their <c>_file</c>. The
    /// load of the new path then reads only what its checkpoint does not have: nothing, if the bytes are the same.</para>
    /// <para>Rows that have values of the old path are replaced by the next load of the new one, which the ledger remembers. In a merged
    /// dataset whose key comes from the path they are rows of other keys, so they are removed.</para>
    /// <para>If the ledger knows a file of the new path, the rename has overwritten that one, or a sweep has loaded the new path. Then the
    /// rows of the old path are removed, and the load of the new path replaces what the file there had.</para>
    /// <para>Between datasets, the file is gone from one and new in the other.</para>
    /// </remarks>
    /// <param name="from">The path before, container first. It need not be one of the lake.</param>
    /// <param name="to">The path after. It need not be one of the lake.</param>
    /// <param name="renamedAt">When it was renamed, by the clock of the storage; <see langword="null"/> if unknown. A version of the old
    /// path that was written later is another file.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The load of the new path; the removal of the old one, if there is no load or the removal failed; or
    /// <see langword="null"/> if there was nothing to do.</returns>
    /// <exception cref="FileBusyException">Another load holds one of the files for too long.</exception>
    public Task<Load?> MoveAsync(string from, string to, DateTimeOffset? renamedAt, CancellationToken cancellationToken) => atWork.RunAsync(
        async token =>
        {
            for (var tries = 1; ; tries++)
            {
                await using (await TakeSlotAsync(token))
                {
                    if (await TryMoveAsync(from, to, renamedAt, token) is { IsDone: true } moved)
                    {
                        return moved.Load;
                    }
                }

                if (tries == MostLockTries)
                {
                    throw new FileBusyException($"{from} was renamed to {to}, and another load is working on one of them.");
                }

                // Without a slot: others can load meanwhile.
                await Task.Delay(LongestSlotPause, time, token);
            }
        },
        cancellationToken);

    private async Task<(bool IsDone, Load? Load)> TryMoveAsync(
        string from, string to, DateTimeOffset? renamedAt, CancellationToken cancellationToken)
    {
        Load? removal = null;
        if (from != to && lake.Match(from) is { } dataset)
        {
            await using (var locks = await LockPair.TryTakeAsync(warehouse, from, to, cancellationToken))
            {
                if (locks is null)
                {
                    return (false, null);
                }

                removal = await MoveRowsAsync(dataset, from, to, renamedAt, cancellationToken);
            }

            await LoadIfNewerAsync(from, seen: null, cancellationToken);
        }

        var load = await LoadMovedAsync(to, cancellationToken);
        return (true, removal is { State: LoadState.Failed } ? removal : load ?? removal);
    }

    private async Task<Load?> LoadMovedAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return lake.Match(path) is null
                ? null
                : await LoadNewestAsync(path, LoadTrigger.Blob, again: false, progress: null, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            // It was renamed once more, or deleted.
            return null;
        }
    }

    /// <summary>Moves the rows, or removes them. The caller holds both locks.</summary>
    private async Task<Load?> MoveRowsAsync(
        Dataset dataset, string from, string to, DateTimeOffset? renamedAt, CancellationToken cancellationToken)
    {
        await ends.RecordKeptAsync(from, cancellationToken);
        if (await warehouse.FindFileAsync(from, cancellationToken) is not { State: not LoadState.Removed } known
            || known.Dataset != dataset.Name || known.LastModified > renamedAt
            || await storage.FindAsync(from, cancellationToken) is not null)
        {
            return null;
        }

        await using var change = await Stamps.ChangeAsync(dataset.Name, cancellationToken);
        var isRemoved = dataset.OnDelete == DeletePolicy.Remove;
        if (lake.Match(to)?.Name == dataset.Name)
        {
            // If the file is gone from the new path too, it may have been renamed once more. Rows that are kept then wait there.
            var isThere = await storage.FindAsync(to, cancellationToken) is not null;
            if ((isThere || !isRemoved) && !dataset.MergesByPath
                && await warehouse.MoveFileAsync(from, to, dataset.UsesPath, time.GetUtcNow(), cancellationToken))
            {
                LogMoved(from, to);
                return null;
            }

            isRemoved |= isThere;
        }

        return isRemoved ? await RemoveRowsAsync(dataset, known, LoadTrigger.Blob, cancellationToken) : null;
    }
}

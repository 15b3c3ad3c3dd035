using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Loading;

// Files that match no dataset: the ledger has each once, with the reason.
public sealed partial class Loader
{
    /// <summary>Removes a file from the ignored ones, if it is gone from the lake.</summary>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The removal, or <see langword="null"/> if there was nothing to do.</returns>
    internal Task<Load?> RemoveIgnoredAsync(string path, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            var removal = await RemoveIgnoredIfGoneAsync(path, token);
            await LoadIfNewerAsync(path, seen: null, token);
            return removal;
        },
        cancellationToken);

    private async Task<Load?> RemoveIgnoredIfGoneAsync(string path, CancellationToken cancellationToken)
    {
        await using var @lock = await warehouse.TryLockAsync(path, cancellationToken);
        if (@lock is null || await storage.FindAsync(path, cancellationToken) is not null
            || await warehouse.FindFileAsync(path, cancellationToken) is not { State: LoadState.Ignored, Dataset: null } known)
        {
            return null;
        }

        var version = VersionOf(known);
        var removal = NewLoad(version, dataset: null, LoadTrigger.Sweep) with
        {
            Kind = LoadKind.Remove,
            State = LoadState.Removed,
            FinishedAt = time.GetUtcNow(),
        };
        return (await warehouse.StartLoadAsync(removal, version, cancellationToken)).Load;
    }

    private async Task<Load> IgnoreAsync(string path, LoadTrigger trigger, CancellationToken cancellationToken)
    {
        if (!lake.HasContainerOf(path))
        {
            throw new FileNotFoundException($"{path} is not in a container of the lake.", path);
        }

        var version = await FindAsync(path, cancellationToken);
        var load = NewLoad(version, dataset: null, trigger) with { State = LoadState.Ignored, FinishedAt = time.GetUtcNow() };
        if (await warehouse.FindFileAsync(path, cancellationToken) is { State: LoadState.Ignored } known)
        {
            return load with { Id = known.LastLoad, Error = known.Error };
        }

        if (UnmatchedFile.IsMark(LakePath.Split(path)!.Value.Name))
        {
            return load;
        }

        var reason = UnmatchedFile.Explain(lake, LakePath.Split(path)!.Value);
        LogIgnored(path, reason);
        load = load with { Error = reason };
        (load, _) = await warehouse.StartLoadAsync(load, version, cancellationToken);
        return load;
    }

    /// <summary>The version of a file that is gone, as the ledger has it.</summary>
    private static FileVersion VersionOf(FileRecord known) => new(
        known.Path, known.ETag, known.Length, known.LastModified, known.Checkpoint?.CreatedOn ?? known.LastModified,
        known.Checkpoint?.BlobKind ?? BlobKind.Block);
}

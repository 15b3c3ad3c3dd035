using Sluice.Lake;
using Sluice.Ledger;

namespace Sluice.Loading;

// Versions that cannot be read, or not yet.
public sealed partial class Loader
{
    /// <summary>
    /// How long an event waits for the end of a copy. On accounts with a hierarchical namespace, the event comes when the copy begins.
    /// After that, the sweep finds the file: an event that waits keeps others of its instance waiting.
    /// </summary>
    private static readonly TimeSpan LongestCopyWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestCopyPause = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Loads a file, as <see cref="LoadAsync"/> or <see cref="ReloadAsync"/> do, but waits for no copy: other files are waiting.
    /// </summary>
    internal Task<Load> LoadNowAsync(string path, bool again, LoadTrigger trigger, CancellationToken cancellationToken) =>
        RunAsync(token => LoadNewestAsync(path, trigger, again, progress: null, token), cancellationToken);

    /// <summary>Loads a file. If the storage is still copying it, waits for the end of the copy, without a slot or a lock.</summary>
    private Task<Load> LoadWhenCopiedAsync(
        string path, LoadTrigger trigger, bool again, IProgress<LoadReport>? progress, CancellationToken cancellationToken) =>
        atWork.RunAsync(
            async token =>
            {
                while (true)
                {
                    Load load;
                    await using (await TakeSlotAsync(token))
                    {
                        load = await LoadNewestAsync(path, trigger, again, progress, token);
                    }

                    if (load.State != LoadState.Waiting || !await IsCopiedAsync(path, token))
                    {
                        return load;
                    }
                }
            },
            cancellationToken);

    private async Task<bool> IsCopiedAsync(string path, CancellationToken cancellationToken)
    {
        var waited = TimeSpan.Zero;
        for (var pause = FirstPause; waited < LongestCopyWait; pause = Min(pause * 2, LongestCopyPause))
        {
            await Task.Delay(pause, time, cancellationToken);
            waited += pause;
            if (await storage.FindAsync(path, cancellationToken) is not { Access: BlobAccess.CopyPending or BlobAccess.BeingWritten })
            {
                return true;
            }
        }

        return false;

        static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
    }

    /// <summary>Records that a version cannot be read now: once, however often it is asked for.</summary>
    private async Task<Load> RecordOutOfReachAsync(
        Load begun, FileRecord? known, FileVersion version, CancellationToken cancellationToken)
    {
        var (state, reason) = version.Access switch
        {
            BlobAccess.Archived => (
                LoadState.Archived,
                "The blob is in the archive tier, so it cannot be read. It is loaded once it is in another tier again."),
            BlobAccess.BeingWritten => (
                LoadState.Waiting, "The file is still being written. It is loaded once it has a complete line, or nobody writes to it."),
            _ => (LoadState.Waiting, "The storage is still copying the blob. It is loaded once the copy is complete."),
        };
        var load = begun with { Kind = null, State = state, Error = reason, FinishedAt = time.GetUtcNow() };
        if (known is not null && known.State == state && known.ETag == version.ETag)
        {
            return load with { Id = known.LastLoad };
        }

        LogOutOfReach(version.Path, reason);
        (load, _) = await warehouse.StartLoadAsync(load, version, cancellationToken);
        return load;
    }

    private static string CopyFaultOf(FileVersion version) =>
        "The copy to this blob failed, so it has no content"
        + (version.CopyFault is { Length: > 0 } fault ? $": {fault.TrimEnd('.')}" : "") + ". Copy or upload the file again.";
}

using Microsoft.Extensions.Logging;
using Sluice.Erasure;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Telemetry;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>Loads one file into the warehouse, exactly once. Safe for concurrent use.</summary>
public sealed partial class Loader : IDisposable
{
    private static readonly TimeSpan ShortestSlotPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestSlotPause = TimeSpan.FromSeconds(2);

    private readonly LakeDefinition lake;
    private readonly ILakeStorage storage;
    private readonly IWarehouse warehouse;
    private readonly LoaderOptions options;
    private readonly TimeProvider time;
    private readonly RejectsRecovery rejects;
    private readonly LoadEnds ends;
    private readonly ErasedKeyCache erased;
    private readonly LoadsAtWork atWork = new();
    private readonly ILogger<Loader> logger;

    /// <summary>Creates a loader.</summary>
    public Loader(
        LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse, LoaderOptions options, TimeProvider time, ILogger<Loader> logger,
        IRowStamps? stamps = null)
    {
        Stamps = stamps ?? new ProcessRowStamps();
        this.lake = lake;
        this.storage = storage;
        this.warehouse = warehouse;
        this.options = options;
        this.time = time;
        rejects = new RejectsRecovery(storage, warehouse);
        ends = new LoadEnds(warehouse);
        erased = new ErasedKeyCache(warehouse);
        this.logger = logger;
    }

    /// <summary>Where it tells that rows change.</summary>
    internal IRowStamps Stamps { get; }

    /// <summary>Loads the newest version of a file, unless it is loaded already.</summary>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="trigger">What starts it. For a request or command (<see cref="LoadTrigger.Http"/>, <see cref="LoadTrigger.Command"/>),
    /// a version that was refused, or whose rows are not current, is read again.</param>
    /// <param name="progress">Receives the state of the load after each batch, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the load. What it committed stays, and the next load resumes there.</param>
    /// <returns>The load. A refused file (<see cref="LoadState.Refused"/>) and a failure (<see cref="LoadState.Failed"/>) are returned, not
    /// thrown.</returns>
    /// <exception cref="FileNotFoundException">No container of the lake definition has this file; nothing is recorded.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the app is stopping.</exception>
    public Task<Load> LoadAsync(string path, LoadTrigger trigger, IProgress<LoadReport>? progress, CancellationToken cancellationToken) =>
        LoadWhenCopiedAsync(path, trigger, again: false, progress, cancellationToken);

    /// <summary>
    /// Loads the newest version of a file again, also if it is loaded already. All its rows are replaced in one transaction, so readers see
    /// the old rows or the new ones. In a <c>merge</c> dataset, rows of newer files stay. Waits for a load of the file that runs already.
    /// </summary>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="trigger">What starts it.</param>
    /// <param name="progress">Receives the state of the load after each batch, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Cancels the load. Then the old rows stay.</param>
    /// <returns>The load, as <see cref="LoadAsync"/> returns it.</returns>
    /// <exception cref="FileNotFoundException">No container of the lake definition has this file; nothing is recorded.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled, or the app is stopping.</exception>
    public Task<Load> ReloadAsync(string path, LoadTrigger trigger, IProgress<LoadReport>? progress, CancellationToken cancellationToken) =>
        LoadWhenCopiedAsync(path, trigger, again: true, progress, cancellationToken);

    /// <summary>Removes the rows of a file that is gone from the lake, in one transaction.</summary>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The removal, or <see langword="null"/> if there was nothing to do: the file exists again, or another load holds its
    /// lock.</returns>
    public Task<Load?> RemoveAsync(Dataset dataset, string path, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            var removal = await RemoveGoneAsync(dataset, path, token);
            await LoadIfNewerAsync(path, seen: null, token);
            return removal;
        },
        cancellationToken);

    /// <summary>
    /// Loads a file if the ledger does not know its newest version. Whoever has held its lock without loading it calls this afterwards: an
    /// event may have found the file locked and left.
    /// </summary>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    internal Task LoadMissedAsync(string path, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            var known = await warehouse.FindFileAsync(path, token);
            await LoadIfNewerAsync(path, known?.ETag, token);
            return true;
        },
        cancellationToken);

    /// <summary>
    /// Ends, in the ledger, the loads that are recorded as running but are not. Loads of this process whose end could not be recorded get
    /// it now. Loads of processes that are gone become failed, and their files are due.
    /// </summary>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task EndAbandonedAsync(CancellationToken cancellationToken)
    {
        await ends.RecordKeptAsync(file: null, cancellationToken);
        foreach (var load in await warehouse.EndAbandonedLoadsAsync(time.GetUtcNow(), options.Attempts, cancellationToken))
        {
            LogAbandoned(load.File, load.Id, load.Rows, load.Rejected);
        }
    }

    /// <summary>
    /// Stops all loads, when the app stops: no load begins any more, and running ones end at their last commit and record that.
    /// </summary>
    /// <param name="cancellationToken">Cancels the waiting.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await atWork.StopAsync(cancellationToken);
        await ends.RecordKeptAsync(file: null, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => atWork.Dispose();

    /// <summary>
    /// Records why a trigger failed before its load began, unless the ledger already has a result for the file's newest version. The sweep
    /// tries again.
    /// </summary>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The failed load that is in the ledger now, or <see langword="null"/> if it knew how the file stands, or the file is
    /// gone.</returns>
    public Task<Load?> RecordFailureAsync(string path, string reason, CancellationToken cancellationToken) => RecordFailedAsync(
        path, $"The blob trigger failed before the load began; the sweep tries again. {reason}", cancellationToken);

    /// <summary>
    /// Records that the trigger has given up on a file, unless the ledger already has a result for its newest version. The sweep tries
    /// again.
    /// </summary>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="reason">Why, as a sentence, or <see langword="null"/> if unknown.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The failed load that is in the ledger now, or <see langword="null"/> if it knew how the file stands, or the file is
    /// gone.</returns>
    public async Task<Load?> GiveUpAsync(string path, string? reason, CancellationToken cancellationToken)
    {
        var load = await RecordFailedAsync(
            path,
            reason is null
                ? "The blob trigger has given up on this file, and the reason could not be recorded; the sweep tries it again."
                : $"The blob trigger has given up on this file; the sweep tries it again. {reason}",
            cancellationToken);
        if (load is not null)
        {
            LogGivenUp(path, load.Id);
            LoadMetrics.GivenUp.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Dataset, load.Dataset));
        }

        return load;
    }

    /// <summary>Runs the work of a load, in a slot of the warehouse.</summary>
    private Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) => atWork.RunAsync(
        async token =>
        {
            await using var slot = await TakeSlotAsync(token);
            return await work(token);
        },
        cancellationToken);

    private async Task<IAsyncDisposable?> TakeSlotAsync(CancellationToken cancellationToken)
    {
        if (options.WarehouseConcurrency is not { } slots)
        {
            return null;
        }

        for (var pause = ShortestSlotPause; ; pause = pause * 2 < LongestSlotPause ? pause * 2 : LongestSlotPause)
        {
            if (await warehouse.TryTakeSlotAsync(slots, cancellationToken) is { } slot)
            {
                return slot;
            }

            // Not all at the same time, because the first to ask gets the next free slot.
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), time, cancellationToken);
        }
    }

    private async Task<Load?> RecordFailedAsync(string path, string error, CancellationToken cancellationToken) =>
        lake.HasContainerOf(path)
            ? await RunAsync(
                async token =>
                {
                    var (load, seen) = await RecordFailedNewestAsync(path, error, token);
                    await LoadIfNewerAsync(path, seen?.ETag, token);
                    return load;
                },
                cancellationToken)
            : null;

    private async Task<(Load? Load, FileVersion? Seen)> RecordFailedNewestAsync(
        string path, string error, CancellationToken cancellationToken)
    {
        await using var @lock = await warehouse.TryLockAsync(path, cancellationToken);
        if (await storage.FindAsync(path, cancellationToken) is not { } version)
        {
            return (null, null);
        }

        if (@lock is null
            || (await warehouse.FindFileAsync(path, cancellationToken) is { } known
                && known.ETag == version.ETag && known.State != LoadState.Running))
        {
            return (null, version);
        }

        var now = time.GetUtcNow();
        var (load, _) = await warehouse.StartLoadAsync(
            NewLoad(version, lake.Match(path), LoadTrigger.Blob) with
            {
                State = LoadState.Failed,
                Error = error,
                FinishedAt = now,
                NextTry = options.NextTry(1, now),
            },
            version,
            cancellationToken);
        return (load, version);
    }

    /// <summary>
    /// Loads a file if it has another version than the one seen under its lock. The event for that version may have found the file locked
    /// and left, so the holder of the lock must check.
    /// </summary>
    private async Task LoadIfNewerAsync(string path, string? seen, CancellationToken cancellationToken)
    {
        if (await storage.FindAsync(path, cancellationToken) is { } newest && newest.ETag != seen)
        {
            try
            {
                await LoadNewestAsync(path, LoadTrigger.Sweep, again: false, progress: null, cancellationToken);
            }
            catch (FileNotFoundException)
            {
                // The file is gone again. The next sweep handles that.
            }
        }
    }

    private async Task<FileVersion> FindAsync(string path, CancellationToken cancellationToken) =>
        await storage.FindAsync(path, cancellationToken) ?? throw new FileNotFoundException($"There is no file {path} in the lake.", path);

    private Load NewLoad(FileVersion version, Dataset? dataset, LoadTrigger trigger) => new()
    {
        Id = 0,
        File = version.Path,
        Dataset = dataset?.Name,
        Kind = null,
        State = LoadState.Running,
        Trigger = trigger,
        ETag = version.ETag,
        Fingerprint = dataset?.Fingerprint,
        StartedAt = time.GetUtcNow(),
    };
}

using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Telemetry;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>Loads one file into the warehouse, exactly once. Safe for concurrent use.</summary>
public sealed partial class Loader : IDisposable
{
    /// <summary>How often a load begins again because its file changed under it; then the next event or sweep goes on.</summary>
    private const int MostVersions = 5;

    /// <summary>How often a load that the warehouse cut off begins again; then the sweep tries.</summary>
    private const int MostInterruptions = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly LakeDefinition lake;
    private readonly ILakeStorage storage;
    private readonly IWarehouse warehouse;
    private readonly LoaderOptions options;
    private readonly TimeProvider time;
    private readonly RejectsRecovery rejects;
    private readonly LoadEnds ends;
    private readonly LoadsAtWork atWork = new();
    private readonly ILogger<Loader> logger;

    /// <summary>Creates a loader.</summary>
    public Loader(
        LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse, LoaderOptions options, TimeProvider time, ILogger<Loader> logger)
    {
        this.lake = lake;
        this.storage = storage;
        this.warehouse = warehouse;
        this.options = options;
        this.time = time;
        rejects = new RejectsRecovery(storage, warehouse);
        ends = new LoadEnds(warehouse);
        this.logger = logger;
    }

    /// <summary>Loads the newest version of a file, unless it is loaded already.</summary>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="trigger">What asks for it. A person (<see cref="LoadTrigger.Http"/>, <see cref="LoadTrigger.Command"/>) has a version
    /// that was refused read again: the lake definition may be another.</param>
    /// <param name="progress">Gets the state of the load after each batch, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the load; what it committed stays, and the next load goes on there.</param>
    /// <returns>The load. A file at fault (<see cref="LoadState.Refused"/>) and a failure (<see cref="LoadState.Failed"/>) are loads too.</returns>
    /// <exception cref="FileNotFoundException">There is no such file in a container of the lake definition; nothing is recorded.</exception>
    /// <exception cref="OperationCanceledException">The token says so, or the app is being stopped.</exception>
    public Task<Load> LoadAsync(string path, LoadTrigger trigger, IProgress<LoadReport>? progress, CancellationToken cancellationToken) =>
        atWork.RunAsync(token => LoadNewestAsync(path, trigger, progress, token), cancellationToken);

    /// <summary>Removes the rows of a file that is gone from the lake, in one transaction.</summary>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was done, or <see langword="null"/> if there was nothing to do: the file is there again, or another is at work on it.</returns>
    public Task<Load?> RemoveAsync(Dataset dataset, string path, CancellationToken cancellationToken) => atWork.RunAsync(
        async token =>
        {
            var removal = await RemoveGoneAsync(dataset, path, token);
            await LoadIfNewerAsync(path, seen: null, token);
            return removal;
        },
        cancellationToken);

    /// <summary>
    /// Ends, in the ledger, the loads that are running there though nobody is at work on them any more: those of this process that could
    /// not say how they ended do so now, and those of processes that are gone are failed, and due.
    /// </summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task EndAbandonedAsync(CancellationToken cancellationToken)
    {
        await ends.RecordKeptAsync(file: null, cancellationToken);
        foreach (var load in await warehouse.EndAbandonedLoadsAsync(time.GetUtcNow(), options.Attempts, cancellationToken))
        {
            LogAbandoned(load.File, load.Id, load.Rows, load.Rejected);
        }
    }

    /// <summary>Stops all loads: no more begin, and those at work end at their last commit and record that. For the end of the app.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await atWork.StopAsync(cancellationToken);
        await ends.RecordKeptAsync(file: null, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => atWork.Dispose();

    /// <summary>
    /// Records why a trigger failed before it could ask for a load, if the ledger does not know how the file's newest version stands. The
    /// sweep tries again.
    /// </summary>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The failed load that is in the ledger now, or <see langword="null"/> if it knew how the file stands, or the file is gone.</returns>
    public Task<Load?> RecordFailureAsync(string path, string reason, CancellationToken cancellationToken) => RecordFailedAsync(
        path, $"The blob trigger failed before the load began; the sweep tries again. {reason}", cancellationToken);

    /// <summary>
    /// Records that the trigger has given up on a file, if the ledger has nothing of it yet: it may have been out of reach. The sweep
    /// tries again.
    /// </summary>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="reason">Why, as a sentence, or <see langword="null"/> if that is not known.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The failed load that is in the ledger now, or <see langword="null"/> if it knew how the file stands, or the file is gone.</returns>
    public async Task<Load?> GiveUpAsync(string path, string? reason, CancellationToken cancellationToken)
    {
        var load = await RecordFailedAsync(
            path,
            reason is null
                ? "The blob trigger has given up on this file, and why could not be recorded; the sweep tries it again."
                : $"The blob trigger has given up on this file; the sweep tries it again. {reason}",
            cancellationToken);
        if (load is not null)
        {
            LogGivenUp(path, load.Id);
            LoadMetrics.GivenUp.Add(1, new KeyValuePair<string, object?>(TelemetryTags.Dataset, load.Dataset));
        }

        return load;
    }

    private async Task<Load?> RecordFailedAsync(string path, string error, CancellationToken cancellationToken) =>
        lake.HasContainerOf(path)
            ? await atWork.RunAsync(
                async token =>
                {
                    var (load, seen) = await RecordFailedNewestAsync(path, error, token);
                    await LoadIfNewerAsync(path, seen?.ETag, token);
                    return load;
                },
                cancellationToken)
            : null;

    private async Task<(Load? Load, FileVersion? Seen)> RecordFailedNewestAsync(string path, string error, CancellationToken cancellationToken)
    {
        await using var @lock = await warehouse.TryLockAsync(path, cancellationToken);
        if (await storage.FindAsync(path, cancellationToken) is not { } version)
        {
            return (null, null);
        }

        if (@lock is null
            || (await warehouse.FindFileAsync(path, cancellationToken) is { } known && known.ETag == version.ETag && known.State != LoadState.Running))
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
    /// Loads a file whose version is another than the one that was seen under its lock: who came with it meanwhile found the file locked
    /// and has left again, so the one who held the lock must look.
    /// </summary>
    private async Task LoadIfNewerAsync(string path, string? seen, CancellationToken cancellationToken)
    {
        if (await storage.FindAsync(path, cancellationToken) is { } newest && newest.ETag != seen)
        {
            await LoadNewestAsync(path, LoadTrigger.Sweep, progress: null, cancellationToken);
        }
    }

    private async Task<Load> LoadNewestAsync(
        string path, LoadTrigger trigger, IProgress<LoadReport>? progress, CancellationToken cancellationToken)
    {
        var dataset = lake.Match(path);
        var (versions, interruptions) = (1, 0);
        while (true)
        {
            Load? load = null;
            Exception? failure = null;
            await using (var @lock = await warehouse.TryLockAsync(path, cancellationToken))
            {
                if (@lock is null)
                {
                    var newest = await FindAsync(path, cancellationToken);
                    LogBusy(path);
                    return NewLoad(newest, dataset, trigger) with { State = LoadState.Busy };
                }

                if (dataset is null)
                {
                    return await IgnoreAsync(path, trigger, cancellationToken);
                }

                try
                {
                    (load, failure) = await LoadVersionAsync(path, dataset, trigger, progress, cancellationToken);
                }
                catch (WarehouseInterruptedException e) when (interruptions < MostInterruptions)
                {
                    // It has not begun.
                    failure = e;
                }
            }

            if (failure is WarehouseInterruptedException && interruptions < MostInterruptions)
            {
                // What it committed stays, and the next load goes on there.
                await Task.Delay(FirstPause * (1 << interruptions++), time, cancellationToken);
                continue;
            }

            // Who came with a later version while the lock was held has left again, so the one who held it must look.
            if (versions >= MostVersions || load!.State == LoadState.Failed
                || (load.State != LoadState.Superseded && (await storage.FindAsync(path, cancellationToken) is not { } last || last.ETag == load.ETag)))
            {
                return load!;
            }

            versions++;
        }
    }

    private async Task<Load?> RemoveGoneAsync(Dataset dataset, string path, CancellationToken cancellationToken)
    {
        await using var @lock = await warehouse.TryLockAsync(path, cancellationToken);
        if (@lock is null || await storage.FindAsync(path, cancellationToken) is not null
            || await warehouse.FindFileAsync(path, cancellationToken) is not { State: not LoadState.Removed } known)
        {
            return null;
        }

        var version = new FileVersion(
            path, known.ETag, known.Length, known.LastModified, known.Checkpoint?.CreatedOn ?? known.LastModified,
            known.Checkpoint?.BlobKind ?? BlobKind.Block);
        var load = NewLoad(version, dataset, LoadTrigger.Sweep) with { Kind = LoadKind.Remove };
        using var telemetry = new LoadTelemetry(load);
        (load, var file) = await warehouse.StartLoadAsync(load, version, cancellationToken);
        var run = new LoadRun(storage, warehouse, options, time, null, telemetry, dataset, version, file, load);
        return (await EndAsync(run, dataset, version, () => run.RemoveAsync(cancellationToken), cancellationToken)).Load;
    }

    private async Task<(Load Load, Exception? Failure)> LoadVersionAsync(
        string path, Dataset dataset, LoadTrigger trigger, IProgress<LoadReport>? progress, CancellationToken cancellationToken)
    {
        var version = await FindAsync(path, cancellationToken);
        var load = NewLoad(version, dataset, trigger);
        using var telemetry = new LoadTelemetry(load);
        await ends.RecordKeptAsync(path, cancellationToken);
        var known = await warehouse.FindFileAsync(path, cancellationToken);
        if (known?.Dataset == dataset.Name && IsDone(known, version, trigger))
        {
            var (unchanged, _) = await warehouse.StartLoadAsync(
                load with { State = LoadState.Unchanged, FinishedAt = time.GetUtcNow() }, version, cancellationToken);
            LogUnchanged(path);
            telemetry.End(unchanged);
            return (unchanged, null);
        }

        if (known is not null)
        {
            await rejects.RecoverAsync(dataset, known, cancellationToken);
        }

        (load, var file) = await warehouse.StartLoadAsync(load, version, cancellationToken);
        var run = new LoadRun(storage, warehouse, options, time, progress, telemetry, dataset, version, file, load);
        return await EndAsync(run, dataset, version, LoadAsync, cancellationToken);

        async Task<Load> LoadAsync()
        {
            var plan = await run.PlanAsync(cancellationToken);
            if (file.Checkpoint is { Complete: false } && plan.Kind == LoadKind.Append)
            {
                LogResumed(path, load.Id, plan.From.Rows + 1);
            }
            else
            {
                LogStarted(path, load.Id, plan.Kind, plan.From.Rows + 1);
            }

            return await run.LoadAsync(cancellationToken);
        }
    }

    /// <summary>Does the work of a load, and records why if it ended before its end.</summary>
    /// <returns>The load, and why it ended before its end.</returns>
    private async Task<(Load Load, Exception? Failure)> EndAsync(
        LoadRun run, Dataset dataset, FileVersion version, Func<Task<Load>> work, CancellationToken cancellationToken)
    {
        try
        {
            var load = await work();
            if (load.State == LoadState.Refused)
            {
                LogRefused(version.Path, load.Id, load.Error!);
            }
            else
            {
                LogEnded(version.Path, load.Id, load.State, load.Rows, load.Rejected);
            }

            run.Telemetry.End(load);
            return (load, null);
        }
        catch (Exception e)
        {
            // What is stopped can fail in many ways, and the first to be seen may be another than that it was stopped.
            var isStopped = cancellationToken.IsCancellationRequested;
            var reason = isStopped && e is not OperationCanceledException ? new OperationCanceledException(e.Message, e, cancellationToken) : e;
            var load = await FailAsync(run, dataset, version, reason);
            run.Telemetry.End(load, load.State == LoadState.Failed ? reason : null);
            if (isStopped)
            {
                throw new OperationCanceledException(reason.Message, e, cancellationToken);
            }

            return (load, e);
        }
    }

    /// <summary>Whether there is nothing to do for a version.</summary>
    private static bool IsDone(FileRecord known, FileVersion version, LoadTrigger trigger) =>
        known.ETag == version.ETag
        && (known.State switch
        {
            LoadState.Loaded => known.Checkpoint is { Complete: true },
            LoadState.Refused => trigger is LoadTrigger.Blob or LoadTrigger.Sweep,
            _ => false,
        });

    private async Task<Load> IgnoreAsync(string path, LoadTrigger trigger, CancellationToken cancellationToken)
    {
        if (!lake.HasContainerOf(path))
        {
            throw new FileNotFoundException($"{path} is in no container of the lake.", path);
        }

        var version = await FindAsync(path, cancellationToken);
        var load = NewLoad(version, dataset: null, trigger) with { State = LoadState.Ignored, FinishedAt = time.GetUtcNow() };
        var known = await warehouse.FindFileAsync(path, cancellationToken);
        if (known is { State: LoadState.Ignored })
        {
            return load with { Id = known.LastLoad };
        }

        LogIgnored(path);
        (load, _) = await warehouse.StartLoadAsync(load, version, cancellationToken);
        return load;
    }

    /// <summary>Records why a load ended before its end. Never throws: the reason is what matters.</summary>
    private async Task<Load> FailAsync(LoadRun run, Dataset dataset, FileVersion version, Exception reason)
    {
        var (state, error) = reason switch
        {
            LakeFileChangedException or CheckpointConflictException => (LoadState.Superseded, reason.Message),
            OperationCanceledException => (
                LoadState.Failed,
                $"The load was stopped before its end{(atWork.IsStopped ? ", as the app was" : "")}; the next load goes on at its last commit."),
            _ => (LoadState.Failed, FailureReason.Of(reason)),
        };
        var now = time.GetUtcNow();
        var load = run.Current with { State = state, Error = error, FinishedAt = now };
        if (state == LoadState.Failed)
        {
            load = load with { NextTry = options.NextTry(load.Attempt, now) };
        }

        try
        {
            await ends.RecordAsync(load, version, CancellationToken.None);
            await rejects.RecoverAsync(dataset, run.File, CancellationToken.None);
        }
        catch (Exception e)
        {
            var second = FailureReason.Of(e);
            LogNotRecorded(
                FailureReason.TraceOf(reason) ?? FailureReason.TraceOf(e), load.File, load.Id, load.Attempt,
                second == error ? error : $"{error} And why not: {second}", NextOf(reason, load));
            return load;
        }

        if (state == LoadState.Superseded)
        {
            LogSuperseded(load.File, load.Id, error);
        }
        else if (reason is OperationCanceledException)
        {
            LogStopped(load.File, load.Id);
        }
        else
        {
            LogFailed(FailureReason.TraceOf(reason), load.File, load.Id, load.Attempt, error, NextOf(reason, load));
        }

        return load;
    }

    /// <summary>What happens next to a file whose load has failed, as a sentence.</summary>
    private static string NextOf(Exception reason, Load load) => reason is WarehouseInterruptedException || load.State == LoadState.Superseded
        ? "It begins again in a moment."
        : load.NextTry is { } next
            ? $"The sweep tries again from {next:u} on."
            : "It is not tried again by itself; POST /api/loads asks for that.";

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
        StartedAt = time.GetUtcNow(),
    };

    [LoggerMessage(1, LogLevel.Information, "{File}: load {Load} begins, {Kind} from row {Row}")]
    private partial void LogStarted(string file, long load, LoadKind kind, long row);

    [LoggerMessage(10, LogLevel.Warning, "{File}: load {Load} resumes at row {Row}, where a load was cut off")]
    private partial void LogResumed(string file, long load, long row);

    [LoggerMessage(2, LogLevel.Information, "{File}: load {Load} has ended, {State}, {Rows} rows, {Rejected} rejected")]
    private partial void LogEnded(string file, long load, LoadState state, long rows, long rejected);

    [LoggerMessage(3, LogLevel.Information, "{File} is loaded already")]
    private partial void LogUnchanged(string file);

    [LoggerMessage(4, LogLevel.Information, "{File} is being loaded already")]
    private partial void LogBusy(string file);

    [LoggerMessage(5, LogLevel.Warning, "{File} matches no dataset and is ignored")]
    private partial void LogIgnored(string file);

    [LoggerMessage(6, LogLevel.Information, "{File}: load {Load} is superseded: {Reason}")]
    private partial void LogSuperseded(string file, long load, string reason);

    [LoggerMessage(7, LogLevel.Error, "{File}: load {Load} failed, attempt {Attempt}: {Reason} {Next}")]
    private partial void LogFailed(Exception? trace, string file, long load, int attempt, string reason, string next);

    [LoggerMessage(13, LogLevel.Warning, "{File}: load {Load} refused the file: {Reason}")]
    private partial void LogRefused(string file, long load, string reason);

    [LoggerMessage(14, LogLevel.Information, "{File}: load {Load} was stopped; the next one goes on at its last commit")]
    private partial void LogStopped(string file, long load);

    [LoggerMessage(9, LogLevel.Warning, "{File}: the blob trigger has given up, recorded as load {Load}")]
    private partial void LogGivenUp(string file, long load);

    [LoggerMessage(12, LogLevel.Warning, "{File}: load {Load} was given up by its process, which ended or lost the warehouse; {Rows} rows and {Rejected} rejects of it are committed, and the next load goes on there")]
    private partial void LogAbandoned(string file, long load, long rows, long rejected);

    [LoggerMessage(8, LogLevel.Error, "{File}: load {Load} failed, attempt {Attempt}, and not all of it could be recorded: {Reason} {Next}")]
    private partial void LogNotRecorded(Exception? trace, string file, long load, int attempt, string reason, string next);
}

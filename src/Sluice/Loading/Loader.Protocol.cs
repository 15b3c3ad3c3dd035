using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Validation.Keys;
using Sluice.Warehouse;

namespace Sluice.Loading;

// The protocol of one file, from top to bottom: lock, find, plan, read, commit, record.
public sealed partial class Loader
{
    /// <summary>How many versions of a changing file are tried in a row. After that, the next event or sweep continues.</summary>
    private const int MostVersions = 5;

    /// <summary>How often a load that the warehouse interrupted is repeated. After that, the sweep tries again.</summary>
    private const int MostInterruptions = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private async Task<Load> LoadNewestAsync(
        string path, LoadTrigger trigger, bool again, IProgress<LoadReport>? progress, CancellationToken cancellationToken)
    {
        var dataset = lake.Match(path);
        var tries = new Tries(Versions: 1, Interruptions: 0);
        while (true)
        {
            Load? load = null;
            Exception? failure = null;

            // A reload may not leave the file to whoever loads it now: that may be by an earlier definition.
            await using (var @lock = again
                ? await FileLock.TakeAsync(warehouse, path, cancellationToken)
                : await warehouse.TryLockAsync(path, cancellationToken))
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
                    (load, failure) = await LoadVersionAsync(path, dataset, trigger, again, tries, progress, cancellationToken);
                }
                catch (WarehouseInterruptedException e) when (tries.AreLeftAfter(e))
                {
                    // The interruption came before the load was recorded.
                    failure = e;
                }
            }

            if (failure is WarehouseInterruptedException && tries.AreLeftAfter(failure))
            {
                // What it committed stays, and the next round resumes there.
                await Task.Delay(FirstPause * (1 << tries.Interruptions), time, cancellationToken);
                tries = tries with { Interruptions = tries.Interruptions + 1 };
                continue;
            }

            // A newer version is compared with the rows that were just loaded.
            again &= load is not { State: LoadState.Loaded or LoadState.Refused };

            // An event for a newer version that came while the lock was held found the file busy and left. So the holder of the lock must
            // check for one.
            if (tries.Versions >= MostVersions || load!.State == LoadState.Failed
                || (load.State != LoadState.Superseded
                    && (await storage.FindAsync(path, cancellationToken) is not { } last || last.ETag == load.ETag)))
            {
                return load!;
            }

            tries = tries with { Versions = tries.Versions + 1 };
        }
    }

    private async Task<(Load Load, Exception? Failure)> LoadVersionAsync(
        string path, Dataset dataset, LoadTrigger trigger, bool again, Tries tries, IProgress<LoadReport>? progress,
        CancellationToken cancellationToken)
    {
        // Find.
        var version = await FindAsync(path, cancellationToken);
        var begun = NewLoad(version, dataset, trigger) with { Kind = again ? LoadKind.Replace : null };
        using var telemetry = new LoadTelemetry(begun);
        await ends.RecordKeptAsync(path, cancellationToken);
        var known = await warehouse.FindFileAsync(path, cancellationToken);
        if (!again && known?.Dataset == dataset.Name && IsDone(known, dataset, version, trigger))
        {
            var (unchanged, _) = await warehouse.StartLoadAsync(
                begun with { State = LoadState.Unchanged, FinishedAt = time.GetUtcNow() }, version, cancellationToken);
            LogUnchanged(path);
            telemetry.End(unchanged);
            return (unchanged, null);
        }

        if (version.Access is BlobAccess.CopyPending or BlobAccess.BeingWritten or BlobAccess.Archived)
        {
            var waiting = await RecordOutOfReachAsync(begun, known, version, cancellationToken);
            telemetry.End(waiting);
            return (waiting, null);
        }

        if (known is not null)
        {
            await rejects.RecoverAsync(dataset, known, cancellationToken);
        }

        await using var change = await Stamps.ChangeAsync(dataset.Name, cancellationToken);

        // Until it may be loaded, the file stays one of the former dataset: the next try must refuse it too.
        var former = await FindFormerAsync(known, dataset, cancellationToken);
        (begun, var file) = await warehouse.StartLoadAsync(begun with { Dataset = former ?? begun.Dataset }, version, cancellationToken);
        var load = new FileLoad(storage, warehouse, options, time, telemetry, dataset, version, begun, file)
        {
            Progress = progress,
        };
        LoadPlan? plan = null;
        try
        {
            if (former is not null)
            {
                throw new InvalidOperationException(
                    $"The file was loaded as dataset {former}, which the lake definition does not have any more. Keys of {former} were "
                    + $"erased. {dataset.Name} does not know them, so erased rows would come back. See Erase a key in docs/loading.md.");
            }

            // After the start is in the ledger: an erasure that this load does not see waits for it.
            load.Erased = (await erased.ReadAsync(cancellationToken)).For(dataset, options.Read.HashKey);

            if (dataset.NewColumns == NewColumnPolicy.Add)
            {
                load.Dataset = dataset.WithAdded(await warehouse.ReadAddedColumnsAsync(cancellationToken));
            }

            // Plan.
            plan = await PlanAsync(load, again, cancellationToken);
            if (version.Access == BlobAccess.CopyFailed)
            {
                return (End(load, await new RowRemoval(load, plan.Kind).RefuseAsync(CopyFaultOf(version), 0, cancellationToken)), null);
            }

            await using var search = dataset.OnDuplicateFile == DuplicatePolicy.Skip && plan.After is null
                ? await DuplicateSearch.StartAsync(load, warehouse, time, cancellationToken)
                : null;
            if (search?.Other is { } other)
            {
                return (End(load, await new RowRemoval(load, plan.Kind).SkipAsync(search.Content, other, cancellationToken)), null);
            }

            // Read and commit. First rely on the greatest keys in the checkpoint. If the new keys do not ascend from there, read the
            // earlier rows too.
            Load? ended;
            try
            {
                ended = await new RowLoad(load, plan, warehouse).ReadAndCommitAsync(plan.After?.LastKeys, cancellationToken);
            }
            catch (KeysUnknownException)
            {
                ended = await new RowLoad(load, plan, warehouse).ReadAndCommitAsync(lastKeys: null, cancellationToken);
            }

            ended ??= await new RowRemoval(load, plan.Kind).RefuseRejectsAsync(cancellationToken);

            // Record. In the ledger, the final commit has done so already.
            return (End(load, ended), null);
        }
        catch (Exception e)
        {
            return (await EndEarlyAsync(load, plan?.Kind, e, tries.AreLeftAfter(e), cancellationToken), e);
        }
    }

    /// <summary>
    /// The dataset that a file had before its dataset was renamed, if keys of that one were erased; otherwise <see langword="null"/>. The
    /// hashes of keys are of the name of their dataset, so the new one does not know them.
    /// </summary>
    private async Task<string?> FindFormerAsync(FileRecord? known, Dataset dataset, CancellationToken cancellationToken) =>
        known?.Dataset is { } former && former != dataset.Name && lake.Find(former) is null
        && (await erased.ReadAsync(cancellationToken)).Find(former) is not null
            ? former
            : null;

    /// <summary>Compares the version with the file's checkpoint.</summary>
    private async Task<LoadPlan> PlanAsync(FileLoad load, bool again, CancellationToken cancellationToken)
    {
        LoadPlan plan;
        using (load.Telemetry.Plan.Measure())
        {
            var canStay = !again && (load.File.Fingerprint is null || IsCurrent(load.File, load.Dataset));

            // A file that had no rows, as an append blob that was just made, is as good as new: it can be committed in parts.
            var isEmpty = load.File is { Rows: 0, Rejected: 0, Erased: 0 } && !again;
            plan = await LoadPlan.MakeAsync(
                storage, load.Dataset, load.Version, isEmpty ? null : load.File.Checkpoint, canStay, cancellationToken);
        }

        if (plan.After is { Complete: false })
        {
            LogResumed(load.Version.Path, load.Id, plan.From.Records + 1);
        }
        else
        {
            LogStarted(load.Version.Path, load.Id, plan.Kind, plan.From.Records + 1);
        }

        return plan;
    }

    /// <summary>
    /// Whether a version needs no load. A person who asks for a load wants the definition of today, so a version that was read with another
    /// one is read again.
    /// </summary>
    internal static bool IsDone(FileRecord known, Dataset dataset, FileVersion version, LoadTrigger trigger)
    {
        var isAutomatic = trigger is LoadTrigger.Blob or LoadTrigger.Sweep;
        return known.ETag == version.ETag
            && (known.State switch
            {
                LoadState.Loaded => known.Checkpoint is { Complete: true } && (isAutomatic || IsCurrent(known, dataset)),
                LoadState.Refused => isAutomatic,
                // The sweep knows whether the other file still has the same content. If it asks, it has not.
                LoadState.Skipped => trigger == LoadTrigger.Blob,
                _ => false,
            });
    }

    /// <summary>
    /// Whether loading the file with today's definition would give the same rows. Not known, and so <see langword="false"/>, for files that
    /// were loaded before there were fingerprints.
    /// </summary>
    internal static bool IsCurrent(FileRecord known, Dataset dataset) => known.Fingerprint == dataset.Fingerprint;

    /// <summary>Logs and measures how a load ended.</summary>
    private Load End(FileLoad load, Load ended)
    {
        if (ended.State == LoadState.Refused)
        {
            LogRefused(ended.File, ended.Id, ended.Error!);
        }
        else
        {
            LogEnded(ended.File, ended.Id, ended.State, ended.Rows, ended.Rejected);

            // Columns that the definition lets go are no news with each file.
            if (load.Changes.Any(c => c.Action != ColumnAction.Ignored))
            {
                LogChanges(ended.File, ended.Id, ChangeTexts.Describe(load.Changes));
            }
        }

        load.Telemetry.End(ended);
        return ended;
    }

    /// <summary>Records why a load ended without a final commit.</summary>
    /// <param name="load">The load.</param>
    /// <param name="kind">What the load does; <see langword="null"/> if it ended before that was known.</param>
    /// <param name="exception">Why it ended.</param>
    /// <param name="beginsAgain">Whether it is repeated at once.</param>
    /// <param name="cancellationToken">The token that cancels the load.</param>
    /// <exception cref="OperationCanceledException">The load was cancelled.</exception>
    private async Task<Load> EndEarlyAsync(
        FileLoad load, LoadKind? kind, Exception exception, bool beginsAgain, CancellationToken cancellationToken)
    {
        // A cancelled load can fail in many ways, and the first exception seen may not be the cancellation.
        var isStopped = cancellationToken.IsCancellationRequested;
        var reason = isStopped && exception is not OperationCanceledException
            ? new OperationCanceledException(exception.Message, exception, cancellationToken)
            : exception;
        var ended = await FailAsync(load, kind, reason, isStopped, beginsAgain);
        load.Telemetry.End(ended, ended.State == LoadState.Failed ? reason : null);
        return isStopped ? throw new OperationCanceledException(reason.Message, exception, cancellationToken) : ended;
    }

    /// <summary>Records why a load failed or was superseded. Never throws: the reason is what matters.</summary>
    private async Task<Load> FailAsync(FileLoad ending, LoadKind? kind, Exception reason, bool isStopped, bool beginsAgain)
    {
        var (state, error) = reason switch
        {
            LakeFileChangedException or CheckpointConflictException => (LoadState.Superseded, reason.Message),
            _ when isStopped => (
                LoadState.Failed,
                $"The load was stopped{(atWork.IsStopped ? " because the app stopped" : "")}; "
                + "the next load resumes at its last commit."),
            _ => (LoadState.Failed, FailureReason.Describe(reason)),
        };
        var now = time.GetUtcNow();
        var load = ending.Current(kind) with { State = state, Error = error, FinishedAt = now };
        if (state == LoadState.Failed)
        {
            load = load with { NextTry = options.NextTry(load.Attempt, now) };
        }

        try
        {
            await ends.RecordAsync(load, ending.Version, CancellationToken.None);
            await rejects.RecoverAsync(ending.Dataset, ending.File, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotRecorded(
                FailureReason.TraceOf(reason) ?? FailureReason.TraceOf(e), load.File, load.Id, load.Attempt,
                FailureReason.With(error, e), NextOf(load, beginsAgain));
            return load;
        }

        if (state == LoadState.Superseded)
        {
            LogSuperseded(load.File, load.Id, error);
        }
        else if (isStopped)
        {
            LogStopped(load.File, load.Id);
        }
        else
        {
            LogFailed(FailureReason.TraceOf(reason), load.File, load.Id, load.Attempt, error, NextOf(load, beginsAgain));
        }

        return load;
    }

    /// <summary>What happens next to a file whose load has failed, as a sentence.</summary>
    private static string NextOf(Load load, bool beginsAgain) => load switch
    {
        _ when beginsAgain => "It begins again in a moment.",
        { Kind: LoadKind.Remove } or { State: LoadState.Superseded } => "The next sweep tries again.",
        { NextTry: { } next } => $"The sweep tries again from {next:u} on.",
        _ => "It is not tried again automatically; POST /api/loads tries it again.",
    };

    /// <summary>How often a file was tried since its event or sweep.</summary>
    /// <param name="Versions">How many versions of it were tried.</param>
    /// <param name="Interruptions">How often the warehouse interrupted a load of it.</param>
    private readonly record struct Tries(int Versions, int Interruptions)
    {
        /// <summary>Whether the load is repeated at once after it ended for this reason.</summary>
        public bool AreLeftAfter(Exception reason) => reason switch
        {
            WarehouseInterruptedException => Interruptions < MostInterruptions,
            LakeFileChangedException or CheckpointConflictException => Versions < MostVersions,
            _ => false,
        };
    }

    private async Task<Load?> RemoveGoneAsync(Dataset dataset, string path, CancellationToken cancellationToken)
    {
        await using var @lock = await warehouse.TryLockAsync(path, cancellationToken);
        return @lock is null || await storage.FindAsync(path, cancellationToken) is not null
            || await warehouse.FindFileAsync(path, cancellationToken) is not { State: not LoadState.Removed } known
            ? null
            : await RemoveRowsAsync(dataset, known, LoadTrigger.Sweep, cancellationToken);
    }

    /// <summary>Removes the rows of a file that is gone. The caller holds its lock.</summary>
    private async Task<Load> RemoveRowsAsync(
        Dataset dataset, FileRecord known, LoadTrigger trigger, CancellationToken cancellationToken)
    {
        var version = VersionOf(known);
        var load = NewLoad(version, dataset, trigger) with { Kind = LoadKind.Remove };
        using var telemetry = new LoadTelemetry(load);
        await using var change = await Stamps.ChangeAsync(dataset.Name, cancellationToken);
        (load, var file) = await warehouse.StartLoadAsync(load, version, cancellationToken);
        var removal = new FileLoad(storage, warehouse, options, time, telemetry, dataset, version, load, file);
        try
        {
            return End(removal, await new RowRemoval(removal, LoadKind.Remove).RemoveAsync(cancellationToken));
        }
        catch (Exception e)
        {
            return await EndEarlyAsync(removal, LoadKind.Remove, e, beginsAgain: false, cancellationToken);
        }
    }
}

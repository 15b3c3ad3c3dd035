using Sluice.IO;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Validation.Keys;
using Sluice.Validation.Rows;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// One load of one version of a file, from plan to last commit, under the file's lock. Counts belong to the load, except the file's.
/// </summary>
internal sealed class LoadRun
{
    // Where commits are written side by side: all rows of one wait in memory while those before it are written. Columnstores of Azure SQL
    // compress as many at once, from 102,400 on.
    private const int MostRowsSideBySide = 1 << 18;

    private readonly ILakeStorage storage;
    private readonly IWarehouse warehouse;
    private readonly LoaderOptions options;
    private readonly TimeProvider time;
    private readonly IProgress<LoadReport>? progress;
    private readonly Dataset dataset;
    private readonly FileVersion version;
    private readonly Load load;
    private Checkpoint? planned;
    private LoadPlan plan = new(LoadKind.New, default, null);
    private FileRecord file;
    private LoadProgress? committed;
    private long rows;
    private long rejected;
    private long bytes;

    public LoadRun(
        ILakeStorage storage, IWarehouse warehouse, LoaderOptions options, TimeProvider time, IProgress<LoadReport>? progress,
        LoadTelemetry telemetry, Dataset dataset, FileVersion version, FileRecord file, Load load)
    {
        this.storage = storage;
        this.warehouse = warehouse;
        this.options = options;
        this.time = time;
        this.progress = progress;
        Telemetry = telemetry;
        this.dataset = dataset;
        this.version = version;
        this.file = file;
        this.load = load;
    }

    /// <summary>What is told of the load.</summary>
    public LoadTelemetry Telemetry { get; }

    /// <summary>
    /// Whether rows are committed as the load goes on, or all at its end: another version shows as a whole or not at all, and so does a
    /// file that is all of its table or may turn out to have more rejects than allowed.
    /// </summary>
    private bool CommitsParts =>
        plan.Kind != LoadKind.Replace && dataset.WriteMode != WriteMode.Replace && dataset.OnReject is { MaxRows: null, MaxShare: null };

    // Rows that are merged are written once more in the commit, so that one of many is worth more than two at a time.
    private bool IsWrittenSideBySide => CommitsParts && warehouse.Limits.Commits > 1 && dataset.WriteMode == WriteMode.Append;

    private int CommitRows => IsWrittenSideBySide ? Math.Min(options.CommitRows, MostRowsSideBySide) : options.CommitRows;

    /// <summary>Compares the version with what is loaded of the file.</summary>
    /// <returns>What there is to do.</returns>
    public async Task<LoadPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var begun = Telemetry.Plan.Begin();
        planned = file.Checkpoint;
        plan = await LoadPlan.MakeAsync(storage, dataset, version, planned, cancellationToken);
        Telemetry.Plan.Pause(begun);
        return plan;
    }

    /// <summary>Loads what is planned.</summary>
    /// <returns>The load as it ended.</returns>
    public async Task<Load> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await LoadPlannedRowsAsync(cancellationToken) ?? await RefuseRowsAsync(cancellationToken);
        }
        catch (FileRefusedException e)
        {
            return await CommitNothingAsync(LoadState.Refused, e.Message, cancellationToken);
        }
    }

    /// <summary>What the load has committed, for a record of its failure. A load that gets on is a first attempt at what is left.</summary>
    public Load Current => committed is null ? load with { Kind = plan.Kind } : load with
    {
        Kind = plan.Kind,
        Rows = committed.Rows,
        Rejected = committed.Rejected,
        Bytes = committed.Bytes,
        Attempt = 1,
    };

    /// <summary>The file as the ledger has it after the last commit.</summary>
    public FileRecord File => file;

    /// <summary>Removes the rows of a file that is gone.</summary>
    public Task<Load> RemoveAsync(CancellationToken cancellationToken)
    {
        plan = new LoadPlan(LoadKind.Remove, default, null);
        return CommitNothingAsync(LoadState.Removed, null, cancellationToken);
    }

    private DatasetReader NewReader() => new(
        dataset, warehouse.Limits, options.Read, OpenAsync, version.Path);

    private async Task<Stream> OpenAsync(long offset, CancellationToken cancellationToken)
    {
        var begun = Telemetry.Read.Begin();
        var stream = await storage.OpenReadAsync(version, offset, cancellationToken);
        Telemetry.Read.Pause(begun);
        return new TimedStream(stream, Telemetry.Read);
    }

    /// <summary>Loads the rows of the version from where the plan begins, by what the checkpoint knows of keys if that will do.</summary>
    private async Task<Load?> LoadPlannedRowsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await LoadRowsAsync(planned?.LastKeys, cancellationToken);
        }
        catch (KeysUnknownException)
        {
            // What has been committed meanwhile is after where the plan begins: it makes room and is loaded again.
            (rows, rejected, bytes) = (0, 0, 0);
            return await LoadRowsAsync(lastKeys: null, cancellationToken);
        }
    }

    /// <summary>Loads the rows of the version from where the plan begins.</summary>
    /// <param name="lastKeys">The greatest keys before that; without them the rows before are read for theirs.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    /// <returns>The load, or <see langword="null"/> if there are more rejects than allowed: then nothing was committed.</returns>
    private async Task<Load?> LoadRowsAsync(IReadOnlyDictionary<string, long>? lastKeys, CancellationToken cancellationToken)
    {
        await using var reader = NewReader();
        if (plan.From.Offset > 0)
        {
            await reader.ResumeAsync(plan.From, planned!.Header, planned.Delimiter, plan.Prefix?.Clone(), lastKeys, cancellationToken);
        }
        else
        {
            await reader.StartAsync(hashing: LoadPlan.NeedsHash(version), cancellationToken);
        }

        var rejects = NewRejectsFile(reader);
        var commitRows = CommitRows;
        await using var pipeline = new BatchPipeline(
            reader, dataset.Schema, commitRows, waitingRows: IsWrittenSideBySide ? commitRows : 0, Telemetry, cancellationToken);
        await using var commits = new CommitPipeline(warehouse, Target, Telemetry, pipeline.GiveBack, Committed, cancellationToken);
        await commits.BeginAsync(t => MakeRoomAsync(t, cancellationToken));
        var sizes = new CommitSizes(commitRows, IsWrittenSideBySide ? warehouse.Limits.Commits : 1);
        var mark = ReadMark.None;
        await foreach (var batch in pipeline.ReadAsync(cancellationToken))
        {
            await rejects.WriteAsync(batch.Rejects, cancellationToken);
            mark = batch.Mark;
            var read = batch.Rows.Count + batch.Rejects.Count;
            Count(batch, batch.Rows.Count);
            commits.Write(batch);
            if (dataset.OnReject.IsExceeded(plan.From.Rejected + rejected, rows: null))
            {
                return null;
            }

            if (CommitsParts && sizes.Add(read, bytes, version.Length - plan.From.Offset - bytes))
            {
                await commits.CommitAsync(Progress(reader, mark, LoadState.Running, null));
            }
        }

        if (dataset.OnReject.IsExceeded(plan.From.Rejected + rejected, plan.From.Rows + rows + rejected))
        {
            return null;
        }

        var progressed = Progress(reader, mark, LoadState.Loaded, await rejects.CompleteAsync());
        await commits.CompleteAsync(progressed);
        return Ended(progressed);
    }

    /// <summary>Goes over a file with too many rejects again, for all of them; no row of it stays.</summary>
    private async Task<Load> RefuseRowsAsync(CancellationToken cancellationToken)
    {
        (rows, rejected) = (0, 0);
        var passed = 0L;
        await using var reader = NewReader();
        await reader.StartAsync(hashing: false, cancellationToken);
        var rejects = NewRejectsFile(reader);
        await using var pipeline = new BatchPipeline(reader, dataset.Schema, options.CommitRows, waitingRows: 0, Telemetry, cancellationToken);
        await using var transaction = await warehouse.BeginAsync(Target, cancellationToken);
        await transaction.RemoveAsync(0, cancellationToken);
        await foreach (var batch in pipeline.ReadAsync(cancellationToken))
        {
            var begun = Telemetry.Write.Begin();
            await transaction.WriteAsync(batch.Rejects, cancellationToken);
            Telemetry.Write.Pause(begun);
            await rejects.WriteAsync(batch.Rejects, cancellationToken);
            passed += batch.Rows.Count;
            Count(batch, 0);
            pipeline.GiveBack(batch);
        }

        var allowed = dataset.OnReject is { MaxRows: { } most } ? $"{most}" : $"a share of {dataset.OnReject.MaxShare}";
        var progressed = Nothing(
            LoadState.Refused,
            $"The file has {rejected} rejects among {passed + rejected} rows, and {allowed} is allowed (sluice:onReject); no row of it is loaded.")
            with
        { Rejected = rejected, FileRejected = rejected, Bytes = bytes, RejectsFile = await rejects.CompleteAsync() };
        return await CommitAsync(transaction, progressed, cancellationToken);
    }

    /// <summary>Has no row of the file stay: it does not fit as a whole, or is gone.</summary>
    private async Task<Load> CommitNothingAsync(LoadState state, string? reason, CancellationToken cancellationToken)
    {
        (rows, rejected) = (0, 0);
        await using var transaction = await warehouse.BeginAsync(Target, cancellationToken);
        await transaction.RemoveAsync(0, cancellationToken);
        return await CommitAsync(transaction, Nothing(state, reason), cancellationToken);
    }

    private async Task<Load> CommitAsync(ILoadTransaction transaction, LoadProgress progressed, CancellationToken cancellationToken)
    {
        var begun = Telemetry.Commit.Begin();
        using (Telemetry.StartCommit())
        {
            Committed(progressed, await transaction.CommitAsync(progressed, cancellationToken));
        }

        Telemetry.Commit.Pause(begun);
        return Ended(progressed);
    }

    private void Committed(LoadProgress progressed, FileRecord record)
    {
        Telemetry.Committed(progressed);
        (committed, file) = (progressed, record);
    }

    private LoadProgress Nothing(LoadState state, string? reason) => new()
    {
        Checkpoint = null,
        State = state,
        Kind = plan.Kind,
        Rows = 0,
        Rejected = 0,
        Bytes = bytes,
        FileRows = 0,
        FileRejected = 0,
        Error = reason,
        Time = time.GetUtcNow(),
    };

    private Load Ended(LoadProgress progressed) => load with
    {
        State = progressed.State,
        Kind = progressed.Kind,
        Rows = progressed.Rows,
        Rejected = progressed.Rejected,
        Bytes = progressed.Bytes,
        FinishedAt = progressed.Time,
        Error = progressed.Error,
        RejectsFile = progressed.RejectsFile,
    };

    private LoadTarget Target => new(dataset, file, version, load.Id);

    private RejectsFile NewRejectsFile(DatasetReader reader) => new(
        storage, RejectsFile.PathOf(dataset, version.Path, load.Id), reader.Header, reader.Delimiter, dataset);

    /// <summary>Takes away what this load writes again or in place of.</summary>
    private Task MakeRoomAsync(ILoadTransaction transaction, CancellationToken cancellationToken) => plan.Kind switch
    {
        LoadKind.Append => transaction.RemoveAsync(plan.From.Rows + 1, cancellationToken),
        LoadKind.Replace when dataset.WriteMode == WriteMode.Merge => transaction.RetireAsync(cancellationToken),
        _ => transaction.RemoveAsync(1, cancellationToken),
    };

    private void Count(ReadBatch batch, int passed)
    {
        rows += passed;
        rejected += batch.Rejects.Count;
        bytes = batch.Mark.BytesRead - plan.From.Offset;
        progress?.Report(new LoadReport(version.Path, batch.Mark.BytesRead, version.Length, rows, rejected));
    }

    private LoadProgress Progress(DatasetReader reader, ReadMark mark, LoadState state, string? rejectsFile) => new()
    {
        Checkpoint = new Checkpoint
        {
            ETag = version.ETag,
            Offset = mark.Position.Offset,
            Lines = mark.Position.Lines,
            Rows = mark.Position.Rows,
            Rejected = mark.Position.Rejected,
            PrefixHash = mark.PrefixHash,
            LastKeys = mark.LastKeys,
            Header = reader.Header,
            Delimiter = reader.Delimiter,
            BlobKind = version.Kind,
            CreatedOn = version.CreatedOn,
            Complete = state == LoadState.Loaded,
        },
        State = state,
        Kind = plan.Kind,
        Rows = rows,
        Rejected = rejected,
        Bytes = bytes,
        FileRows = plan.From.Rows - plan.From.Rejected + rows,
        FileRejected = plan.From.Rejected + rejected,
        RejectsFile = rejectsFile,
        Time = time.GetUtcNow(),
    };
}

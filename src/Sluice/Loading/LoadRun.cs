using Sluice.Lake;
using Sluice.Telemetry;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// One load of one version of a file, from plan to last commit, under the file's lock. Counts belong to the load, except the file's.
/// </summary>
internal sealed class LoadRun
{
    private readonly ILakeStorage storage;
    private readonly IWarehouse warehouse;
    private readonly LoaderOptions options;
    private readonly TimeProvider time;
    private readonly IProgress<LoadReport>? progress;
    private readonly Dataset dataset;
    private readonly LakeFile version;
    private readonly Load load;
    private LoadPlan plan = new(LoadKind.New, default, null);
    private FileRecord file;
    private LoadProgress? committed;
    private long rows;
    private long rejected;
    private long bytes;

    public LoadRun(
        ILakeStorage storage, IWarehouse warehouse, LoaderOptions options, TimeProvider time, IProgress<LoadReport>? progress,
        LoadTelemetry telemetry, Dataset dataset, LakeFile version, FileRecord file, Load load)
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

    /// <summary>Compares the version with what is loaded of the file.</summary>
    /// <returns>What there is to do.</returns>
    public async Task<LoadPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var begun = Telemetry.Plan.Begin();
        plan = await LoadPlan.MakeAsync(storage, dataset, version, file.Checkpoint, cancellationToken);
        Telemetry.Plan.Pause(begun);
        return plan;
    }

    /// <summary>Loads what is planned.</summary>
    /// <returns>The load as it ended.</returns>
    public async Task<Load> LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await LoadRowsAsync(cancellationToken) ?? await RefuseRowsAsync(cancellationToken);
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
        dataset, warehouse.Limits, options, OpenAsync, version.Path);

    private async Task<Stream> OpenAsync(long offset, CancellationToken cancellationToken)
    {
        var begun = Telemetry.Read.Begin();
        var stream = await storage.OpenReadAsync(version, offset, cancellationToken);
        Telemetry.Read.Pause(begun);
        return new TimedStream(stream, Telemetry.Read);
    }

    /// <summary>Loads the rows of the version from where the plan begins.</summary>
    /// <returns>The load, or <see langword="null"/> if there are more rejects than allowed: then nothing was committed.</returns>
    private async Task<Load?> LoadRowsAsync(CancellationToken cancellationToken)
    {
        await using var reader = NewReader();
        if (plan.From.Offset > 0)
        {
            var checkpoint = file.Checkpoint!;
            await reader.ResumeAsync(plan.From, checkpoint.Header, checkpoint.Delimiter, plan.Prefix, cancellationToken);
        }
        else
        {
            await reader.StartAsync(hashing: LoadPlan.NeedsHash(version), cancellationToken);
        }

        var rejects = NewRejectsFile(reader);
        await using var pipeline = new BatchPipeline(reader, dataset.Schema, options.CommitRows, Telemetry, cancellationToken);
        var transaction = await warehouse.BeginAsync(Target, cancellationToken);
        try
        {
            var begun = Telemetry.Write.Begin();
            await MakeRoomAsync(transaction, cancellationToken);
            Telemetry.Write.Pause(begun);
            var uncommitted = 0L;
            ReadBatch? last = null;
            await foreach (var batch in pipeline.ReadAsync(cancellationToken))
            {
                last = batch;
                await WriteAsync(transaction, rejects, batch, cancellationToken);
                if (dataset.OnReject.IsExceeded(plan.From.Rejected + rejected, rows: null))
                {
                    return null;
                }

                uncommitted += batch.Rows.Count + batch.Rejects.Count;
                if (CommitsParts && uncommitted >= options.CommitRows)
                {
                    await CommitAsync(transaction, Progress(reader, batch, LoadState.Running, null), cancellationToken);
                    await transaction.DisposeAsync();
                    transaction = await warehouse.BeginAsync(Target, cancellationToken);
                    uncommitted = 0;
                }
            }

            if (dataset.OnReject.IsExceeded(plan.From.Rejected + rejected, plan.From.Rows + rows + rejected))
            {
                return null;
            }

            return await CommitAsync(transaction, Progress(reader, last!, LoadState.Loaded, await rejects.CompleteAsync()), cancellationToken);
        }
        finally
        {
            await transaction.DisposeAsync();
        }
    }

    /// <summary>Goes over a file with too many rejects again, for all of them; no row of it stays.</summary>
    private async Task<Load> RefuseRowsAsync(CancellationToken cancellationToken)
    {
        (rows, rejected) = (0, 0);
        var passed = 0L;
        await using var reader = NewReader();
        await reader.StartAsync(hashing: false, cancellationToken);
        var rejects = NewRejectsFile(reader);
        await using var pipeline = new BatchPipeline(reader, dataset.Schema, options.CommitRows, Telemetry, cancellationToken);
        await using var transaction = await warehouse.BeginAsync(Target, cancellationToken);
        await transaction.RemoveAsync(0, cancellationToken);
        await foreach (var batch in pipeline.ReadAsync(cancellationToken))
        {
            await WriteRejectsAsync(transaction, rejects, batch, cancellationToken);
            passed += batch.Rows.Count;
            bytes = batch.BytesRead;
            Report(batch);
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
            file = await transaction.CommitAsync(progressed, cancellationToken);
        }

        Telemetry.Commit.Pause(begun);
        Telemetry.Committed(progressed);
        committed = progressed;
        return Ended(progressed);
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

    private async Task WriteAsync(
        ILoadTransaction transaction, RejectsFile rejects, ReadBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Rows.Count > 0)
        {
            var begun = Telemetry.Write.Begin();
            await transaction.WriteAsync(batch.Rows, cancellationToken);
            Telemetry.Write.Pause(begun);
        }

        await WriteRejectsAsync(transaction, rejects, batch, cancellationToken);
        rows += batch.Rows.Count;
        Report(batch);
    }

    private async Task WriteRejectsAsync(
        ILoadTransaction transaction, RejectsFile rejects, ReadBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Rejects.Count > 0)
        {
            var begun = Telemetry.Write.Begin();
            await transaction.WriteAsync(batch.Rejects, cancellationToken);
            await rejects.WriteAsync(batch.Rejects, cancellationToken);
            Telemetry.Write.Pause(begun);
        }

        rejected += batch.Rejects.Count;
    }

    private void Report(ReadBatch batch)
    {
        bytes = batch.BytesRead - plan.From.Offset;
        progress?.Report(new LoadReport(version.Path, batch.BytesRead, version.Length, rows, rejected));
    }

    private LoadProgress Progress(DatasetReader reader, ReadBatch batch, LoadState state, string? rejectsFile) => new()
    {
        Checkpoint = new Checkpoint
        {
            ETag = version.ETag,
            Offset = batch.Position.Offset,
            Lines = batch.Position.Lines,
            Rows = batch.Position.Rows,
            Rejected = batch.Position.Rejected,
            PrefixHash = batch.PrefixHash,
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

namespace Sluice.Ledger;

/// <summary>
/// Work on many files that was asked for, and its progress: one row of <c>sluice.operation</c>. Its methods are the changes that it can
/// undergo; a warehouse applies each to the row in a transaction.
/// </summary>
public sealed record Operation
{
    /// <summary>Its id; 0 before the ledger has it.</summary>
    public required long Id { get; init; }

    /// <summary>What it does.</summary>
    public required OperationKind Kind { get; init; }

    /// <summary>Its state.</summary>
    public required OperationState State { get; init; }

    /// <summary>What was asked for, as JSON.</summary>
    public required string Request { get; init; }

    /// <summary>Whether its work waits in a queue that outlives the process.</summary>
    public required bool Queued { get; init; }

    /// <summary>How often it was planned. Only the newest planning adds batches.</summary>
    public int Plan { get; init; }

    /// <summary>The batches that its planning has cut so far.</summary>
    public long Batches { get; init; }

    /// <summary>Those of them that are done.</summary>
    public long BatchesDone { get; init; }

    /// <summary>Files in the lake that it is about; 0 until it is planned.</summary>
    public long Matched { get; init; }

    /// <summary>Files to load or to remove. Grows until it is planned.</summary>
    public long Files { get; init; }

    /// <summary>Files that are done.</summary>
    public long FilesDone { get; init; }

    /// <summary>Files whose newest version was loaded already.</summary>
    public long Unchanged { get; init; }

    /// <summary>Files that were loaded.</summary>
    public long Loaded { get; init; }

    /// <summary>Files that were refused.</summary>
    public long Refused { get; init; }

    /// <summary>Files whose load failed.</summary>
    public long Failed { get; init; }

    /// <summary>Files that another load was working on, or that changed while they were read.</summary>
    public long Busy { get; init; }

    /// <summary>Files that failed before, and whose next try is later or only on request.</summary>
    public long Waiting { get; init; }

    /// <summary>Files that are gone and whose rows were removed.</summary>
    public long Removed { get; init; }

    /// <summary>Rows that were loaded; for an erasure, rows that were erased.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that were rejected; for an erasure, rejects that were erased.</summary>
    public long Rejected { get; init; }

    /// <summary>Bytes that were read.</summary>
    public long Bytes { get; init; }

    /// <summary>The bytes of the files to load. Files that grew are read only in part.</summary>
    public long Length { get; init; }

    /// <summary>The bytes of the files that are done.</summary>
    public long LengthDone { get; init; }

    /// <summary>The id of its load, if it is about one file and that was loaded.</summary>
    public long? Load { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last got on.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When all of its files were known; <see langword="null"/> before.</summary>
    public DateTimeOffset? PlannedAt { get; init; }

    /// <summary>When it ended; <see langword="null"/> while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it failed, as a sentence. While it runs: why some of its work is tried again; or <see langword="null"/>.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took, or takes so far, in seconds.</summary>
    public double Seconds => Math.Max(0, ((FinishedAt ?? UpdatedAt) - StartedAt).TotalSeconds);

    /// <summary>It is planned, perhaps again. Batches of an earlier planning that nobody has done do not count any more.</summary>
    /// <param name="dropped">Those batches.</param>
    /// <param name="progress">What is counted of each of them that was begun.</param>
    /// <param name="time">The time.</param>
    /// <returns>The operation, or <see langword="null"/> if there is nothing to plan any more.</returns>
    internal Operation? BeginPlan(BatchSize dropped, IEnumerable<BatchProgress> progress, DateTimeOffset time) =>
        State != OperationState.Running || PlannedAt is not null
            ? null
            : progress.Aggregate(this, (operation, counted) => operation.Add(new BatchProgress().Since(counted))) with
            {
                Plan = Plan + 1,
                Batches = Batches - dropped.Batches,
                Files = Files - dropped.Files,
                Length = Length - dropped.Length,
                UpdatedAt = time,
            };

    /// <summary>A planning adds a batch.</summary>
    /// <returns>The operation, or <see langword="null"/> if a newer planning has begun, or the operation has ended.</returns>
    internal Operation? Add(int plan, BatchSize batch, DateTimeOffset time) => plan != Plan || State != OperationState.Running
        ? null
        : this with
        {
            Batches = Batches + batch.Batches,
            Files = Files + batch.Files,
            Length = Length + batch.Length,
            UpdatedAt = time,
        };

    /// <summary>All batches are cut.</summary>
    /// <returns>The operation, or <see langword="null"/> if a newer planning has begun, or the operation has ended.</returns>
    internal Operation? EndPlan(int plan, PlanCounts counts, DateTimeOffset time) =>
        plan != Plan || PlannedAt is not null || State != OperationState.Running
            ? null
            : (this with
            {
                PlannedAt = time,
                Matched = counts.Matched,
                Unchanged = Unchanged + counts.Unchanged,
                Waiting = counts.Waiting,
                UpdatedAt = time,
            }).EndIfDone(time);

    /// <summary>Files of a batch are done that is not done itself.</summary>
    /// <param name="counted">What is counted of the batch before.</param>
    /// <param name="progress">What is counted of it now.</param>
    /// <param name="time">The time.</param>
    /// <returns>The operation, or <see langword="null"/> if no more files are done: after an interruption a batch begins again.</returns>
    internal Operation? Report(BatchProgress counted, BatchProgress progress, DateTimeOffset time) =>
        progress.Files > counted.Files ? Add(progress.Since(counted)) with { UpdatedAt = time } : null;

    /// <summary>A batch is done for the first time.</summary>
    /// <param name="batch">The size of the batch.</param>
    /// <param name="counted">What is counted of it before.</param>
    /// <param name="counts">What became of its files.</param>
    /// <param name="time">The time.</param>
    internal Operation Done(BatchSize batch, BatchProgress counted, BatchCounts counts, DateTimeOffset time)
    {
        var all = new BatchProgress { Files = batch.Files, Length = batch.Length, Counts = counts };
        return (Add(all.Since(counted)) with { BatchesDone = BatchesDone + batch.Batches, UpdatedAt = time }).EndIfDone(time);
    }

    private Operation Add(BatchProgress progress) => Add(progress.Counts) with
    {
        FilesDone = FilesDone + progress.Files,
        LengthDone = LengthDone + progress.Length,
    };

    private Operation Add(BatchCounts counts) => this with
    {
        Unchanged = Unchanged + counts.Unchanged,
        Loaded = Loaded + counts.Loaded,
        Refused = Refused + counts.Refused,
        Failed = Failed + counts.Failed,
        Busy = Busy + counts.Busy,
        Removed = Removed + counts.Removed,
        Rows = Rows + counts.Rows,
        Rejected = Rejected + counts.Rejected,
        Bytes = Bytes + counts.Bytes,
        Load = counts.Load ?? Load,
    };

    /// <summary>A batch is done that a newer planning has dropped.</summary>
    internal Operation AddDone(BatchSize batch, BatchCounts counts, DateTimeOffset time) => (this with
    {
        Batches = Batches + batch.Batches,
        Files = Files + batch.Files,
        Length = Length + batch.Length,
    }).Done(batch, new BatchProgress(), counts, time);

    /// <summary>Some of its work failed and is tried again.</summary>
    /// <returns>The operation, or <see langword="null"/> if it has ended.</returns>
    internal Operation? Note(string error, DateTimeOffset time) =>
        State != OperationState.Running ? null : this with { Error = error, UpdatedAt = time };

    /// <summary>Some of its work is not done, and not tried again.</summary>
    /// <returns>The operation, or <see langword="null"/> if it has ended.</returns>
    internal Operation? Fail(string error, DateTimeOffset time) => State != OperationState.Running
        ? null
        : this with { State = OperationState.Failed, Error = error, UpdatedAt = time, FinishedAt = time };

    // The batches of an operation that has failed may still be done. Their counts are added, but it stays failed.
    private Operation EndIfDone(DateTimeOffset time) =>
        State == OperationState.Running && PlannedAt is not null && BatchesDone == Batches
            ? this with { State = OperationState.Succeeded, Error = null, FinishedAt = time }
            : this;
}

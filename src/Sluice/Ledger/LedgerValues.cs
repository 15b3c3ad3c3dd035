using Sluice.Lake;
using Sluice.Text;

namespace Sluice.Ledger;

/// <summary>
/// The values that the ledger stores, each with the name of its column. Every adapter binds parameters by these names, never by position.
/// </summary>
internal static class LedgerValues
{
    /// <summary>The properties of a file version.</summary>
    public static IReadOnlyList<(string Name, object? Value)> FromVersion(FileVersion version) =>
        [("etag", version.ETag), ("last_modified", version.LastModified), ("length", version.Length)];

    /// <summary>
    /// The fingerprints that a file gets when a load of it begins: of its rows (<see langword="null"/> to keep the one that they have), and
    /// of the attempt.
    /// </summary>
    public static IReadOnlyList<(string Name, object? Value)> FromStart(Load load) =>
    [
        ("fingerprint", load.Kind == LoadKind.Replace ? LedgerTexts.Reloading : null),
        ("attempt_fingerprint", load.Fingerprint),
    ];

    /// <summary>A load, without its id.</summary>
    public static IReadOnlyList<(string Name, object? Value)> FromLoad(Load load) =>
    [
        ("file", load.File),
        ("dataset", load.Dataset),
        ("kind", GetName(load.Kind)),
        ("state", EnumNames<LoadState>.GetName(load.State)),
        ("trigger", EnumNames<LoadTrigger>.GetName(load.Trigger)),
        ("etag", load.ETag),
        ("rows", load.Rows),
        ("rejected", load.Rejected),
        ("erased", load.Erased),
        ("bytes", load.Bytes),
        ("started_at", load.StartedAt),
        ("finished_at", load.FinishedAt),
        ("error", load.Error),
        ("attempt", load.Attempt),
        ("next_try", load.NextTry),
        ("rejects_file", load.RejectsFile),
    ];

    /// <summary>The end of a load that made no final commit.</summary>
    public static IReadOnlyList<(string Name, object? Value)> FromLoadEnd(Load load) =>
    [
        ("kind", GetName(load.Kind)),
        ("state", EnumNames<LoadState>.GetName(load.State)),
        ("finished_at", load.FinishedAt),
        ("error", load.Error),
        ("attempt", load.Attempt),
        ("next_try", load.NextTry),
    ];

    /// <summary>The changes to the file's row by such an end.</summary>
    public static IReadOnlyList<(string Name, object? Value)> FromFileEnd(Load load, FileVersion version) =>
    [
        ("state", EnumNames<LoadState>.GetName(load.State)),
        .. FromVersion(version),
        ("last_load", load.Id),
        ("attempt_fingerprint", load.Fingerprint),
        ("attempts", load.State switch { LoadState.Failed => load.Attempt, LoadState.Superseded => load.Attempt - 1, _ => 0 }),
        ("next_try", load.NextTry),
        ("error", load.Error),
        ("updated_at", load.FinishedAt ?? load.StartedAt),
    ];

    /// <summary>The changes to the file's row by a commit.</summary>
    /// <param name="progress">The commit.</param>
    /// <param name="version">The version of the file that is read.</param>
    /// <param name="load">The id of the load.</param>
    public static IReadOnlyList<(string Name, object? Value)> FromCommit(LoadProgress progress, FileVersion version, long load)
    {
        var checkpoint = progress.Checkpoint;
        return
        [
            ("state", EnumNames<LoadState>.GetName(progress.State)),
            .. FromVersion(version),
            ("rows", progress.FileRows),
            ("rejected", progress.FileRejected),
            ("erased", progress.FileErased),
            ("error", progress.Error),
            ("updated_at", progress.Time),
            ("checkpoint_etag", checkpoint?.ETag),
            ("checkpoint_offset", checkpoint?.Position.Offset),
            ("checkpoint_lines", checkpoint?.Position.Lines),
            ("checkpoint_rows", checkpoint?.Position.Records),
            ("checkpoint_rejected", checkpoint?.Position.Rejected),
            ("checkpoint_erased", checkpoint?.Position.Erased),
            ("checkpoint_prefix_hash", checkpoint?.PrefixHash),
            ("checkpoint_header", checkpoint?.Header),
            ("checkpoint_delimiter", checkpoint?.Delimiter.ToString()),
            ("dialect", checkpoint?.Dialect),
            ("header_row", checkpoint?.HeaderRow),
            ("encoding", checkpoint?.Encoding),
            ("checkpoint_blob_kind", checkpoint is null ? null : EnumNames<BlobKind>.GetName(checkpoint.BlobKind)),
            ("checkpoint_created_on", checkpoint?.CreatedOn),
            ("checkpoint_complete", checkpoint?.Complete),
            ("checkpoint_keys", LedgerTexts.Keys(checkpoint)),
            ("fingerprint", progress.Fingerprint),
            ("content", progress.Content),
            ("rows_modified", checkpoint is null ? null : version.LastModified),
            ("last_load", load),
        ];
    }

    /// <summary>The changes to the load's row by a commit.</summary>
    public static IReadOnlyList<(string Name, object? Value)> FromProgress(LoadProgress progress) =>
    [
        ("kind", GetName(progress.Kind)),
        ("state", EnumNames<LoadState>.GetName(progress.State)),
        ("rows", progress.Rows),
        ("rejected", progress.Rejected),
        ("erased", progress.Erased),
        ("bytes", progress.Bytes),
        ("finished_at", progress.State == LoadState.Running ? null : progress.Time),
        ("error", progress.Error),
        ("rejects_file", progress.RejectsFile),
    ];

    /// <summary>An operation, without its id.</summary>
    public static IReadOnlyList<(string Name, object? Value)> FromOperation(Operation operation) =>
    [
        ("kind", EnumNames<OperationKind>.GetName(operation.Kind)),
        ("state", EnumNames<OperationState>.GetName(operation.State)),
        ("request", operation.Request),
        ("queued", operation.Queued),
        ("plan", (long)operation.Plan),
        ("batches", operation.Batches),
        ("batches_done", operation.BatchesDone),
        ("matched", operation.Matched),
        ("files", operation.Files),
        ("files_done", operation.FilesDone),
        ("unchanged", operation.Unchanged),
        ("loaded", operation.Loaded),
        ("refused", operation.Refused),
        ("failed", operation.Failed),
        ("busy", operation.Busy),
        ("waiting", operation.Waiting),
        ("removed", operation.Removed),
        ("rows", operation.Rows),
        ("rejected", operation.Rejected),
        ("bytes", operation.Bytes),
        ("length", operation.Length),
        ("length_done", operation.LengthDone),
        ("load", operation.Load),
        ("started_at", operation.StartedAt),
        ("updated_at", operation.UpdatedAt),
        ("planned_at", operation.PlannedAt),
        ("finished_at", operation.FinishedAt),
        ("error", operation.Error),
    ];

    /// <summary>A tombstone, without its id.</summary>
    public static IReadOnlyList<(string Name, object? Value)> FromTombstone(Tombstone tombstone) =>
    [
        ("dataset", tombstone.Dataset),
        ("hash", tombstone.Hash),
        ("root", tombstone.Root),
        ("key_id", tombstone.KeyId),
        ("erased_at", tombstone.ErasedAt),
        ("fields", tombstone.Fields),
    ];

    /// <summary>A record of the lake that has an erased key.</summary>
    public static IReadOnlyList<(string Name, object? Value)> FromRemain(Remain remain) =>
    [
        ("operation", remain.Operation),
        ("dataset", remain.Dataset),
        ("file", remain.File),
        ("row", remain.Row),
        ("line", remain.Line),
    ];

    /// <summary>A request that has changed something.</summary>
    public static IReadOnlyList<(string Name, object? Value)> FromAudit(AuditEntry entry) =>
    [
        ("answered_at", entry.AnsweredAt),
        ("caller", entry.Caller),
        ("name", entry.Name),
        ("roles", entry.Roles),
        ("action", entry.Action),
        ("dataset", entry.Dataset),
        ("status", (long)entry.Status),
        ("rows", entry.Rows),
    ];

    /// <summary>A change of a load.</summary>
    /// <param name="change">The change.</param>
    /// <param name="load">The id of the load.</param>
    /// <param name="number">The index of the change among those of the load.</param>
    public static IReadOnlyList<(string Name, object? Value)> FromChange(ColumnChange change, long load, int number) =>
    [
        ("load", load),
        ("number", (long)number),
        ("column", change.Column),
        ("change", EnumNames<ColumnChangeKind>.GetName(change.Change)),
        ("before", change.Before),
        ("after", change.After),
        ("sample_kind", change.SampleKind),
        ("action", EnumNames<ColumnAction>.GetName(change.Action)),
        ("hint", change.Hint),
    ];

    /// <summary>The name of a batch.</summary>
    public static IReadOnlyList<(string Name, object? Value)> FromKey(BatchKey batch) =>
        [("operation", batch.Operation), ("plan", (long)batch.Plan), ("batch", (long)batch.Number)];

    /// <summary>The name of a state, as the ledger stores it.</summary>
    public static string? GetName(LoadState? state) => state is { } value ? EnumNames<LoadState>.GetName(value) : null;

    private static string? GetName(LoadKind? kind) => kind is { } value ? EnumNames<LoadKind>.GetName(value) : null;
}

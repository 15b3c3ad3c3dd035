using Sluice.Lake;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Ledger;

/// <summary>Reads rows of the ledger as records.</summary>
internal static class LedgerRows
{
    /// <summary>The columns that <see cref="File"/> reads.</summary>
    public static readonly IReadOnlyList<string> FileColumns =
    [
        "id", "path", "dataset", "state", "etag", "last_modified", "length", "rows", "rejected", "erased", "version", "last_load",
        "attempts", "error", "updated_at", "next_try", "checkpoint_etag", "checkpoint_offset", "checkpoint_lines", "checkpoint_rows",
        "checkpoint_rejected", "checkpoint_erased", "checkpoint_prefix_hash", "checkpoint_header", "checkpoint_delimiter",
        "checkpoint_blob_kind", "checkpoint_created_on", "checkpoint_complete", "checkpoint_keys", "fingerprint", "attempt_fingerprint",
        "content", "duplicate_of", "dialect", "header_row",
        "encoding",
    ];

    /// <summary>The columns that <see cref="Load"/> reads.</summary>
    public static readonly IReadOnlyList<string> LoadColumns =
    [
        "id", "file", "dataset", "kind", "state", "trigger", "etag", "rows", "rejected", "erased", "bytes", "started_at", "finished_at",
        "error", "attempt", "next_try", "rejects_file",
    ];

    /// <summary>The columns that <see cref="Operation"/> reads.</summary>
    public static readonly IReadOnlyList<string> OperationColumns =
    [
        "id", "kind", "state", "request", "queued", "plan", "batches", "batches_done", "matched", "files", "files_done", "unchanged",
        "loaded", "refused", "failed", "busy", "waiting", "removed", "rows", "rejected", "bytes", "length", "length_done", "load",
        "started_at", "updated_at", "planned_at", "finished_at", "error",
    ];

    /// <summary>The columns that <see cref="Reject"/> reads.</summary>
    public static readonly IReadOnlyList<string> RejectColumns =
        ["load", "file", "dataset", "row", "line", "byte_offset", "error", "field", "rule", "message", "raw_text"];

    /// <summary>The columns that <see cref="AddedColumn"/> reads.</summary>
    public static readonly IReadOnlyList<string> AddedColumnColumns = ["dataset", "name", "header"];

    /// <summary>Reads a row of <c>sluice.added_column</c>.</summary>
    public static AddedColumn AddedColumn(NamedRow row) => new(row.Text("dataset"), row.Text("name"), row.Text("header"));

    /// <summary>The columns of <c>sluice.change</c>.</summary>
    public static readonly IReadOnlyList<string> ChangeColumns =
        ["load", "number", "column", "change", "before", "after", "sample_kind", "action", "hint"];

    /// <summary>Reads a row of <c>sluice.file</c>.</summary>
    public static FileRecord File(NamedRow row) => new()
    {
        Id = row.Int64("id"),
        Path = row.Text("path"),
        Dataset = row.TextOrNull("dataset"),
        State = EnumNames<LoadState>.Parse(row.Text("state")),
        ETag = row.Text("etag"),
        LastModified = row.Time("last_modified"),
        Length = row.Int64("length"),
        Rows = row.Int64("rows"),
        Rejected = row.Int64("rejected"),
        Erased = row.Int64("erased"),
        RowVersion = row.Int64("version"),
        LastLoad = row.Int64("last_load"),
        Attempts = row.Int32("attempts"),
        Error = row.TextOrNull("error"),
        UpdatedAt = row.Time("updated_at"),
        NextTry = row.TimeOrNull("next_try"),
        Fingerprint = row.TextOrNull("fingerprint"),
        AttemptFingerprint = row.TextOrNull("attempt_fingerprint"),
        Content = row.TextOrNull("content"),
        DuplicateOf = row.IsNull("duplicate_of") ? null : row.Int64("duplicate_of"),
        Checkpoint = row.IsNull("checkpoint_etag") ? null : new Checkpoint
        {
            ETag = row.Text("checkpoint_etag"),
            Position = new ReadPosition(
                Offset: row.Int64("checkpoint_offset"),
                Lines: row.Int64("checkpoint_lines"),
                Records: row.Int64("checkpoint_rows"),
                Rejected: row.Int64("checkpoint_rejected"),
                Erased: row.IsNull("checkpoint_erased") ? 0 : row.Int64("checkpoint_erased")),
            PrefixHash = row.Bytes("checkpoint_prefix_hash"),
            Header = row.Text("checkpoint_header"),
            Delimiter = row.Text("checkpoint_delimiter")[0],
            Dialect = row.TextOrNull("dialect"),
            HeaderRow = row.IsNull("header_row") ? null : row.Int64("header_row"),
            Encoding = row.TextOrNull("encoding"),
            BlobKind = EnumNames<BlobKind>.Parse(row.Text("checkpoint_blob_kind")),
            CreatedOn = row.Time("checkpoint_created_on"),
            Complete = row.Boolean("checkpoint_complete"),
            LastKeys = LedgerTexts.ParseKeys(row.TextOrNull("checkpoint_keys")),
        },
    };

    /// <summary>Reads a row of <c>sluice.load</c>.</summary>
    public static Load Load(NamedRow row) => new()
    {
        Id = row.Int64("id"),
        File = row.Text("file"),
        Dataset = row.TextOrNull("dataset"),
        Kind = row.TextOrNull("kind") is { } kind ? EnumNames<LoadKind>.Parse(kind) : null,
        State = EnumNames<LoadState>.Parse(row.Text("state")),
        Trigger = EnumNames<LoadTrigger>.Parse(row.Text("trigger")),
        ETag = row.Text("etag"),
        Rows = row.Int64("rows"),
        Rejected = row.Int64("rejected"),
        Erased = row.Int64("erased"),
        Bytes = row.Int64("bytes"),
        StartedAt = row.Time("started_at"),
        FinishedAt = row.TimeOrNull("finished_at"),
        Error = row.TextOrNull("error"),
        Attempt = row.Int32("attempt"),
        NextTry = row.TimeOrNull("next_try"),
        RejectsFile = row.TextOrNull("rejects_file"),
    };

    /// <summary>Reads a row of <c>sluice.operation</c>.</summary>
    public static Operation Operation(NamedRow row) => new()
    {
        Id = row.Int64("id"),
        Kind = EnumNames<OperationKind>.Parse(row.Text("kind")),
        State = EnumNames<OperationState>.Parse(row.Text("state")),
        Request = row.Text("request"),
        Queued = row.Boolean("queued"),
        Plan = row.Int32("plan"),
        Batches = row.Int64("batches"),
        BatchesDone = row.Int64("batches_done"),
        Matched = row.Int64("matched"),
        Files = row.Int64("files"),
        FilesDone = row.Int64("files_done"),
        Unchanged = row.Int64("unchanged"),
        Loaded = row.Int64("loaded"),
        Refused = row.Int64("refused"),
        Failed = row.Int64("failed"),
        Busy = row.Int64("busy"),
        Waiting = row.Int64("waiting"),
        Removed = row.Int64("removed"),
        Rows = row.Int64("rows"),
        Rejected = row.Int64("rejected"),
        Bytes = row.Int64("bytes"),
        Length = row.Int64("length"),
        LengthDone = row.Int64("length_done"),
        Load = row.IsNull("load") ? null : row.Int64("load"),
        StartedAt = row.Time("started_at"),
        UpdatedAt = row.Time("updated_at"),
        PlannedAt = row.TimeOrNull("planned_at"),
        FinishedAt = row.TimeOrNull("finished_at"),
        Error = row.TextOrNull("error"),
    };

    /// <summary>The columns that <see cref="Tombstone"/> reads.</summary>
    public static readonly IReadOnlyList<string> TombstoneColumns = ["id", "dataset", "hash", "root", "key_id", "erased_at", "fields"];

    /// <summary>The columns that <see cref="Remain"/> reads.</summary>
    public static readonly IReadOnlyList<string> RemainColumns = ["operation", "dataset", "file", "row", "line"];

    /// <summary>Reads a row of <c>sluice.tombstone</c>.</summary>
    public static Tombstone Tombstone(NamedRow row) =>
        new(row.Text("dataset"), row.Text("hash"), row.Text("root"), row.Text("key_id"), row.Time("erased_at"))
        {
            Id = row.Int64("id"),
            Fields = row.TextOrNull("fields"),
        };

    /// <summary>Reads a row of <c>sluice.remain</c>.</summary>
    public static Remain Remain(NamedRow row) =>
        new(row.Int64("operation"), row.Text("dataset"), row.Text("file"), row.Int64("row"), row.Int64("line"));

    /// <summary>Reads how much work batches are.</summary>
    public static BatchSize BatchSize(NamedRow row) => new(row.Int64("batches"), row.Int64("files"), row.Int64("length"));

    /// <summary>Reads a row of <c>sluice.reject</c>.</summary>
    public static StoredReject Reject(NamedRow row) => new(
        Load: row.Int64("load"),
        File: row.Text("file"),
        Dataset: row.Text("dataset"),
        Row: row.Int64("row"),
        Line: row.Int64("line"),
        ByteOffset: row.Int64("byte_offset"),
        Error: row.Int32("error"),
        Field: row.TextOrNull("field"),
        Rule: row.Text("rule"),
        Message: row.Text("message"),
        RawText: row.Text("raw_text"));
}

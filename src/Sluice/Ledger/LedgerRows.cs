using System.Data.Common;
using System.Globalization;
using Sluice.Lake;
using Sluice.Text;

namespace Sluice.Ledger;

/// <summary>
/// Reads rows of the ledger as records. Every adapter selects the same columns in the same order, so ordinals are constant.
/// </summary>
internal static class LedgerRows
{
    /// <summary>The columns that <see cref="File"/> reads, in order.</summary>
    public static readonly IReadOnlyList<string> FileColumns =
    [
        "id", "path", "dataset", "state", "etag", "last_modified", "length", "rows", "rejected", "version", "last_load", "attempts",
        "error", "updated_at", "next_try", "checkpoint_etag", "checkpoint_offset", "checkpoint_lines", "checkpoint_rows",
        "checkpoint_rejected", "checkpoint_prefix_hash", "checkpoint_header", "checkpoint_delimiter", "checkpoint_blob_kind",
        "checkpoint_created_on", "checkpoint_complete", "checkpoint_keys",
    ];

    /// <summary>The columns that <see cref="Load"/> reads, in order.</summary>
    public static readonly IReadOnlyList<string> LoadColumns =
    [
        "id", "file", "dataset", "kind", "state", "trigger", "etag", "rows", "rejected", "bytes", "started_at", "finished_at", "error",
        "attempt", "next_try", "rejects_file",
    ];

    /// <summary>The columns that <see cref="Reject"/> reads, in order.</summary>
    public static readonly IReadOnlyList<string> RejectColumns =
        ["load", "file", "dataset", "row", "line", "byte_offset", "error", "field", "rule", "message", "raw_text"];

    /// <summary>Reads a row of <c>sluice.file</c>.</summary>
    public static FileRecord File(DbDataReader r) => new()
    {
        Id = r.GetInt64(0),
        Path = r.GetString(1),
        Dataset = Text(r, 2),
        State = EnumNames<LoadState>.Parse(r.GetString(3)),
        ETag = r.GetString(4),
        LastModified = Time(r, 5)!.Value,
        Length = r.GetInt64(6),
        Rows = r.GetInt64(7),
        Rejected = r.GetInt64(8),
        RowVersion = r.GetInt64(9),
        LastLoad = r.GetInt64(10),
        Attempts = Number(r, 11),
        Error = Text(r, 12),
        UpdatedAt = Time(r, 13)!.Value,
        NextTry = Time(r, 14),
        Checkpoint = r.IsDBNull(15) ? null : new Checkpoint
        {
            ETag = r.GetString(15),
            Position = new ReadPosition(
                Offset: r.GetInt64(16), Lines: r.GetInt64(17), Records: r.GetInt64(18), Rejected: r.GetInt64(19)),
            PrefixHash = Bytes(r, 20),
            Header = r.GetString(21),
            Delimiter = r.GetString(22)[0],
            BlobKind = EnumNames<BlobKind>.Parse(r.GetString(23)),
            CreatedOn = Time(r, 24)!.Value,
            Complete = r.GetBoolean(25),
            LastKeys = LedgerTexts.ParseKeys(Text(r, 26)),
        },
    };

    /// <summary>Reads a row of <c>sluice.load</c>.</summary>
    public static Load Load(DbDataReader r) => new()
    {
        Id = r.GetInt64(0),
        File = r.GetString(1),
        Dataset = Text(r, 2),
        Kind = r.IsDBNull(3) ? null : EnumNames<LoadKind>.Parse(r.GetString(3)),
        State = EnumNames<LoadState>.Parse(r.GetString(4)),
        Trigger = EnumNames<LoadTrigger>.Parse(r.GetString(5)),
        ETag = r.GetString(6),
        Rows = r.GetInt64(7),
        Rejected = r.GetInt64(8),
        Bytes = r.GetInt64(9),
        StartedAt = Time(r, 10)!.Value,
        FinishedAt = Time(r, 11),
        Error = Text(r, 12),
        Attempt = Number(r, 13),
        NextTry = Time(r, 14),
        RejectsFile = Text(r, 15),
    };

    /// <summary>Reads a row of <c>sluice.reject</c>.</summary>
    public static StoredReject Reject(DbDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), Number(r, 6), Text(r, 7),
        r.GetString(8), r.GetString(9), r.GetString(10));

    // Warehouses differ: the column is a 32-bit or a 64-bit integer.
    private static int Number(DbDataReader r, int column) => Convert.ToInt32(r.GetValue(column), CultureInfo.InvariantCulture);

    private static byte[] Bytes(DbDataReader r, int column)
    {
        using var stream = r.GetStream(column);
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static string? Text(DbDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static DateTimeOffset? Time(DbDataReader r, int column) =>
        r.IsDBNull(column) ? null : new DateTimeOffset(DateTime.SpecifyKind(r.GetDateTime(column), DateTimeKind.Utc));
}

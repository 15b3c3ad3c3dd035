using DuckDB.NET.Data;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>The ledger's statements: <c>sluice.file</c>, <c>sluice.load</c> and <c>sluice.reject</c>.</summary>
internal static class Ledger
{
    private const string CutOff = "cut off: the process ended before the load did";

    private const string FileColumns =
        "id, path, dataset, state, etag, last_modified, length, \"rows\", rejected, version, last_load, attempts, error, updated_at, "
        + "checkpoint_etag, checkpoint_offset, checkpoint_lines, checkpoint_rows, checkpoint_rejected, checkpoint_prefix_hash, "
        + "checkpoint_header, checkpoint_delimiter, checkpoint_blob_kind, checkpoint_created_on, checkpoint_complete";

    private const string LoadColumns =
        "id, file, dataset, kind, state, \"trigger\", etag, \"rows\", rejected, bytes, started_at, finished_at, error, rejects_file";

    public static FileRecord? FindFile(DuckDBConnection connection, string path) =>
        connection.Read($"SELECT {FileColumns} FROM sluice.file WHERE path = $1", MapFile, path).SingleOrDefault();

    public static List<FileRecord> ReadFiles(DuckDBConnection connection, string dataset) =>
        connection.Read($"SELECT {FileColumns} FROM sluice.file WHERE dataset = $1", MapFile, dataset);

    public static IReadOnlyList<FileRecord> ReadFiles(DuckDBConnection connection, LedgerQuery query) => connection.Read(
        $"SELECT {FileColumns} FROM sluice.file WHERE ($1 IS NULL OR path = $1) AND ($2 IS NULL OR dataset = $2) AND ($3 IS NULL OR last_load = $3) "
        + "AND ($4 IS NULL OR state = $4) ORDER BY updated_at DESC, id DESC LIMIT $5 OFFSET $6",
        MapFile, query.File, query.Dataset, query.Load, State(query), query.Top, query.Skip);

    public static IReadOnlyList<Load> ReadLoads(DuckDBConnection connection, LedgerQuery query) => connection.Read(
        $"SELECT {LoadColumns} FROM sluice.load WHERE ($1 IS NULL OR file = $1) AND ($2 IS NULL OR dataset = $2) AND ($3 IS NULL OR id = $3) "
        + "AND ($4 IS NULL OR state = $4) ORDER BY id DESC LIMIT $5 OFFSET $6",
        MapLoad, query.File, query.Dataset, query.Load, State(query), query.Top, query.Skip);

    public static IReadOnlyList<StoredReject> ReadRejects(DuckDBConnection connection, LedgerQuery query) => connection.Read(
        "SELECT load, file, dataset, \"row\", line, byte_offset, error, field, rule, message, raw_text FROM sluice.reject "
        + "WHERE ($1 IS NULL OR file = $1) AND ($2 IS NULL OR dataset = $2) AND ($3 IS NULL OR load = $3) "
        + "ORDER BY load DESC, \"row\", error LIMIT $4 OFFSET $5",
        r => new StoredReject(
            r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt32(6), Text(r, 7),
            r.GetString(8), r.GetString(9), r.GetString(10)),
        query.File, query.Dataset, query.Load, query.Top, query.Skip);

    /// <summary>Records a load that begins; a file that is not known is added.</summary>
    public static (Load Load, FileRecord File) StartLoad(DuckDBConnection connection, Load load, LakeFile version)
    {
        load = load with { Id = connection.Count("SELECT nextval('sluice.load_id')") };
        var cutOff = connection.Execute(
            "UPDATE sluice.load SET state = 'failed', error = $1, finished_at = $2 WHERE file = $3 AND state = 'running'",
            CutOff, load.StartedAt, load.File);
        if (cutOff > 0)
        {
            connection.Execute("UPDATE sluice.file SET attempts = attempts + 1 WHERE path = $1", load.File);
        }

        connection.Execute(
            $"INSERT INTO sluice.load ({LoadColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            load.Id, load.File, load.Dataset, Kind(load.Kind), Words<LoadState>.Of(load.State), Words<LoadTrigger>.Of(load.Trigger),
            load.ETag, load.Rows, load.Rejected, load.Bytes, load.StartedAt, load.FinishedAt, load.Error, load.RejectsFile);
        if (FindFile(connection, load.File) is null)
        {
            connection.Execute(
                "INSERT INTO sluice.file (id, path, dataset, state, etag, last_modified, length, \"rows\", rejected, version, last_load, attempts, error, updated_at) "
                + "VALUES (nextval('sluice.file_id'), $1, $2, $3, $4, $5, $6, 0, 0, 0, $7, 0, $8, $9)",
                load.File, load.Dataset, Words<LoadState>.Of(load.State), version.ETag, version.LastModified, version.Length, load.Id, load.Error,
                load.StartedAt);
        }
        else if (load.State == LoadState.Running)
        {
            connection.Execute(
                "UPDATE sluice.file SET last_load = $1, dataset = $2, updated_at = $3 WHERE path = $4", load.Id, load.Dataset, load.StartedAt, load.File);
        }
        else if (load.State != LoadState.Unchanged)
        {
            EndFile(connection, load, version);
        }

        return (load, FindFile(connection, load.File)!);
    }

    /// <summary>Records that a load has ended without a last commit.</summary>
    public static void EndLoad(DuckDBConnection connection, Load load, LakeFile version)
    {
        connection.Execute(
            "UPDATE sluice.load SET kind = $1, state = $2, \"rows\" = $3, rejected = $4, bytes = $5, finished_at = $6, error = $7 WHERE id = $8",
            Kind(load.Kind), Words<LoadState>.Of(load.State), load.Rows, load.Rejected, load.Bytes, load.FinishedAt, load.Error, load.Id);
        if (load.State != LoadState.Unchanged)
        {
            EndFile(connection, load, version);
        }
    }

    /// <summary>Writes what a commit says of its file and its load, if the file is still as the target has it.</summary>
    /// <exception cref="CheckpointConflictException">It is not.</exception>
    public static void Commit(DuckDBConnection connection, LoadTarget target, LoadProgress progress)
    {
        var checkpoint = progress.Checkpoint;
        var changed = connection.Execute(
            "UPDATE sluice.file SET state = $1, etag = $2, last_modified = $3, length = $4, \"rows\" = $5, rejected = $6, version = version + 1, "
            + "attempts = 0, error = $7, updated_at = $8, checkpoint_etag = $9, checkpoint_offset = $10, checkpoint_lines = $11, "
            + "checkpoint_rows = $12, checkpoint_rejected = $13, checkpoint_prefix_hash = $14, checkpoint_header = decode($15), "
            + "checkpoint_delimiter = $16, checkpoint_blob_kind = $17, checkpoint_created_on = $18, checkpoint_complete = $19, "
            + "rows_modified = $20, last_load = $21 WHERE id = $22 AND version = $23",
            Words<LoadState>.Of(progress.State), target.Version.ETag, target.Version.LastModified, target.Version.Length, progress.FileRows,
            progress.FileRejected, progress.Error, progress.Time, checkpoint?.ETag, checkpoint?.Offset, checkpoint?.Lines, checkpoint?.Rows,
            checkpoint?.Rejected, checkpoint?.PrefixHash, Sql.Utf8(checkpoint?.Header), checkpoint?.Delimiter.ToString(),
            checkpoint is null ? null : Words<BlobKind>.Of(checkpoint.BlobKind), checkpoint?.CreatedOn, checkpoint?.Complete,
            checkpoint is null ? null : target.Version.LastModified, target.Load, target.File.Id, target.File.Version);
        if (changed != 1)
        {
            throw new CheckpointConflictException(target.File.Path);
        }

        connection.Execute(
            "UPDATE sluice.load SET kind = $1, state = $2, \"rows\" = $3, rejected = $4, bytes = $5, finished_at = $6, error = $7, rejects_file = $8 "
            + "WHERE id = $9",
            Kind(progress.Kind), Words<LoadState>.Of(progress.State), progress.Rows, progress.Rejected, progress.Bytes,
            progress.State == LoadState.Running ? null : progress.Time, progress.Error, progress.RejectsFile, target.Load);
    }

    private static void EndFile(DuckDBConnection connection, Load load, LakeFile version) => connection.Execute(
        "UPDATE sluice.file SET state = $1, etag = $2, last_modified = $3, length = $4, last_load = $5, "
        + "attempts = CASE $6 WHEN 'failed' THEN attempts + 1 WHEN 'superseded' THEN attempts ELSE 0 END, error = $7, updated_at = $8 WHERE path = $9",
        Words<LoadState>.Of(load.State), version.ETag, version.LastModified, version.Length, load.Id, Words<LoadState>.Of(load.State), load.Error,
        load.FinishedAt ?? load.StartedAt, load.File);

    private static string? State(LedgerQuery query) => query.State is { } state ? Words<LoadState>.Of(state) : null;

    private static string? Kind(LoadKind? kind) => kind is { } value ? Words<LoadKind>.Of(value) : null;

    private static FileRecord MapFile(DuckDBDataReader r) => new()
    {
        Id = r.GetInt64(0),
        Path = r.GetString(1),
        Dataset = Text(r, 2),
        State = Words<LoadState>.Parse(r.GetString(3)),
        ETag = r.GetString(4),
        LastModified = Time(r, 5)!.Value,
        Length = r.GetInt64(6),
        Rows = r.GetInt64(7),
        Rejected = r.GetInt64(8),
        Version = r.GetInt64(9),
        LastLoad = r.GetInt64(10),
        Attempts = r.GetInt32(11),
        Error = Text(r, 12),
        UpdatedAt = Time(r, 13)!.Value,
        Checkpoint = r.IsDBNull(14) ? null : new Checkpoint
        {
            ETag = r.GetString(14),
            Offset = r.GetInt64(15),
            Lines = r.GetInt64(16),
            Rows = r.GetInt64(17),
            Rejected = r.GetInt64(18),
            PrefixHash = Bytes(r, 19),
            Header = r.GetString(20),
            Delimiter = r.GetString(21)[0],
            BlobKind = Words<BlobKind>.Parse(r.GetString(22)),
            CreatedOn = Time(r, 23)!.Value,
            Complete = r.GetBoolean(24),
        },
    };

    private static Load MapLoad(DuckDBDataReader r) => new()
    {
        Id = r.GetInt64(0),
        File = r.GetString(1),
        Dataset = Text(r, 2),
        Kind = r.IsDBNull(3) ? null : Words<LoadKind>.Parse(r.GetString(3)),
        State = Words<LoadState>.Parse(r.GetString(4)),
        Trigger = Words<LoadTrigger>.Parse(r.GetString(5)),
        ETag = r.GetString(6),
        Rows = r.GetInt64(7),
        Rejected = r.GetInt64(8),
        Bytes = r.GetInt64(9),
        StartedAt = Time(r, 10)!.Value,
        FinishedAt = Time(r, 11),
        Error = Text(r, 12),
        RejectsFile = Text(r, 13),
    };

    private static string? Text(DuckDBDataReader r, int column) => r.IsDBNull(column) ? null : r.GetString(column);

    private static DateTimeOffset? Time(DuckDBDataReader r, int column) =>
        r.IsDBNull(column) ? null : new DateTimeOffset(DateTime.SpecifyKind(r.GetDateTime(column), DateTimeKind.Utc));

    private static byte[] Bytes(DuckDBDataReader r, int column)
    {
        using var stream = r.GetStream(column);
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}

using DuckDB.NET.Data;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Text;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>The ledger's statements: <c>sluice.file</c>, <c>sluice.load</c> and <c>sluice.reject</c>.</summary>
internal static class DuckDbLedger
{
    private const string FileColumns =
        "id, path, dataset, state, etag, last_modified, length, \"rows\", rejected, version, last_load, attempts, error, updated_at, "
        + "next_try, checkpoint_etag, checkpoint_offset, checkpoint_lines, checkpoint_rows, checkpoint_rejected, checkpoint_prefix_hash, "
        + "checkpoint_header, checkpoint_delimiter, checkpoint_blob_kind, checkpoint_created_on, checkpoint_complete, checkpoint_keys";

    private const string LoadColumns =
        "id, file, dataset, kind, state, \"trigger\", etag, \"rows\", rejected, bytes, started_at, finished_at, error, attempt, next_try, rejects_file";

    // A commit begins to count attempts anew.
    private const string AttemptsUsed = "CASE WHEN \"rows\" + rejected > 0 THEN 1 ELSE attempt END";

    // Of a load whose end nobody recorded: the error is $1, and the time $2, which may be by another clock than that of its beginning.
    private const string CutOff = "state = 'failed', error = $1, finished_at = greatest(started_at, $2), attempt = " + AttemptsUsed;

    public static FileRecord? FindFile(DuckDBConnection connection, string path) =>
        connection.Read($"SELECT {FileColumns} FROM sluice.file WHERE path = $1", LedgerRows.File, path).SingleOrDefault();

    public static List<FileRecord> ReadFiles(DuckDBConnection connection, string dataset) =>
        connection.Read($"SELECT {FileColumns} FROM sluice.file WHERE dataset = $1", LedgerRows.File, dataset);

    public static IReadOnlyList<FileRecord> ReadFiles(DuckDBConnection connection, LedgerQuery query) => connection.Read(
        $"SELECT {FileColumns} FROM sluice.file WHERE ($1 IS NULL OR path = $1) AND ($2 IS NULL OR dataset = $2) AND ($3 IS NULL OR last_load = $3) "
        + "AND ($4 IS NULL OR state = $4) ORDER BY updated_at DESC, id DESC LIMIT $5 OFFSET $6",
        LedgerRows.File, query.File, query.Dataset, query.Load, State(query), query.Top, query.Skip);

    public static IReadOnlyList<Load> ReadLoads(DuckDBConnection connection, LedgerQuery query) => connection.Read(
        $"SELECT {LoadColumns} FROM sluice.load WHERE ($1 IS NULL OR file = $1) AND ($2 IS NULL OR dataset = $2) AND ($3 IS NULL OR id = $3) "
        + "AND ($4 IS NULL OR state = $4) ORDER BY id DESC LIMIT $5 OFFSET $6",
        LedgerRows.Load, query.File, query.Dataset, query.Load, State(query), query.Top, query.Skip);

    public static IReadOnlyList<StoredReject> ReadRejects(DuckDBConnection connection, LedgerQuery query) => connection.Read(
        "SELECT load, file, dataset, \"row\", line, byte_offset, error, field, rule, message, raw_text FROM sluice.reject "
        + "WHERE ($1 IS NULL OR file = $1) AND ($2 IS NULL OR dataset = $2) AND ($3 IS NULL OR load = $3) "
        + "ORDER BY load DESC, \"row\", error LIMIT $4 OFFSET $5",
        LedgerRows.Reject,
        query.File, query.Dataset, query.Load, query.Top, query.Skip);

    /// <summary>Records a load that begins; a file that is not known is added.</summary>
    public static (Load Load, FileRecord File) StartLoad(DuckDBConnection connection, Load load, FileVersion version)
    {
        CutOffLoads(connection, load);
        var known = FindFile(connection, load.File);
        load = load with
        {
            Id = connection.Count("SELECT nextval('sluice.load_id')"),
            Attempt = Math.Max(load.Attempt, 1 + (known is null ? 0 : FailedAttempts(connection, known, load))),
        };
        connection.Execute(
            $"INSERT INTO sluice.load ({LoadColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
            load.Id, load.File, load.Dataset, Kind(load.Kind), EnumNames<LoadState>.GetName(load.State), EnumNames<LoadTrigger>.GetName(load.Trigger),
            load.ETag, load.Rows, load.Rejected, load.Bytes, load.StartedAt, load.FinishedAt, load.Error, load.Attempt, load.NextTry,
            load.RejectsFile);
        if (known is null)
        {
            connection.Execute(
                "INSERT INTO sluice.file (id, path, dataset, state, etag, last_modified, length, \"rows\", rejected, version, last_load, attempts, error, updated_at) "
                + "VALUES (nextval('sluice.file_id'), $1, $2, $3, $4, $5, $6, 0, 0, 0, $7, 0, $8, $9)",
                load.File, load.Dataset, EnumNames<LoadState>.GetName(load.State), version.ETag, version.LastModified, version.Length, load.Id, load.Error,
                load.StartedAt);
        }

        if (load.State is not (LoadState.Running or LoadState.Unchanged))
        {
            EndFile(connection, load, version, after: known?.LastLoad ?? load.Id);
        }
        else if (load.State == LoadState.Running && known is not null)
        {
            // Of another dataset nothing is loaded, whatever was loaded of the one before.
            connection.Execute(
                "UPDATE sluice.file SET state = 'running', last_load = $1, dataset = $2, attempts = $3, updated_at = $4, etag = $5, last_modified = $6, "
                + "length = $7, next_try = NULL, error = NULL, checkpoint_etag = CASE WHEN dataset = $2 THEN checkpoint_etag END WHERE path = $8",
                load.Id, load.Dataset, load.Attempt - 1, load.StartedAt, version.ETag, version.LastModified, version.Length, load.File);
        }

        return (load, FindFile(connection, load.File)!);
    }

    /// <summary>Records where the rejects of a load are.</summary>
    public static void RecordRejectsFile(DuckDBConnection connection, long load, string rejectsFile) =>
        connection.Execute("UPDATE sluice.load SET rejects_file = $1 WHERE id = $2", rejectsFile, load);

    /// <summary>Records that a load has ended without a last commit, unless it has made that after all.</summary>
    public static void EndLoad(DuckDBConnection connection, Load load, FileVersion version)
    {
        var changed = connection.Execute(
            "UPDATE sluice.load SET kind = $1, state = $2, finished_at = $3, error = $4, attempt = $5, next_try = $6 "
            + "WHERE id = $7 AND state IN ('running', 'failed')",
            Kind(load.Kind), EnumNames<LoadState>.GetName(load.State), load.FinishedAt, load.Error, load.Attempt, load.NextTry, load.Id);
        if (changed == 1)
        {
            EndFile(connection, load, version, after: load.Id);
        }
    }

    /// <summary>The loads that are running.</summary>
    public static List<Load> ReadRunning(DuckDBConnection connection) =>
        connection.Read($"SELECT {LoadColumns} FROM sluice.load WHERE state = 'running' ORDER BY id", LedgerRows.Load);

    /// <summary>Ends a load whose lock was free after it was seen running, unless its end is recorded.</summary>
    /// <returns>The load, or <see langword="null"/> if it has an end.</returns>
    public static Load? EndAbandonedLoad(DuckDBConnection connection, long number, DateTimeOffset time, int attempts)
    {
        var changed = connection.Execute(
            $"UPDATE sluice.load SET {CutOff}, next_try = CASE WHEN {AttemptsUsed} < $4 THEN $2 END WHERE id = $3 AND state = 'running'",
            LedgerTexts.ProcessEnded, time, number, attempts);
        if (changed == 0)
        {
            return null;
        }

        var load = connection.Read($"SELECT {LoadColumns} FROM sluice.load WHERE id = $1", LedgerRows.Load, number).Single();
        connection.Execute(
            "UPDATE sluice.file SET state = 'failed', attempts = $1, next_try = $2, error = $3, updated_at = $4 WHERE path = $5 AND last_load = $6",
            load.Attempt, load.NextTry, load.Error, load.FinishedAt, load.File, load.Id);
        return load;
    }

    /// <summary>Writes what a commit says of its file and its load, if the file is still as the target has it.</summary>
    /// <exception cref="CheckpointConflictException">It is not.</exception>
    public static void Commit(DuckDBConnection connection, LoadTarget target, LoadProgress progress)
    {
        var checkpoint = progress.Checkpoint;
        var changed = connection.Execute(
            "UPDATE sluice.file SET state = $1, etag = $2, last_modified = $3, length = $4, \"rows\" = $5, rejected = $6, version = version + 1, "
            + "attempts = 0, next_try = NULL, error = $7, updated_at = $8, checkpoint_etag = $9, checkpoint_offset = $10, checkpoint_lines = $11, "
            + "checkpoint_rows = $12, checkpoint_rejected = $13, checkpoint_prefix_hash = $14, checkpoint_header = decode($15), "
            + "checkpoint_delimiter = $16, checkpoint_blob_kind = $17, checkpoint_created_on = $18, checkpoint_complete = $19, "
            + "rows_modified = $20, last_load = $21, checkpoint_keys = $24 WHERE id = $22 AND version = $23",
            EnumNames<LoadState>.GetName(progress.State), target.Version.ETag, target.Version.LastModified, target.Version.Length, progress.FileRows,
            progress.FileRejected, progress.Error, progress.Time, checkpoint?.ETag, checkpoint?.Offset, checkpoint?.Lines, checkpoint?.Rows,
            checkpoint?.Rejected, checkpoint?.PrefixHash, Sql.Utf8(checkpoint?.Header), checkpoint?.Delimiter.ToString(),
            checkpoint is null ? null : EnumNames<BlobKind>.GetName(checkpoint.BlobKind), checkpoint?.CreatedOn, checkpoint?.Complete,
            checkpoint is null ? null : target.Version.LastModified, target.Load, target.File.Id, target.File.Version,
            LedgerTexts.Keys(checkpoint));
        if (changed != 1)
        {
            throw new CheckpointConflictException(target.File.Path);
        }

        connection.Execute(
            "UPDATE sluice.load SET kind = $1, state = $2, \"rows\" = $3, rejected = $4, bytes = $5, finished_at = $6, error = $7, rejects_file = $8, "
            + "next_try = NULL WHERE id = $9",
            Kind(progress.Kind), EnumNames<LoadState>.GetName(progress.State), progress.Rows, progress.Rejected, progress.Bytes,
            progress.State == LoadState.Running ? null : progress.Time, progress.Error, progress.RejectsFile, target.Load);
    }

    /// <summary>
    /// Has the newest file of a <c>replace</c> dataset loaded again, when one that was newer is gone: it is the table now, and its rows
    /// may not be there.
    /// </summary>
    public static void ReloadNewest(DuckDBConnection connection, LoadTarget gone) => connection.Execute(
        "UPDATE sluice.file SET checkpoint_complete = false, version = version + 1 WHERE id = (SELECT id FROM sluice.file WHERE dataset = $1 AND id <> $2 "
        + "AND checkpoint_etag IS NOT NULL ORDER BY rows_modified DESC, path DESC LIMIT 1) AND rows_modified <= $3",
        gone.Dataset.Name, gone.File.Id, gone.Version.LastModified);

    private static void EndFile(DuckDBConnection connection, Load load, FileVersion version, long after) => connection.Execute(
        "UPDATE sluice.file SET state = $1, etag = $2, last_modified = $3, length = $4, last_load = $5, attempts = $6, next_try = $7, error = $8, "
        + "updated_at = $9 WHERE path = $10 AND last_load = $11",
        EnumNames<LoadState>.GetName(load.State), version.ETag, version.LastModified, version.Length, load.Id,
        load.State switch { LoadState.Failed => load.Attempt, LoadState.Superseded => load.Attempt - 1, _ => 0 }, load.NextTry, load.Error,
        load.FinishedAt ?? load.StartedAt, load.File, after);

    /// <summary>A load that is still running when the next one of its file begins, under the file's lock, is nobody's.</summary>
    private static void CutOffLoads(DuckDBConnection connection, Load next) => connection.Execute(
        $"UPDATE sluice.load SET {CutOff} WHERE file = $3 AND state = 'running'", LedgerTexts.ProcessEnded, next.StartedAt, next.File);

    /// <summary>How many loads of this version have failed in a row.</summary>
    private static int FailedAttempts(DuckDBConnection connection, FileRecord file, Load next) => connection.Read(
        "SELECT attempt FROM sluice.load WHERE id = $1 AND state = 'failed' AND etag = $2", r => r.GetInt32(0), file.LastLoad, next.ETag)
        .SingleOrDefault();

    private static string? State(LedgerQuery query) => query.State is { } state ? EnumNames<LoadState>.GetName(state) : null;

    private static string? Kind(LoadKind? kind) => kind is { } value ? EnumNames<LoadKind>.GetName(value) : null;
}

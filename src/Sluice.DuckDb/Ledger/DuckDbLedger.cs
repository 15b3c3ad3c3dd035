using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Text;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Ledger;

/// <summary>The ledger's statements: <c>sluice.file</c>, <c>sluice.load</c> and <c>sluice.reject</c>.</summary>
internal static class DuckDbLedger
{
    private static readonly string FileColumns = Sql.Names(LedgerRows.FileColumns);
    private static readonly string LoadColumns = Sql.Names(LedgerRows.LoadColumns);
    private static readonly string ChangeColumns = Sql.Names(LedgerRows.ChangeColumns);
    private static readonly string RejectColumns = Sql.Names(LedgerRows.RejectColumns);

    // A commit resets the count of attempts.
    private const string AttemptsUsed = "CASE WHEN \"rows\" + rejected + erased > 0 THEN 1 ELSE attempt END";

    // For a load whose end was not recorded. The clocks of start and end can differ, so the end is at least the start.
    private const string CutOff = "state = 'failed', error = $error, finished_at = greatest(started_at, $time), attempt = " + AttemptsUsed;

    public static FileRecord? FindFile(DuckDBConnection connection, string path) =>
        connection.ReadNamed($"SELECT {FileColumns} FROM sluice.file WHERE path = $path", LedgerRows.File, ("path", path))
            .SingleOrDefault();

    public static List<FileRecord> ReadFiles(DuckDBConnection connection, string dataset) =>
        connection.ReadNamed($"SELECT {FileColumns} FROM sluice.file WHERE dataset = $dataset", LedgerRows.File, ("dataset", dataset));

    public static IReadOnlyList<FileRecord> ReadFiles(DuckDBConnection connection, LedgerQuery query) => connection.ReadNamed(
        $"SELECT {FileColumns} FROM sluice.file WHERE ($file IS NULL OR path = $file) AND ($dataset IS NULL OR dataset = $dataset) "
        + "AND ($load IS NULL OR last_load = $load) AND ($state IS NULL OR state = $state) "
        + "AND ($content IS NULL OR starts_with(content, $content)) "
        + "ORDER BY updated_at DESC, id DESC LIMIT $top OFFSET $skip",
        LedgerRows.File, [.. Conditions(query), ("state", LedgerValues.GetName(query.State)), ("content", query.Content)]);

    public static IReadOnlyList<Load> ReadLoads(DuckDBConnection connection, LedgerQuery query) => connection.ReadNamed(
        $"SELECT {LoadColumns} FROM sluice.load WHERE ($file IS NULL OR file = $file) AND ($dataset IS NULL OR dataset = $dataset) "
        + "AND ($load IS NULL OR id = $load) AND ($state IS NULL OR state = $state) ORDER BY id DESC LIMIT $top OFFSET $skip",
        LedgerRows.Load, [.. Conditions(query), ("state", LedgerValues.GetName(query.State))]);

    public static IReadOnlyList<StoredReject> ReadRejects(DuckDBConnection connection, LedgerQuery query) => connection.ReadNamed(
        $"SELECT {RejectColumns} FROM sluice.reject WHERE ($file IS NULL OR file = $file) AND ($dataset IS NULL OR dataset = $dataset) "
        + "AND ($load IS NULL OR load = $load) ORDER BY load DESC, \"row\", error LIMIT $top OFFSET $skip",
        LedgerRows.Reject, [.. Conditions(query)]);

    /// <summary>Records the start of a load. Adds the file if it is new.</summary>
    public static (Load Load, FileRecord File) StartLoad(DuckDBConnection connection, Load load, FileVersion version)
    {
        CutOffLoads(connection, load);
        var known = FindFile(connection, load.File);
        if (load.State == LoadState.Unchanged && known is not null && FindUnchanged(connection, load) is { } same)
        {
            connection.Execute(
                "UPDATE sluice.load SET \"trigger\" = $trigger, started_at = $started_at, finished_at = $finished_at WHERE id = $load",
                ("trigger", EnumNames<LoadTrigger>.GetName(load.Trigger)), ("started_at", load.StartedAt),
                ("finished_at", load.FinishedAt), ("load", same));
            return (load with { Id = same }, known);
        }

        load = load with
        {
            Id = connection.Count("SELECT nextval('sluice.load_id')"),
            Attempt = Math.Max(load.Attempt, 1 + (known is null ? 0 : FailedAttempts(connection, known, load))),
        };
        connection.Execute(
            $"INSERT INTO sluice.load ({LoadColumns}) VALUES ({string.Join(", ", LedgerRows.LoadColumns.Select(c => $"${c}"))})",
            [("id", load.Id), .. LedgerValues.FromLoad(load)]);
        if (known is null)
        {
            connection.Execute(
                "INSERT INTO sluice.file (id, path, dataset, state, etag, last_modified, length, "
                + "\"rows\", rejected, version, last_load, attempts, error, updated_at, attempt_fingerprint) "
                + "VALUES (nextval('sluice.file_id'), $path, $dataset, $state, $etag, $last_modified, $length, "
                + "0, 0, 0, $last_load, 0, $error, $updated_at, $attempt_fingerprint)",
                [
                    ("path", load.File),
                    ("dataset", load.Dataset),
                    ("state", EnumNames<LoadState>.GetName(load.State)),
                    .. LedgerValues.FromVersion(version),
                    ("last_load", load.Id),
                    ("error", load.Error),
                    ("updated_at", load.StartedAt),
                    ("attempt_fingerprint", load.Fingerprint),
                ]);
        }

        if (load.State is not (LoadState.Running or LoadState.Unchanged))
        {
            EndFile(connection, load, version, after: known?.LastLoad ?? load.Id);
        }
        else if (load.State == LoadState.Running && known is not null)
        {
            // If the file moves to another dataset, its checkpoint does not count any more.
            connection.Execute(
                "UPDATE sluice.file SET state = 'running', last_load = $last_load, dataset = $dataset, attempts = $attempts, "
                + "updated_at = $updated_at, etag = $etag, last_modified = $last_modified, length = $length, "
                + "next_try = NULL, error = NULL, attempt_fingerprint = $attempt_fingerprint, "
                + "checkpoint_etag = CASE WHEN dataset = $dataset THEN checkpoint_etag END, "
                + "rows_modified = CASE WHEN dataset = $dataset THEN rows_modified END, "
                + "fingerprint = CASE WHEN dataset = $dataset THEN coalesce($fingerprint, fingerprint) END WHERE path = $path",
                [
                    .. LedgerValues.FromStart(load),
                    .. LedgerValues.FromVersion(version),
                    ("last_load", load.Id),
                    ("dataset", load.Dataset),
                    ("attempts", load.Attempt - 1),
                    ("updated_at", load.StartedAt),
                    ("path", load.File),
                ]);
        }

        return (load, FindFile(connection, load.File)!);
    }

    /// <summary>Records a request.</summary>
    public static void Record(DuckDBConnection connection, AuditEntry entry) => connection.Execute(
        "INSERT INTO sluice.audit (id, answered_at, caller, name, roles, action, dataset, status, \"rows\") "
        + "VALUES (nextval('sluice.audit_id'), $answered_at, $caller, $name, $roles, $action, $dataset, $status, $rows)",
        [.. LedgerValues.FromAudit(entry)]);

    /// <summary>Records the path of the rejects file of a load.</summary>
    public static void RecordRejectsFile(DuckDBConnection connection, long load, string rejectsFile) =>
        connection.Execute(
            "UPDATE sluice.load SET rejects_file = $rejects_file WHERE id = $load", ("rejects_file", rejectsFile), ("load", load));

    /// <summary>Gives a file, its loads and its rejects another path, unless there is a file of that path.</summary>
    /// <returns>Whether the file moved.</returns>
    public static bool MoveFile(DuckDBConnection connection, string from, string to, bool isStale, DateTimeOffset time)
    {
        if (FindFile(connection, to) is not null
            || connection.Execute(
                "UPDATE sluice.file SET path = $to, version = version + 1, updated_at = $time, "
                + "fingerprint = coalesce($fingerprint, fingerprint), etag = CASE WHEN $fingerprint IS NULL THEN etag ELSE '' END "
                + "WHERE path = $from",
                ("from", from), ("to", to), ("time", time), ("fingerprint", isStale ? LedgerTexts.Reloading : null)) == 0)
        {
            return false;
        }

        connection.Execute("UPDATE sluice.load SET file = $to WHERE file = $from", ("from", from), ("to", to));
        connection.Execute("UPDATE sluice.reject SET file = $to WHERE file = $from", ("from", from), ("to", to));
        return true;
    }

    /// <summary>Records the end of a load that did not commit. Does nothing if the load has committed.</summary>
    public static void EndLoad(DuckDBConnection connection, Load load, FileVersion version)
    {
        var changed = connection.Execute(
            "UPDATE sluice.load SET kind = $kind, state = $state, finished_at = $finished_at, error = $error, attempt = $attempt, "
            + "next_try = $next_try WHERE id = $load AND state IN ('running', 'failed')",
            [.. LedgerValues.FromLoadEnd(load), ("load", load.Id)]);
        if (changed == 1)
        {
            EndFile(connection, load, version, after: load.Id);
        }
    }

    /// <summary>The loads with the state <c>running</c>.</summary>
    public static List<Load> ReadRunning(DuckDBConnection connection) =>
        connection.ReadNamed($"SELECT {LoadColumns} FROM sluice.load WHERE state = 'running' ORDER BY id", LedgerRows.Load);

    /// <summary>Ends a running load whose file is not locked, unless its end has been recorded.</summary>
    /// <returns>The load, or <see langword="null"/> if it has ended.</returns>
    public static Load? EndAbandonedLoad(DuckDBConnection connection, long number, DateTimeOffset time, int attempts)
    {
        var changed = connection.Execute(
            $"UPDATE sluice.load SET {CutOff}, next_try = CASE WHEN {AttemptsUsed} < $attempts THEN $time END "
            + "WHERE id = $load AND state = 'running'",
            ("error", LedgerTexts.ProcessEnded), ("time", time), ("attempts", attempts), ("load", number));
        if (changed == 0)
        {
            return null;
        }

        var load = connection.ReadNamed($"SELECT {LoadColumns} FROM sluice.load WHERE id = $load", LedgerRows.Load, ("load", number))
            .Single();
        connection.Execute(
            "UPDATE sluice.file SET state = 'failed', attempts = $attempts, next_try = $next_try, error = $error, updated_at = $updated_at "
            + "WHERE path = $path AND last_load = $load",
            ("attempts", load.Attempt), ("next_try", load.NextTry), ("error", load.Error),
            ("updated_at", load.FinishedAt), ("path", load.File),
            ("load", load.Id));
        return load;
    }

    /// <summary>Updates the file and the load of a commit, if the file's version is still that of the target (compare-and-swap).</summary>
    /// <exception cref="CheckpointConflictException">Another load has changed the file.</exception>
    public static void Commit(DuckDBConnection connection, LoadTarget target, LoadProgress progress)
    {
        var changed = connection.Execute(
            "UPDATE sluice.file SET state = $state, etag = $etag, last_modified = $last_modified, length = $length, \"rows\" = $rows, "
            + "rejected = $rejected, erased = $erased, version = version + 1, attempts = 0, next_try = NULL, error = $error, "
            + "updated_at = $updated_at, checkpoint_etag = $checkpoint_etag, "
            + "checkpoint_offset = $checkpoint_offset, checkpoint_lines = $checkpoint_lines, checkpoint_rows = $checkpoint_rows, "
            + "checkpoint_rejected = $checkpoint_rejected, checkpoint_erased = $checkpoint_erased, "
            + "checkpoint_prefix_hash = $checkpoint_prefix_hash, "
            + "checkpoint_header = decode($checkpoint_header), checkpoint_delimiter = $checkpoint_delimiter, "
            + "checkpoint_blob_kind = $checkpoint_blob_kind, checkpoint_created_on = $checkpoint_created_on, "
            + "checkpoint_complete = $checkpoint_complete, checkpoint_keys = $checkpoint_keys, fingerprint = $fingerprint, "
            + "dialect = $dialect, header_row = $header_row, encoding = $encoding, "
            + "content = $content, duplicate_of = (SELECT min(id) FROM sluice.file WHERE content = $content AND id <> $file "
            + "AND dataset = $dataset AND checkpoint_etag IS NOT NULL), "
            + "loaded_at = CASE WHEN $state = 'refused' THEN loaded_at ELSE $updated_at END, "
            + "rows_modified = CASE WHEN $state = 'refused' THEN rows_modified ELSE $rows_modified END, last_load = $last_load "
            + "WHERE id = $file AND version = $version",
            [
                .. LedgerValues.FromCommit(progress, target.Version, target.LoadId)
                    .Select(v => v.Name == "checkpoint_header" ? (v.Name, Sql.Utf8((string?)v.Value)) : v),
                ("file", target.File.Id),
                ("dataset", target.Dataset.Name),
                ("version", target.File.RowVersion),
            ]);
        if (changed != 1)
        {
            throw new CheckpointConflictException(target.File.Path);
        }

        connection.Execute(
            "UPDATE sluice.load SET kind = $kind, state = $state, \"rows\" = $rows, rejected = $rejected, erased = $erased, "
            + "bytes = $bytes, finished_at = $finished_at, error = $error, rejects_file = $rejects_file, next_try = NULL WHERE id = $load",
            [.. LedgerValues.FromProgress(progress), ("load", target.LoadId)]);
        AddChanges(connection, target.LoadId, progress.Changes);
    }

    /// <summary>Adds the changes of a load.</summary>
    public static void AddChanges(DuckDBConnection connection, long load, IReadOnlyList<ColumnChange> changes)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            connection.Execute(
                $"INSERT INTO sluice.change ({ChangeColumns}) VALUES ({string.Join(", ", LedgerRows.ChangeColumns.Select(c => $"${c}"))})",
                [.. LedgerValues.FromChange(changes[i], load, i)]);
        }
    }

    /// <summary>
    /// Marks the newest file of a <c>replace</c> dataset for a reload, after a newer file was removed: this file becomes the table, and its
    /// rows may be missing.
    /// </summary>
    public static void ReloadNewest(DuckDBConnection connection, LoadTarget gone) => connection.Execute(
        "UPDATE sluice.file SET checkpoint_complete = false, version = version + 1 "
        + "WHERE id = (SELECT id FROM sluice.file WHERE dataset = $dataset AND id <> $file AND checkpoint_etag IS NOT NULL "
        + "ORDER BY rows_modified DESC, path DESC LIMIT 1) AND rows_modified <= $last_modified",
        ("dataset", gone.Dataset.Name), ("file", gone.File.Id), ("last_modified", gone.Version.LastModified));

    private static void EndFile(DuckDBConnection connection, Load load, FileVersion version, long after) => connection.Execute(
        "UPDATE sluice.file SET state = $state, etag = $etag, last_modified = $last_modified, length = $length, last_load = $last_load, "
        + "attempts = $attempts, attempt_fingerprint = $attempt_fingerprint, next_try = $next_try, error = $error, "
        + "updated_at = $updated_at WHERE path = $path AND last_load = $after",
        [.. LedgerValues.FromFileEnd(load, version), ("path", load.File), ("after", after)]);

    /// <summary>
    /// Ends older loads of the file that are still recorded as running. The next load holds the file's lock, so their processes have ended.
    /// </summary>
    private static void CutOffLoads(DuckDBConnection connection, Load next) => connection.Execute(
        $"UPDATE sluice.load SET {CutOff} WHERE file = $file AND state = 'running'",
        ("error", LedgerTexts.ProcessEnded), ("time", next.StartedAt), ("file", next.File));

    /// <summary>The last load of the file, if it found nothing to do for the same version.</summary>
    private static long? FindUnchanged(DuckDBConnection connection, Load next) => connection.Read(
        "SELECT id FROM sluice.load WHERE id = (SELECT max(id) FROM sluice.load WHERE file = $file) AND state = 'unchanged' "
        + "AND etag = $etag",
        r => (long?)r.GetInt64(0), ("file", next.File), ("etag", next.ETag)).SingleOrDefault();

    /// <summary>How many loads of this version have failed in succession with this definition.</summary>
    private static int FailedAttempts(DuckDBConnection connection, FileRecord file, Load next) =>
        file.AttemptFingerprint != next.Fingerprint
            ? 0
            : connection.Read(
                "SELECT attempt FROM sluice.load WHERE id = $load AND state = 'failed' AND etag = $etag", r => r.GetInt32(0),
                ("load", file.LastLoad), ("etag", next.ETag))
                .SingleOrDefault();

    private static IReadOnlyList<(string Name, object? Value)> Conditions(LedgerQuery query) =>
        [("file", query.File), ("dataset", query.Dataset), ("load", query.Load), ("top", query.Top), ("skip", query.Skip)];
}

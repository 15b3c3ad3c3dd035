using Sluice.Lake;
using Sluice.Ledger;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Locks;
using Sluice.Text;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Ledger;

/// <summary>Operations on the ledger. Each runs in a session that can have a transaction.</summary>
internal static class SqlServerLedger
{
    /// <summary>A file by its path.</summary>
    public static async Task<FileRecord?> FindFileAsync(Session session, string path, CancellationToken cancellationToken) =>
        (await session.ReadNamedAsync(
            LedgerStatements.FindFile(), LedgerRows.File, cancellationToken, ("path_hash", PathHash.Compute(path)))).SingleOrDefault();

    /// <summary>All files of a dataset.</summary>
    public static Task<List<FileRecord>> ReadFilesAsync(Session session, string dataset, CancellationToken cancellationToken) =>
        session.ReadNamedAsync(LedgerStatements.ReadFilesOf(), LedgerRows.File, cancellationToken, ("dataset", dataset));

    /// <summary>Files, the last updated first.</summary>
    public static Task<List<FileRecord>> ReadFilesAsync(Session session, LedgerQuery query, CancellationToken cancellationToken) =>
        session.ReadNamedAsync(
            LedgerStatements.ReadFiles(), LedgerRows.File, cancellationToken,
            [.. Conditions(query), ("state", LedgerValues.GetName(query.State)), ("content", query.Content)]);

    /// <summary>Loads, the newest first.</summary>
    public static Task<List<Load>> ReadLoadsAsync(Session session, LedgerQuery query, CancellationToken cancellationToken) =>
        session.ReadNamedAsync(
            LedgerStatements.ReadLoads(), LedgerRows.Load, cancellationToken,
            [.. Conditions(query), ("state", LedgerValues.GetName(query.State))]);

    /// <summary>Rejects, the newest load first.</summary>
    public static Task<List<StoredReject>> ReadRejectsAsync(Session session, LedgerQuery query, CancellationToken cancellationToken) =>
        session.ReadNamedAsync(
            LedgerStatements.ReadRejects(), LedgerRows.Reject, cancellationToken,
            [.. Conditions(query)]);

    /// <summary>
    /// Records the start of a load, and adds the file if it is new. Repeated with the same token, it finds the load that it recorded.
    /// </summary>
    /// <param name="session">The session, which has a transaction.</param>
    /// <param name="token">Identifies this call.</param>
    /// <param name="load">The load.</param>
    /// <param name="version">The file version to load.</param>
    /// <param name="checkLock">Throws if the lock of the file is lost: then a running load can belong to another process.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The load, its file, and whether it is certainly the file's first load.</returns>
    public static async Task<(Load Load, FileRecord File, bool IsFirst)> StartLoadAsync(
        Session session, Guid token, Load load, FileVersion version, Func<Task> checkLock, CancellationToken cancellationToken)
    {
        var hash = PathHash.Compute(load.File);

        // Lock the file first: a repeated call waits here until the first call has committed, and then finds its load.
        var known = (await session.ReadNamedAsync(
            LedgerStatements.FindFileForChange(), LedgerRows.File, cancellationToken, ("path_hash", hash))).SingleOrDefault();
        var loads = await session.ReadNamedAsync(LedgerStatements.FindLoad(), LedgerRows.Load, cancellationToken, ("token", token));
        if (loads.SingleOrDefault() is { } begun)
        {
            begun = begun with { Fingerprint = load.Fingerprint };
            return (begun, (await FindFileAsync(session, load.File, cancellationToken))!, IsFirst: false);
        }

        var failed = 0;
        if (known is not null)
        {
            if (await session.ExecuteAsync(
                LedgerStatements.CutOff(), cancellationToken,
                ("error", LedgerTexts.ProcessGone), ("time", load.StartedAt), ("file_id", known.Id)) > 0)
            {
                await checkLock();
            }

            // Loads that failed with another definition do not count.
            failed = known.AttemptFingerprint != load.Fingerprint
                ? 0
                : (await session.ReadAsync(
                    LedgerStatements.FailedAttempts(),
                    r => (int)r.GetInt64(0),
                    cancellationToken,
                    ("load", known.LastLoad),
                    ("etag", load.ETag))).SingleOrDefault();
        }

        if (load.State == LoadState.Unchanged && known is not null
            && await RepeatUnchangedAsync(session, known, load, cancellationToken) is { } same)
        {
            return (load with { Id = same }, known, IsFirst: false);
        }

        load = load with { Attempt = Math.Max(load.Attempt, 1 + failed) };
        var stored = load with { Error = Message(load.Error) };
        var file = known?.Id ?? await session.ReadOneAsync<long>(
            LedgerStatements.AddFile(), cancellationToken,
            [
                ("file", load.File),
                ("path_hash", hash),
                ("dataset", load.Dataset),
                ("state", EnumNames<LoadState>.GetName(load.State)),
                .. LedgerValues.FromVersion(version),
                ("error", stored.Error),
                ("updated_at", load.StartedAt),
                ("attempt_fingerprint", load.Fingerprint),
            ]);
        load = load with
        {
            Id = await session.ReadOneAsync<long>(
                LedgerStatements.AddLoad(), cancellationToken, [("token", token), ("file_id", file), .. LedgerValues.FromLoad(stored)]),
        };
        if (known is null)
        {
            await session.ExecuteAsync(LedgerStatements.NameFirstLoad(), cancellationToken, ("last_load", load.Id), ("file_id", file));
        }

        if (load.State is not (LoadState.Running or LoadState.Unchanged))
        {
            await EndFileAsync(session, load, version, after: known?.LastLoad ?? load.Id, cancellationToken);
        }
        else if (load.State == LoadState.Running && known is not null)
        {
            await session.ExecuteAsync(
                LedgerStatements.BeginFile(), cancellationToken,
                [
                    .. LedgerValues.FromVersion(version),
                    ("last_load", load.Id),
                    ("dataset", load.Dataset),
                    ("attempts", load.Attempt - 1),
                    ("updated_at", load.StartedAt),
                    .. LedgerValues.FromStart(load),
                    ("file_id", file),
                ]);
        }

        return (load, (await FindFileAsync(session, load.File, cancellationToken))!, IsFirst: known is null);
    }

    private static async Task<long?> RepeatUnchangedAsync(
        Session session, FileRecord known, Load load, CancellationToken cancellationToken) =>
        (await session.ReadAsync(
            LedgerStatements.RepeatUnchanged(), r => (long?)r.GetInt64(0), cancellationToken,
            ("trigger", EnumNames<LoadTrigger>.GetName(load.Trigger)), ("started_at", load.StartedAt), ("finished_at", load.FinishedAt),
            ("file_id", known.Id), ("etag", load.ETag))).SingleOrDefault();

    /// <summary>Records the end of a load that did not commit. Does nothing if the load has committed.</summary>
    public static async Task EndLoadAsync(Session session, Load load, FileVersion version, CancellationToken cancellationToken)
    {
        // Lock the file first, as everywhere: a different order would cause deadlocks.
        await session.ReadNamedAsync(
            LedgerStatements.FindFileForChange(), LedgerRows.File, cancellationToken, ("path_hash", PathHash.Compute(load.File)));
        var changed = await session.ExecuteAsync(
            LedgerStatements.EndLoad(), cancellationToken,
            [.. LedgerValues.FromLoadEnd(load with { Error = Message(load.Error) }), ("load", load.Id)]);
        if (changed == 1)
        {
            await EndFileAsync(session, load, version, after: load.Id, cancellationToken);
        }
    }

    /// <summary>Gives a file, its loads and its rejects another path, unless there is a file of that path.</summary>
    /// <returns>The file's id, or <see langword="null"/> if it did not move.</returns>
    public static async Task<long?> MoveFileAsync(
        Session session, string from, string to, bool isStale, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var file = await FindForChangeAsync(session, from, cancellationToken);
        if (file is null || await FindForChangeAsync(session, to, cancellationToken) is not null)
        {
            return null;
        }

        await session.ExecuteAsync(
            LedgerStatements.MoveFile(), cancellationToken,
            ("file", to), ("path_hash", PathHash.Compute(to)), ("updated_at", time), ("file_id", file.Id),
            ("fingerprint", isStale ? LedgerTexts.Reloading : null));
        return file.Id;
    }

    /// <summary>Whether a commit with a lost answer was made.</summary>
    /// <param name="session">The session.</param>
    /// <param name="load">The id of the load.</param>
    /// <param name="commit">The token of the commit.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<bool> WasCommittedAsync(Session session, long load, Guid commit, CancellationToken cancellationToken) =>
        await session.ReadOneAsync<int>(LedgerStatements.WasCommitted(), cancellationToken, ("load", load), ("token", commit)) == 1;

    /// <summary>The loads with the state <c>running</c>.</summary>
    public static Task<List<Load>> ReadRunningAsync(Session session, CancellationToken cancellationToken) =>
        session.ReadNamedAsync(LedgerStatements.ReadRunning(), LedgerRows.Load, cancellationToken);

    /// <summary>Ends a load that was seen running, if it is still running and no session holds the lock of its file.</summary>
    /// <returns>The load, or <see langword="null"/> if it has ended or its file is locked.</returns>
    public static async Task<Load?> EndAbandonedLoadAsync(
        Session session, Load running, DateTimeOffset time, int attempts, CancellationToken cancellationToken)
    {
        var hash = PathHash.Compute(running.File);
        await session.ReadNamedAsync(LedgerStatements.FindFileForChange(), LedgerRows.File, cancellationToken, ("path_hash", hash));
        var changed = await session.ExecuteAsync(
            LedgerStatements.EndAbandonedLoad(), cancellationToken,
            ("resource", NamedLock.ResourceOf(running.File)), ("error", LedgerTexts.ProcessGone), ("time", time), ("load", running.Id),
            ("attempts", attempts));
        if (changed < 1)
        {
            return null;
        }

        var load = (await ReadLoadsAsync(session, new LedgerQuery { Load = running.Id }, cancellationToken)).Single();
        await session.ExecuteAsync(
            LedgerStatements.EndAbandonedFile(), cancellationToken,
            ("attempts", load.Attempt), ("next_try", load.NextTry), ("error", load.Error),
            ("updated_at", load.FinishedAt), ("path_hash", hash),
            ("load", load.Id));
        return load;
    }

    /// <summary>Updates the file and the load of a commit, if the file's version is still that of the target (compare-and-swap).</summary>
    /// <exception cref="CheckpointConflictException">Another load has changed the file.</exception>
    public static async Task CommitAsync(
        Session session, Guid token, LoadTarget target, LoadProgress progress, CancellationToken cancellationToken)
    {
        progress = progress with { Error = Message(progress.Error) };
        var changed = await session.ExecuteAsync(
            LedgerStatements.CommitFile(), cancellationToken,
            [
                .. LedgerValues.FromCommit(progress, target.Version, target.LoadId),
                ("file_id", target.File.Id),
                ("dataset", target.Dataset.Name),
                ("version", target.File.RowVersion),
            ]);
        if (changed != 1)
        {
            throw new CheckpointConflictException(target.File.Path);
        }

        await session.ExecuteAsync(
            LedgerStatements.CommitLoad(), cancellationToken,
            [.. LedgerValues.FromProgress(progress), ("token", token), ("load", target.LoadId)]);
        await AddChangesAsync(session, target.LoadId, progress.Changes, cancellationToken);
    }

    /// <summary>Adds the changes of a load.</summary>
    public static async Task AddChangesAsync(
        Session session, long load, IReadOnlyList<ColumnChange> changes, CancellationToken cancellationToken)
    {
        foreach (var (batch, start) in changes.Chunk(LedgerStatements.MostChanges)
            .Select((b, i) => (b, i * LedgerStatements.MostChanges)))
        {
            var values = batch.SelectMany((change, i) => LedgerValues.FromChange(change, load, start + i)
                .Select(v => (LedgerStatements.Numbered(v.Name, i), v.Value)));
            await session.ExecuteAsync(LedgerStatements.AddChanges(batch.Length), cancellationToken, [.. values]);
        }
    }

    /// <summary>A message that fits its column. A longer one is truncated and ends with an ellipsis.</summary>
    public static string? Message(string? text) =>
        text is { Length: > LedgerStatements.MaxMessage } ? $"{text[..(LedgerStatements.MaxMessage - 1)]}…" : text;

    private static Task<int> EndFileAsync(
        Session session, Load load, FileVersion version, long after, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            LedgerStatements.EndFile(), cancellationToken,
            [
                .. LedgerValues.FromFileEnd(load with { Error = Message(load.Error) }, version),
                ("path_hash", PathHash.Compute(load.File)),
                ("after", after),
            ]);

    private static async Task<FileRecord?> FindForChangeAsync(Session session, string path, CancellationToken cancellationToken) =>
        (await session.ReadNamedAsync(
            LedgerStatements.FindFileForChange(), LedgerRows.File, cancellationToken, ("path_hash", PathHash.Compute(path))))
        .SingleOrDefault();

    private static IReadOnlyList<(string Name, object? Value)> Conditions(LedgerQuery query) =>
    [
        ("path_hash", query.File is { } path ? PathHash.Compute(path) : null),
        ("dataset", query.Dataset),
        ("load", query.Load),
        ("skip", query.Skip),
        ("top", query.Top),
    ];
}

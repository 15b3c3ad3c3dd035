using Sluice.Lake;
using Sluice.Ledger;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Locks;
using Sluice.Text;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Ledger;

/// <summary>The ledger's work, each within a session that may have a transaction.</summary>
internal static class SqlServerLedger
{
    /// <summary>A file by its path.</summary>
    public static async Task<FileRecord?> FindFileAsync(Session session, string path, CancellationToken cancellationToken) =>
        (await session.ReadAsync(LedgerStatements.FindFile(), LedgerRows.File, cancellationToken, ("path_hash", PathHash.Compute(path)))).SingleOrDefault();

    /// <summary>All files of a dataset.</summary>
    public static Task<List<FileRecord>> ReadFilesAsync(Session session, string dataset, CancellationToken cancellationToken) =>
        session.ReadAsync(LedgerStatements.ReadFilesOf(), LedgerRows.File, cancellationToken, ("dataset", dataset));

    /// <summary>Files, the last changed first.</summary>
    public static Task<List<FileRecord>> ReadFilesAsync(Session session, LedgerQuery query, CancellationToken cancellationToken) =>
        session.ReadAsync(
            LedgerStatements.ReadFiles(), LedgerRows.File, cancellationToken,
            [.. Conditions(query), ("state", LedgerValues.GetName(query.State))]);

    /// <summary>Loads, the newest first.</summary>
    public static Task<List<Load>> ReadLoadsAsync(Session session, LedgerQuery query, CancellationToken cancellationToken) =>
        session.ReadAsync(
            LedgerStatements.ReadLoads(), LedgerRows.Load, cancellationToken,
            [.. Conditions(query), ("state", LedgerValues.GetName(query.State))]);

    /// <summary>Rejects, those of the newest load first.</summary>
    public static Task<List<StoredReject>> ReadRejectsAsync(Session session, LedgerQuery query, CancellationToken cancellationToken) =>
        session.ReadAsync(
            LedgerStatements.ReadRejects(), LedgerRows.Reject, cancellationToken,
            [.. Conditions(query)]);

    /// <summary>Records a load that begins; a file that is not known is added. Done again with the same token it finds what it did.</summary>
    /// <param name="session">The session, which has a transaction.</param>
    /// <param name="token">Names this call.</param>
    /// <param name="load">The load.</param>
    /// <param name="version">The version that it is of.</param>
    /// <param name="checkLock">Throws if the lock of the file is lost: then a load of it that is running may be another's.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The load, its file, and whether it is known to be the first load of it.</returns>
    public static async Task<(Load Load, FileRecord File, bool IsFirst)> StartLoadAsync(
        Session session, Guid token, Load load, FileVersion version, Func<Task> checkLock, CancellationToken cancellationToken)
    {
        var hash = PathHash.Compute(load.File);

        // The file first: if this is done again while the first time is still to be committed, that waits here for it, and then finds it.
        var known = (await session.ReadAsync(LedgerStatements.FindFileForChange(), LedgerRows.File, cancellationToken, ("path_hash", hash))).SingleOrDefault();
        if ((await session.ReadAsync(LedgerStatements.FindLoad(), LedgerRows.Load, cancellationToken, ("token", token))).SingleOrDefault() is { } begun)
        {
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

            failed = (await session.ReadAsync(
                LedgerStatements.FailedAttempts(), r => (int)r.GetInt64(0), cancellationToken, ("load", known.LastLoad), ("etag", load.ETag))).SingleOrDefault();
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
                    ("file_id", file),
                ]);
        }

        return (load, (await FindFileAsync(session, load.File, cancellationToken))!, IsFirst: known is null);
    }

    /// <summary>Records that a load has ended without a last commit, unless it has made that after all.</summary>
    public static async Task EndLoadAsync(Session session, Load load, FileVersion version, CancellationToken cancellationToken)
    {
        // The file first, as everywhere: two that change both in another order would wait for each other.
        await session.ReadAsync(LedgerStatements.FindFileForChange(), LedgerRows.File, cancellationToken, ("path_hash", PathHash.Compute(load.File)));
        var changed = await session.ExecuteAsync(
            LedgerStatements.EndLoad(), cancellationToken,
            [.. LedgerValues.FromLoadEnd(load with { Error = Message(load.Error) }), ("load", load.Id)]);
        if (changed == 1)
        {
            await EndFileAsync(session, load, version, after: load.Id, cancellationToken);
        }
    }

    /// <summary>Whether a commit was made whose answer was lost.</summary>
    /// <param name="session">The connection.</param>
    /// <param name="load">The number of the load.</param>
    /// <param name="commit">What names the commit.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public static async Task<bool> WasCommittedAsync(Session session, long load, Guid commit, CancellationToken cancellationToken) =>
        await session.ReadOneAsync<int>(LedgerStatements.WasCommitted(), cancellationToken, ("load", load), ("token", commit)) == 1;

    /// <summary>The loads that are running.</summary>
    public static Task<List<Load>> ReadRunningAsync(Session session, CancellationToken cancellationToken) =>
        session.ReadAsync(LedgerStatements.ReadRunning(), LedgerRows.Load, cancellationToken);

    /// <summary>Ends a load that was seen running, if it still is and nobody holds the lock of its file.</summary>
    /// <returns>The load, or <see langword="null"/> if it has an end or somebody is at work on its file.</returns>
    public static async Task<Load?> EndAbandonedLoadAsync(
        Session session, Load running, DateTimeOffset time, int attempts, CancellationToken cancellationToken)
    {
        var hash = PathHash.Compute(running.File);
        await session.ReadAsync(LedgerStatements.FindFileForChange(), LedgerRows.File, cancellationToken, ("path_hash", hash));
        var changed = await session.ExecuteAsync(
            LedgerStatements.EndAbandonedLoad(), cancellationToken,
            ("resource", FileLock.ResourceOf(running.File)), ("error", LedgerTexts.ProcessGone), ("time", time), ("load", running.Id),
            ("attempts", attempts));
        if (changed < 1)
        {
            return null;
        }

        var load = (await ReadLoadsAsync(session, new LedgerQuery { Load = running.Id }, cancellationToken)).Single();
        await session.ExecuteAsync(
            LedgerStatements.EndAbandonedFile(), cancellationToken,
            ("attempts", load.Attempt), ("next_try", load.NextTry), ("error", load.Error), ("updated_at", load.FinishedAt), ("path_hash", hash),
            ("load", load.Id));
        return load;
    }

    /// <summary>Writes what a commit says of its file and its load, if the file is still as the target has it.</summary>
    /// <exception cref="CheckpointConflictException">It is not.</exception>
    public static async Task CommitAsync(
        Session session, Guid token, LoadTarget target, LoadProgress progress, CancellationToken cancellationToken)
    {
        progress = progress with { Error = Message(progress.Error) };
        var changed = await session.ExecuteAsync(
            LedgerStatements.CommitFile(), cancellationToken,
            [
                .. LedgerValues.FromCommit(progress, target.Version, target.LoadId),
                ("file_id", target.File.Id),
                ("version", target.File.RowVersion),
            ]);
        if (changed != 1)
        {
            throw new CheckpointConflictException(target.File.Path);
        }

        await session.ExecuteAsync(
            LedgerStatements.CommitLoad(), cancellationToken,
            [.. LedgerValues.FromProgress(progress), ("token", token), ("load", target.LoadId)]);
    }

    /// <summary>A message as its column has it: one that is too long is cut, and says so.</summary>
    public static string? Message(string? text) =>
        text is { Length: > LedgerStatements.MaxMessage } ? $"{text[..(LedgerStatements.MaxMessage - 1)]}…" : text;

    private static Task<int> EndFileAsync(Session session, Load load, FileVersion version, long after, CancellationToken cancellationToken) => session.ExecuteAsync(
        LedgerStatements.EndFile(), cancellationToken,
        [
            .. LedgerValues.FromFileEnd(load with { Error = Message(load.Error) }, version),
            ("path_hash", PathHash.Compute(load.File)),
            ("after", after),
        ]);

    private static IReadOnlyList<(string Name, object? Value)> Conditions(LedgerQuery query) =>
    [
        ("path_hash", query.File is { } path ? PathHash.Compute(path) : null),
        ("dataset", query.Dataset),
        ("load", query.Load),
        ("skip", query.Skip),
        ("top", query.Top),
    ];
}

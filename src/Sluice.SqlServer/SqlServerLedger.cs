using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Text;
using Sluice.Warehouse;

namespace Sluice.SqlServer;

/// <summary>The ledger's work, each within a session that may have a transaction.</summary>
internal static class SqlServerLedger
{
    /// <summary>A file by its path.</summary>
    public static async Task<FileRecord?> FindFileAsync(Session session, string path, CancellationToken cancellationToken) =>
        (await session.ReadAsync(LedgerStatements.FindFile(), LedgerRows.File, cancellationToken, PathHash.Compute(path))).SingleOrDefault();

    /// <summary>All files of a dataset.</summary>
    public static Task<List<FileRecord>> ReadFilesAsync(Session session, string dataset, CancellationToken cancellationToken) =>
        session.ReadAsync(LedgerStatements.ReadFilesOf(), LedgerRows.File, cancellationToken, dataset);

    /// <summary>Files, the last changed first.</summary>
    public static Task<List<FileRecord>> ReadFilesAsync(Session session, LedgerQuery query, CancellationToken cancellationToken) =>
        session.ReadAsync(
            LedgerStatements.ReadFiles(), LedgerRows.File, cancellationToken,
            Hash(query), query.Dataset, query.Load, State(query), query.Skip, (long)query.Top);

    /// <summary>Loads, the newest first.</summary>
    public static Task<List<Load>> ReadLoadsAsync(Session session, LedgerQuery query, CancellationToken cancellationToken) =>
        session.ReadAsync(
            LedgerStatements.ReadLoads(), LedgerRows.Load, cancellationToken,
            Hash(query), query.Dataset, query.Load, State(query), query.Skip, (long)query.Top);

    /// <summary>Rejects, those of the newest load first.</summary>
    public static Task<List<StoredReject>> ReadRejectsAsync(Session session, LedgerQuery query, CancellationToken cancellationToken) =>
        session.ReadAsync(
            LedgerStatements.ReadRejects(), LedgerRows.Reject, cancellationToken,
            Hash(query), query.Dataset, query.Load, query.Skip, (long)query.Top);

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
        var known = (await session.ReadAsync(LedgerStatements.FindFileForChange(), LedgerRows.File, cancellationToken, hash)).SingleOrDefault();
        if ((await session.ReadAsync(LedgerStatements.FindLoad(), LedgerRows.Load, cancellationToken, token)).SingleOrDefault() is { } begun)
        {
            return (begun, (await FindFileAsync(session, load.File, cancellationToken))!, IsFirst: false);
        }

        var failed = 0;
        if (known is not null)
        {
            if (await session.ExecuteAsync(LedgerStatements.CutOff(), cancellationToken, LedgerTexts.ProcessGone, load.StartedAt, known.Id) > 0)
            {
                await checkLock();
            }

            failed = (await session.ReadAsync(
                LedgerStatements.FailedAttempts(), r => (int)r.GetInt64(0), cancellationToken, known.LastLoad, load.ETag)).SingleOrDefault();
        }

        load = load with { Attempt = Math.Max(load.Attempt, 1 + failed) };
        var state = EnumNames<LoadState>.GetName(load.State);
        var error = Message(load.Error);
        var file = known?.Id ?? await session.ReadOneAsync<long>(
            LedgerStatements.AddFile(), cancellationToken,
            load.File, hash, load.Dataset, state, version.ETag, version.LastModified, version.Length, error, load.StartedAt);
        load = load with
        {
            Id = await session.ReadOneAsync<long>(
                LedgerStatements.AddLoad(), cancellationToken,
                token, file, load.File, load.Dataset, Kind(load.Kind), state, EnumNames<LoadTrigger>.GetName(load.Trigger), load.ETag, load.Rows, load.Rejected,
                load.Bytes, load.StartedAt, load.FinishedAt, error, load.Attempt, load.NextTry, load.RejectsFile),
        };
        if (known is null)
        {
            await session.ExecuteAsync(LedgerStatements.NameFirstLoad(), cancellationToken, load.Id, file);
        }

        if (load.State is not (LoadState.Running or LoadState.Unchanged))
        {
            await EndFileAsync(session, load, version, after: known?.LastLoad ?? load.Id, cancellationToken);
        }
        else if (load.State == LoadState.Running && known is not null)
        {
            await session.ExecuteAsync(
                LedgerStatements.BeginFile(), cancellationToken,
                version.ETag, version.LastModified, version.Length, load.Id, load.Dataset, load.Attempt - 1, load.StartedAt, file);
        }

        return (load, (await FindFileAsync(session, load.File, cancellationToken))!, IsFirst: known is null);
    }

    /// <summary>Records that a load has ended without a last commit, unless it has made that after all.</summary>
    public static async Task EndLoadAsync(Session session, Load load, FileVersion version, CancellationToken cancellationToken)
    {
        // The file first, as everywhere: two that change both in another order would wait for each other.
        await session.ReadAsync(LedgerStatements.FindFileForChange(), LedgerRows.File, cancellationToken, PathHash.Compute(load.File));
        var changed = await session.ExecuteAsync(
            LedgerStatements.EndLoad(), cancellationToken,
            Kind(load.Kind), EnumNames<LoadState>.GetName(load.State), load.FinishedAt, Message(load.Error), load.Attempt, load.NextTry, load.Id);
        if (changed == 1)
        {
            await EndFileAsync(session, load, version, after: load.Id, cancellationToken);
        }
    }

    /// <summary>The loads that are running.</summary>
    public static Task<List<Load>> ReadRunningAsync(Session session, CancellationToken cancellationToken) =>
        session.ReadAsync(LedgerStatements.ReadRunning(), LedgerRows.Load, cancellationToken);

    /// <summary>Ends a load that was seen running, if it still is and nobody holds the lock of its file.</summary>
    /// <returns>The load, or <see langword="null"/> if it has an end or somebody is at work on its file.</returns>
    public static async Task<Load?> EndAbandonedLoadAsync(
        Session session, Load running, DateTimeOffset time, int attempts, CancellationToken cancellationToken)
    {
        var hash = PathHash.Compute(running.File);
        await session.ReadAsync(LedgerStatements.FindFileForChange(), LedgerRows.File, cancellationToken, hash);
        var changed = await session.ExecuteAsync(
            LedgerStatements.EndAbandonedLoad(), cancellationToken,
            FileLock.ResourceOf(running.File), LedgerTexts.ProcessGone, time, running.Id, (long)attempts);
        if (changed < 1)
        {
            return null;
        }

        var load = (await ReadLoadsAsync(session, new LedgerQuery { Load = running.Id }, cancellationToken)).Single();
        await session.ExecuteAsync(
            LedgerStatements.EndAbandonedFile(), cancellationToken, (long)load.Attempt, load.NextTry, load.Error, load.FinishedAt, hash, load.Id);
        return load;
    }

    /// <summary>Writes what a commit says of its file and its load, if the file is still as the target has it.</summary>
    /// <exception cref="CheckpointConflictException">It is not.</exception>
    public static async Task CommitAsync(
        Session session, Guid token, LoadTarget target, LoadProgress progress, CancellationToken cancellationToken)
    {
        var checkpoint = progress.Checkpoint;
        var state = EnumNames<LoadState>.GetName(progress.State);
        var error = Message(progress.Error);
        var changed = await session.ExecuteAsync(
            LedgerStatements.CommitFile(), cancellationToken,
            state, target.Version.ETag, target.Version.LastModified, target.Version.Length, progress.FileRows, progress.FileRejected, error,
            progress.Time, checkpoint?.ETag, checkpoint?.Offset, checkpoint?.Lines, checkpoint?.Rows, checkpoint?.Rejected, checkpoint?.PrefixHash,
            checkpoint?.Header, checkpoint?.Delimiter.ToString(), checkpoint is null ? null : EnumNames<BlobKind>.GetName(checkpoint.BlobKind),
            checkpoint?.CreatedOn, checkpoint?.Complete, checkpoint is null ? null : target.Version.LastModified, target.Load, target.File.Id,
            target.File.Version, LedgerTexts.Keys(checkpoint));
        if (changed != 1)
        {
            throw new CheckpointConflictException(target.File.Path);
        }

        await session.ExecuteAsync(
            LedgerStatements.CommitLoad(), cancellationToken,
            Kind(progress.Kind), state, progress.Rows, progress.Rejected, progress.Bytes,
            progress.State == LoadState.Running ? null : progress.Time, error, progress.RejectsFile, token, target.Load);
    }

    /// <summary>A message as its column has it: one that is too long is cut, and says so.</summary>
    public static string? Message(string? text) =>
        text is { Length: > LedgerStatements.MaxMessage } ? $"{text[..(LedgerStatements.MaxMessage - 1)]}…" : text;

    private static Task<int> EndFileAsync(Session session, Load load, FileVersion version, long after, CancellationToken cancellationToken) => session.ExecuteAsync(
        LedgerStatements.EndFile(), cancellationToken,
        EnumNames<LoadState>.GetName(load.State), version.ETag, version.LastModified, version.Length, load.Id,
        load.State switch { LoadState.Failed => load.Attempt, LoadState.Superseded => load.Attempt - 1, _ => 0 }, load.NextTry, Message(load.Error),
        load.FinishedAt ?? load.StartedAt, PathHash.Compute(load.File), after);

    private static byte[]? Hash(LedgerQuery query) => query.File is { } path ? PathHash.Compute(path) : null;

    private static string? State(LedgerQuery query) => query.State is { } state ? EnumNames<LoadState>.GetName(state) : null;

    private static string? Kind(LoadKind? kind) => kind is { } value ? EnumNames<LoadKind>.GetName(value) : null;
}

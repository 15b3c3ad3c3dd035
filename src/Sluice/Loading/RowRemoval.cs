using System.Globalization;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Validation.Rows;

namespace Sluice.Loading;

/// <summary>Removes all rows of a file that is gone, refused or skipped, in one transaction.</summary>
/// <param name="load">The load.</param>
/// <param name="kind">What the load does.</param>
internal sealed class RowRemoval(FileLoad load, LoadKind kind)
{
    /// <summary>Removes the rows of a file that is gone.</summary>
    public Task<Load> RemoveAsync(CancellationToken cancellationToken) =>
        CommitAsync(NewProgress(LoadState.Removed, null, 0), cancellationToken);

    /// <summary>Refuses a file as a whole.</summary>
    /// <param name="reason">Why, as a sentence.</param>
    /// <param name="bytes">How many bytes of the file were read.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <param name="changes">The differences between its columns and the schema, or <see langword="null"/> for none.</param>
    public Task<Load> RefuseAsync(
        string reason, long bytes, CancellationToken cancellationToken, IReadOnlyList<ColumnChange>? changes = null) =>
        CommitAsync(NewProgress(LoadState.Refused, reason, bytes) with { Changes = NotRecorded(changes ?? []) }, cancellationToken);

    /// <summary>Skips a file that has the same content as another one.</summary>
    /// <param name="content">The content.</param>
    /// <param name="other">The other file.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public Task<Load> SkipAsync(string content, FileRecord other, CancellationToken cancellationToken) => CommitAsync(
        NewProgress(
            LoadState.Skipped,
            $"The file has the same content as {other.Path}, so its rows are in the table (\"sluice:onDuplicateFile\": \"skip\").",
            load.Version.Length) with
        {
            Content = content,
        },
        cancellationToken);

    /// <summary>Refuses a file with too many rejects. Reads the whole file again, to record all of them.</summary>
    public async Task<Load> RefuseRejectsAsync(CancellationToken cancellationToken)
    {
        var counts = new RowCounts(load, start: default);
        try
        {
            await using var reader = await DatasetReader.StartAsync(
                load.Dataset, load.Transactions.Limits, load.Options.Read, load.OpenAsync, hashing: false, cancellationToken,
                load.Version.Path, load.Erased, load.Origin, load.Version.Length);
            var rejects = load.NewRejectsFile(reader);
            await using var pipeline = new BatchPipeline(
                reader, load.Dataset.Schema, load.BatchRows, waitingRows: 0,
                load.Telemetry, cancellationToken);
            await using var transaction = await load.Transactions.BeginAsync(load.Target, cancellationToken);
            await transaction.RemoveAsync(0, cancellationToken);
            await foreach (var batch in pipeline.ReadAsync(cancellationToken))
            {
                using (load.Telemetry.Write.Measure())
                {
                    await transaction.WriteAsync(batch.Rejects, cancellationToken);
                }

                await rejects.WriteAsync(batch.Rejects, cancellationToken);
                counts.Add(batch);
                pipeline.Return(batch);
            }

            var policy = load.Dataset.OnReject;
            var allowed = policy.MaxRows is { } most
                ? $"{most}" : string.Create(CultureInfo.InvariantCulture, $"a share of {policy.MaxShare}");
            var reason = $"The file has {counts.Rejected} rejects among {counts.Rows + counts.Rejected} rows, and {allowed} is allowed "
                + "(sluice:onReject); no row of it is loaded.";
            var progress = NewProgress(LoadState.Refused, reason, counts.Bytes) with
            {
                Rejected = counts.Rejected,
                FileRejected = counts.Rejected,
                Erased = counts.Erased,
                FileErased = counts.Erased,
                RejectsFile = await rejects.CompleteAsync(),
                Changes = NotRecorded(reader.Changes),
            };
            return await load.CommitAsync(transaction, progress, cancellationToken);
        }
        catch (FileRefusedException e)
        {
            return await RefuseAsync(e.Message, counts.Bytes, cancellationToken, e.Changes);
        }
    }

    /// <summary>The changes, unless a commit of the load has recorded them before the file turned out wrong.</summary>
    private IReadOnlyList<ColumnChange> NotRecorded(IReadOnlyList<ColumnChange> changes) => load.Changes.Count > 0 ? [] : changes;

    private async Task<Load> CommitAsync(LoadProgress progress, CancellationToken cancellationToken)
    {
        await using var transaction = await load.Transactions.BeginAsync(load.Target, cancellationToken);
        await transaction.RemoveAsync(0, cancellationToken);
        return await load.CommitAsync(transaction, progress, cancellationToken);
    }

    private LoadProgress NewProgress(LoadState state, string? reason, long bytes) => new()
    {
        Checkpoint = null,
        Fingerprint = state == LoadState.Removed ? null : load.Dataset.Fingerprint,
        State = state,
        Kind = kind,
        Rows = 0,
        Rejected = 0,
        Bytes = bytes,
        FileRows = 0,
        FileRejected = 0,
        Error = reason,
        Time = load.Now,
    };
}

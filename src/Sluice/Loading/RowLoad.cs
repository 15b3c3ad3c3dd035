using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Validation.Rows;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// Reads the rows of a version from where a plan begins, and commits them: once, from there to its end. Who must begin again makes another
/// one.
/// </summary>
/// <param name="load">The load.</param>
/// <param name="plan">What is planned.</param>
internal sealed class RowLoad(FileLoad load, LoadPlan plan)
{
    // Where commits are written side by side: all rows of one wait in memory while those before it are written. Columnstores of Azure SQL
    // compress as many at once, from 102,400 on.
    private const int MostRowsSideBySide = 1 << 18;

    private readonly RowCounts counts = new(load, plan.From.Offset);
    private readonly Dataset dataset = load.Dataset;

    /// <summary>
    /// Whether rows are committed as the load goes on, or all at its end: another version shows as a whole or not at all, and so does a
    /// file that is all of its table or may turn out to have more rejects than allowed.
    /// </summary>
    private bool CommitsParts =>
        plan.Kind != LoadKind.Replace && dataset.WriteMode != WriteMode.Replace && dataset.OnReject is { MaxRows: null, MaxShare: null };

    // Rows that are merged are written once more in the commit, so that one of many is worth more than two at a time.
    private bool IsWrittenSideBySide => CommitsParts && load.Warehouse.Limits.Commits > 1 && dataset.WriteMode == WriteMode.Append;

    private int CommitRows => IsWrittenSideBySide ? Math.Min(load.Options.CommitRows, MostRowsSideBySide) : load.Options.CommitRows;

    /// <summary>Reads and commits.</summary>
    /// <param name="lastKeys">The greatest keys before the plan begins; without them the rows before are read for theirs.</param>
    /// <param name="cancellationToken">Ends the load.</param>
    /// <returns>The load, or <see langword="null"/> if there are more rejects than allowed: then nothing was committed.</returns>
    /// <exception cref="Validation.Keys.KeysUnknownException">The keys before must be read; what was committed meanwhile comes after where
    /// the plan begins, and is taken back by the load that begins again there.</exception>
    public async Task<Load?> ReadAndCommitAsync(IReadOnlyDictionary<string, long>? lastKeys, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await OpenReaderAsync(lastKeys, cancellationToken);
            var rejects = load.NewRejectsFile(reader);
            var commitRows = CommitRows;
            await using var pipeline = new BatchPipeline(
                reader, dataset.Schema, commitRows, waitingRows: IsWrittenSideBySide ? commitRows : 0, load.Telemetry, cancellationToken);
            await using var commits = new CommitPipeline(
                load.Warehouse, load.Target, load.Telemetry, pipeline.Return, load.OnCommitted, cancellationToken);
            await commits.BeginAsync(t => RemovePlannedRowsAsync(t, cancellationToken));
            var sizes = new CommitSizes(commitRows, IsWrittenSideBySide ? load.Warehouse.Limits.Commits : 1);
            var mark = ReadMark.None;
            await foreach (var batch in pipeline.ReadAsync(cancellationToken))
            {
                await rejects.WriteAsync(batch.Rejects, cancellationToken);
                mark = batch.Mark;
                var read = batch.Rows.Count + batch.Rejects.Count;
                counts.Add(batch);
                commits.Write(batch);
                if (dataset.OnReject.IsExceeded(plan.From.Rejected + counts.Rejected, rows: null))
                {
                    return null;
                }

                if (CommitsParts && sizes.Add(read, counts.Bytes, load.Version.Length - plan.From.Offset - counts.Bytes))
                {
                    await commits.CommitAsync(NewProgress(reader, mark, LoadState.Running, null));
                }
            }

            if (dataset.OnReject.IsExceeded(plan.From.Rejected + counts.Rejected, plan.From.Rows + counts.Rows + counts.Rejected))
            {
                return null;
            }

            var last = NewProgress(reader, mark, LoadState.Loaded, await rejects.CompleteAsync());
            await commits.CompleteAsync(last);
            return load.EndWith(last);
        }
        catch (FileRefusedException e)
        {
            return await new RowRemoval(load).RefuseAsync(e.Message, counts.Bytes, cancellationToken);
        }
    }

    private Task<DatasetReader> OpenReaderAsync(IReadOnlyDictionary<string, long>? lastKeys, CancellationToken cancellationToken) =>
        plan.After is { } after
            ? DatasetReader.ResumeAsync(
                dataset, load.Warehouse.Limits, load.Options.Read, load.OpenAsync, plan.From, after.Header, after.Delimiter,
                plan.Prefix?.Clone(), lastKeys, cancellationToken, load.Version.Path)
            : DatasetReader.StartAsync(
                dataset, load.Warehouse.Limits, load.Options.Read, load.OpenAsync, LoadPlan.NeedsHash(load.Version), cancellationToken,
                load.Version.Path);

    /// <summary>Takes away what this load writes again or in place of.</summary>
    private Task RemovePlannedRowsAsync(ILoadTransaction transaction, CancellationToken cancellationToken) => plan.Kind switch
    {
        LoadKind.Append => transaction.RemoveAsync(plan.From.Rows + 1, cancellationToken),
        LoadKind.Replace when dataset.WriteMode == WriteMode.Merge => transaction.RetireAsync(cancellationToken),
        _ => transaction.RemoveAsync(1, cancellationToken),
    };

    private LoadProgress NewProgress(DatasetReader reader, ReadMark mark, LoadState state, string? rejectsFile) => new()
    {
        Checkpoint = new Checkpoint
        {
            ETag = load.Version.ETag,
            Offset = mark.Position.Offset,
            Lines = mark.Position.Lines,
            Rows = mark.Position.Rows,
            Rejected = mark.Position.Rejected,
            PrefixHash = mark.PrefixHash,
            LastKeys = mark.LastKeys,
            Header = reader.Header,
            Delimiter = reader.Delimiter,
            BlobKind = load.Version.Kind,
            CreatedOn = load.Version.CreatedOn,
            Complete = state == LoadState.Loaded,
        },
        State = state,
        Kind = plan.Kind,
        Rows = counts.Rows,
        Rejected = counts.Rejected,
        Bytes = counts.Bytes,
        FileRows = plan.From.Rows - plan.From.Rejected + counts.Rows,
        FileRejected = plan.From.Rejected + counts.Rejected,
        RejectsFile = rejectsFile,
        Time = load.Now,
    };
}

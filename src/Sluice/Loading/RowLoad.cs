using System.IO.Hashing;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Validation.Rows;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// Reads the rows of a version from the start of a plan to the end, and commits them. For one use: a repeated load creates another one.
/// </summary>
/// <param name="load">The load.</param>
/// <param name="plan">The plan.</param>
/// <param name="columns">Where new columns of the file are added to the table.</param>
internal sealed class RowLoad(FileLoad load, LoadPlan plan, IAddedColumns columns)
{
    private readonly RowCounts counts = new(load, plan.From);
    private readonly WarehouseLimits limits = load.Transactions.Limits;
    private ContentStream? content;
    private bool hasGivenChanges;

    private Dataset Dataset => load.Dataset;

    /// <summary>
    /// Whether the load commits in parts, or everything at its end. It must be one commit if the rows replace others, because readers see
    /// the old version or the new one and no mixture, and if the file may turn out to have too many rejects, because then none of its rows
    /// may be visible.
    /// </summary>
    private bool CommitsParts =>
        plan.Kind != LoadKind.Replace && Dataset.WriteMode != WriteMode.Replace && Dataset.OnReject is { MaxRows: null, MaxShare: null };

    // The commit of a merge writes the rows a second time, so one large commit is better than two in parallel.
    private bool IsWrittenSideBySide => CommitsParts && limits.Commits > 1 && Dataset.WriteMode == WriteMode.Append;

    private int CommitRows => IsWrittenSideBySide ? Math.Min(load.Options.CommitRows, limits.MostCommitRows) : load.Options.CommitRows;

    /// <summary>Reads the rows and commits them.</summary>
    /// <param name="lastKeys">The greatest keys before the start of the plan; <see langword="null"/> to read the earlier rows for their
    /// keys.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <returns>The load, or <see langword="null"/> if there are too many rejects; then nothing was committed.</returns>
    /// <exception cref="Validation.Keys.KeysUnknownException">The keys of the earlier rows must be read. What was committed meanwhile lies
    /// after the start of the plan, so the repeated load removes it.</exception>
    public async Task<Load?> ReadAndCommitAsync(IReadOnlyDictionary<string, long>? lastKeys, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await OpenReaderAsync(lastKeys, cancellationToken);
            var rejects = load.NewRejectsFile(reader);
            var commitRows = CommitRows;
            await using var pipeline = new BatchPipeline(
                reader, Dataset.Schema, load.BatchRows, waitingRows: IsWrittenSideBySide ? commitRows : 0,
                load.Telemetry, cancellationToken);
            await using var commits = new CommitPipeline(
                load.Transactions, load.Target, load.Telemetry, pipeline.Return, load.OnCommitted, cancellationToken);
            await commits.BeginAsync(t => RemovePlannedRowsAsync(t, cancellationToken));
            var sizes = new CommitSizes(commitRows, limits.LeastCommitRows, IsWrittenSideBySide ? limits.Commits : 1);
            var mark = ReadMark.None;
            await foreach (var batch in pipeline.ReadAsync(cancellationToken))
            {
                await rejects.WriteAsync(batch.Rejects, cancellationToken);
                mark = batch.Mark;
                var read = batch.Rows.Count + batch.Rejects.Count;
                counts.Add(batch);
                commits.Write(batch);
                if (Dataset.OnReject.IsExceeded(plan.From.Rejected + counts.Rejected, records: null))
                {
                    return null;
                }

                if (CommitsParts && sizes.Add(read, counts.Bytes, load.Version.Length - plan.From.Offset - counts.Bytes))
                {
                    await commits.CommitAsync(NewProgress(reader, mark, LoadState.Running, null));
                }
            }

            var records = plan.From.Records - plan.From.Erased + counts.Rows + counts.Rejected;
            if (Dataset.OnReject.IsExceeded(plan.From.Rejected + counts.Rejected, records))
            {
                return null;
            }

            var last = NewProgress(reader, mark, LoadState.Loaded, await rejects.CompleteAsync());
            await commits.CompleteAsync(last);
            return load.EndWith(last);
        }
        catch (FileRefusedException e)
        {
            return await new RowRemoval(load, plan.Kind).RefuseAsync(e.Message, counts.Bytes, cancellationToken, e.Changes);
        }
    }

    private async Task<DatasetReader> OpenReaderAsync(IReadOnlyDictionary<string, long>? lastKeys, CancellationToken cancellationToken)
    {
        var reader = await OpenOnceAsync(lastKeys, cancellationToken);
        if (reader.NewHeaders is not { Count: > 0 } headers)
        {
            return reader;
        }

        await using (reader)
        {
            await load.AddColumnsAsync(columns, reader, headers, cancellationToken);
        }

        return await OpenOnceAsync(lastKeys, cancellationToken);
    }

    private Task<DatasetReader> OpenOnceAsync(IReadOnlyDictionary<string, long>? lastKeys, CancellationToken cancellationToken) =>
        plan.After is { } after
            ? DatasetReader.ResumeAsync(
                Dataset, limits, load.Options.Read, OpenAsync, plan.From, after.Header, ReadDialect.Of(after, Dataset),
                plan.Prefix?.Clone(), lastKeys, cancellationToken, load.Version.Path, load.Erased, load.Origin, load.Version.Length)
            : DatasetReader.StartAsync(
                Dataset, limits, load.Options.Read, OpenAsync, !load.Version.OnlyGrows, cancellationToken,
                load.Version.Path, load.Erased, load.Origin, load.Version.Length);

    // An append blob that has grown is not read from its start, so nobody knows what it has as a whole. Of a ZIP archive, the end is looked
    // at before it is read from its start.
    private async Task<Stream> OpenAsync(long offset, CancellationToken cancellationToken)
    {
        var stream = await load.OpenAsync(offset, cancellationToken);
        if (offset != 0 && offset != plan.From.Offset)
        {
            return stream;
        }

        content = (offset == 0 ? new XxHash128() : plan.Prefix?.Clone()) is { } prefix
            ? new ContentStream(stream, prefix, load.Version.Length, offset)
            : null;
        return content ?? stream;
    }

    /// <summary>Removes the rows that this load writes again or replaces.</summary>
    private Task RemovePlannedRowsAsync(ILoadTransaction transaction, CancellationToken cancellationToken) => plan.Kind switch
    {
        LoadKind.Append => transaction.RemoveAsync(plan.From.Records + 1, cancellationToken),
        LoadKind.Replace when Dataset.WriteMode == WriteMode.Merge => transaction.SupersedeAsync(cancellationToken),

        // Also the rows of earlier versions that a merge has kept, if the write mode was another one then.
        LoadKind.Replace => transaction.RemoveAsync(0, cancellationToken),
        _ => transaction.RemoveAsync(1, cancellationToken),
    };

    /// <summary>The changes, once for the load. A file that is read on has the columns that an earlier load has found.</summary>
    private IReadOnlyList<ColumnChange> TakeChanges(ReadMark mark)
    {
        if (hasGivenChanges || plan.After is not null || load.Changes.Count > 0)
        {
            return [];
        }

        hasGivenChanges = mark.Changes.Count > 0;
        return mark.Changes;
    }

    private LoadProgress NewProgress(DatasetReader reader, ReadMark mark, LoadState state, string? rejectsFile) => new()
    {
        Checkpoint = new Checkpoint
        {
            ETag = load.Version.ETag,
            Position = mark.Position,
            PrefixHash = mark.PrefixHash,
            LastKeys = mark.LastKeys,
            Header = reader.Header,
            Delimiter = reader.Dialect.Delimiter![0],
            Dialect = ReadDialect.Write(reader.Dialect),
            HeaderRow = reader.Dialect.Header ? reader.Dialect.HeaderRows[^1] : null,
            Encoding = reader.EncodingName,
            BlobKind = load.Version.Kind,
            CreatedOn = load.Version.CreatedOn,
            Complete = state == LoadState.Loaded,
        },
        // Rows that were loaded before there were fingerprints stay unknown when the file grows.
        Fingerprint = plan.Kind == LoadKind.Append ? load.File.Fingerprint : Dataset.Fingerprint,
        State = state,
        Kind = plan.Kind,
        Rows = counts.Rows,
        Rejected = counts.Rejected,
        Bytes = counts.Bytes,
        FileRows = plan.From.Records - plan.From.Rejected - plan.From.Erased + counts.Rows,
        FileRejected = plan.From.Rejected + counts.Rejected,
        Erased = counts.Erased,
        FileErased = plan.From.Erased + counts.Erased,
        Changes = TakeChanges(mark),
        RejectsFile = rejectsFile,
        Content = state == LoadState.Loaded && plan.From.Records + counts.Rows + counts.Rejected > 0 ? content?.Content : null,
        Time = load.Now,
    };
}

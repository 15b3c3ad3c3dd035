using Sluice.Erasure;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Validation.Rows;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// One running load of one version of a file, under the file's lock: what all of its steps need, and what it has committed so far.
/// </summary>
internal sealed class FileLoad(
    ILakeStorage storage, ILoadTransactions transactions, LoaderOptions options, TimeProvider time, LoadTelemetry telemetry,
    Dataset dataset, FileVersion version, Load begun, FileRecord file)
{
    /// <summary>The most fields and added columns: a table of SQL Server has at most 1,024 columns.</summary>
    private const int MostColumns = 1000;

    private LoadProgress? committed;

    public ILakeStorage Storage => storage;

    /// <summary>Where it commits.</summary>
    public ILoadTransactions Transactions => transactions;

    public LoaderOptions Options => options;

    /// <summary>The greatest number of rows of a batch: the warehouse's best, and no more than a commit has.</summary>
    public int BatchRows => Math.Min(options.CommitRows, transactions.Limits.BatchRows);

    /// <summary>The load's trace and metrics.</summary>
    public LoadTelemetry Telemetry => telemetry;

    /// <summary>The dataset; with the columns that files have added to its table, if it lets them.</summary>
    public Dataset Dataset { get; set; } = dataset;

    /// <summary>The version that is read.</summary>
    public FileVersion Version => version;

    /// <summary>What the version gives fields besides its columns.</summary>
    public FileOrigin Origin => FileOrigin.Of(Dataset, version.Path, version.LastModified);

    /// <summary>The id of the load in the ledger.</summary>
    public long Id => begun.Id;

    /// <summary>The file's ledger row after the last commit.</summary>
    public FileRecord File { get; private set; } = file;

    /// <summary>The differences between the columns of the file and the schema that it has recorded.</summary>
    public IReadOnlyList<ColumnChange> Changes { get; private set; } = [];

    /// <summary>Receives the state of the load after each batch, or <see langword="null"/>.</summary>
    public IProgress<LoadReport>? Progress { get; init; }

    /// <summary>Which rows are left out, or <see langword="null"/> for none.</summary>
    public ErasedRows? Erased { get; set; }

    /// <summary>What the next transaction writes to.</summary>
    public LoadTarget Target => new(Dataset, File, version, begun.Id);

    /// <summary>The current time.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>
    /// The load with what it has committed, to record its failure. A load that committed something counts as the first attempt at the rest.
    /// </summary>
    /// <param name="kind">What the load does; <see langword="null"/> if it failed before that was known.</param>
    public Load Current(LoadKind? kind) => committed is null ? begun with { Kind = kind } : begun with
    {
        Kind = kind,
        Rows = committed.Rows,
        Rejected = committed.Rejected,
        Erased = committed.Erased,
        Bytes = committed.Bytes,
        Attempt = 1,
    };

    /// <summary>Opens the version at a byte offset.</summary>
    public async Task<Stream> OpenAsync(long offset, CancellationToken cancellationToken)
    {
        using var measurement = telemetry.Read.Measure();
        var stream = await storage.OpenReadAsync(version, offset, cancellationToken);
        return new TimedStream(new WholeStream(stream, version, offset), telemetry.Read);
    }

    /// <summary>Adds the new columns of the file to the table, so that it can be read with them.</summary>
    /// <param name="columns">Where columns are added.</param>
    /// <param name="reader">A reader before the first row. It cannot go on.</param>
    /// <param name="headers">Its new columns.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="FileRefusedException">The table would have too many columns.</exception>
    public async Task AddColumnsAsync(
        IAddedColumns columns, DatasetReader reader, IReadOnlyList<string> headers, CancellationToken cancellationToken)
    {
        var changes = await reader.LookAtColumnsAsync(cancellationToken);
        if (Dataset.Schema.Fields.Count + headers.Count > MostColumns)
        {
            throw new FileRefusedException(
                $"The file has {headers.Count} columns that are no fields, and the table has {Dataset.Schema.Fields.Count}: with them it "
                + $"would have more than {MostColumns}, the most that files can fill up (\"sluice:onNewColumn\": \"add\").")
            {
                Changes = [.. changes.Select(c => c with { Action = ColumnAction.Refused })],
            };
        }

        Dataset = Dataset.WithAdded(await columns.AddColumnsAsync(Dataset, Id, headers, changes, cancellationToken));
        Changes = changes;
        telemetry.Count(changes);
    }

    /// <summary>Creates the rejects file for what a reader finds.</summary>
    public RejectsFile NewRejectsFile(DatasetReader reader) => new(
        storage, RejectsFile.PathOf(Dataset, version.Path, begun.Id), reader.Header, reader.Dialect, Dataset);

    /// <summary>Commits the only transaction of a load.</summary>
    /// <returns>The load as it ended.</returns>
    public async Task<Load> CommitAsync(ILoadTransaction transaction, LoadProgress progress, CancellationToken cancellationToken)
    {
        using (telemetry.Commit.Measure())
        using (telemetry.StartCommit())
        {
            OnCommitted(progress, await transaction.CommitAsync(progress, cancellationToken));
        }

        return EndWith(progress);
    }

    /// <summary>Remembers a commit.</summary>
    public void OnCommitted(LoadProgress progress, FileRecord record)
    {
        telemetry.Committed(progress);
        (committed, File) = (progress, record);
        Changes = progress.Changes.Count > 0 ? progress.Changes : Changes;
    }

    /// <summary>The load as its final commit ends it.</summary>
    public Load EndWith(LoadProgress last) => begun with
    {
        State = last.State,
        Kind = last.Kind,
        Rows = last.Rows,
        Rejected = last.Rejected,
        Erased = last.Erased,
        Bytes = last.Bytes,
        FinishedAt = last.Time,
        Error = last.Error,
        RejectsFile = last.RejectsFile,
    };
}

using Sluice.IO;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Validation.Rows;
using Sluice.Warehouse;

namespace Sluice.Loading;

/// <summary>
/// One load that the ledger has begun, of one version of a file, under the file's lock: what all of its steps need, and what it has
/// committed so far.
/// </summary>
internal sealed class FileLoad(
    ILakeStorage storage, IWarehouse warehouse, LoaderOptions options, TimeProvider time, LoadTelemetry telemetry, Dataset dataset,
    FileVersion version, Load begun, FileRecord file)
{
    private LoadProgress? committed;

    public ILakeStorage Storage => storage;

    public IWarehouse Warehouse => warehouse;

    public LoaderOptions Options => options;

    /// <summary>What is told of the load.</summary>
    public LoadTelemetry Telemetry => telemetry;

    public Dataset Dataset => dataset;

    /// <summary>The version that is read.</summary>
    public FileVersion Version => version;

    /// <summary>The number of the load in the ledger.</summary>
    public long Id => begun.Id;

    /// <summary>The file as the ledger has it after the last commit.</summary>
    public FileRecord File { get; private set; } = file;

    /// <summary>Gets the state of the load after each batch, or <see langword="null"/>.</summary>
    public IProgress<LoadReport>? Progress { get; init; }

    /// <summary>What the load does with the file; <see langword="null"/> until it is planned.</summary>
    public LoadKind? Kind { get; set; } = begun.Kind;

    /// <summary>What the next transaction writes to.</summary>
    public LoadTarget Target => new(dataset, File, version, begun.Id);

    /// <summary>The time of what is done now.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>What the load has committed, for a record of its failure. A load that gets on is a first attempt at what is left.</summary>
    public Load Current => committed is null ? begun with { Kind = Kind } : begun with
    {
        Kind = Kind,
        Rows = committed.Rows,
        Rejected = committed.Rejected,
        Bytes = committed.Bytes,
        Attempt = 1,
    };

    /// <summary>Opens the version at a byte offset.</summary>
    public async Task<Stream> OpenAsync(long offset, CancellationToken cancellationToken)
    {
        using var measurement = telemetry.Read.Measure();
        return new TimedStream(await storage.OpenReadAsync(version, offset, cancellationToken), telemetry.Read);
    }

    /// <summary>The file for the rejects that a reader finds.</summary>
    public RejectsFile NewRejectsFile(DatasetReader reader) => new(
        storage, RejectsFile.PathOf(dataset, version.Path, begun.Id), reader.Header, reader.Delimiter, dataset);

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

    /// <summary>Takes note of a commit.</summary>
    public void OnCommitted(LoadProgress progress, FileRecord record)
    {
        telemetry.Committed(progress);
        (committed, File) = (progress, record);
    }

    /// <summary>The load as its last commit ends it.</summary>
    public Load EndWith(LoadProgress last) => begun with
    {
        State = last.State,
        Kind = last.Kind,
        Rows = last.Rows,
        Rejected = last.Rejected,
        Bytes = last.Bytes,
        FinishedAt = last.Time,
        Error = last.Error,
        RejectsFile = last.RejectsFile,
    };
}

using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>Does what a loader does with a warehouse, step by step.</summary>
internal sealed class LoadDriver(IWarehouse warehouse)
{
    public static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static FileVersion Version(string path, int minutes = 0, string etag = "v1") =>
        new(path, etag, 1000, Noon.AddMinutes(minutes), Noon.AddHours(-1), BlobKind.Block);

    public static Load NewLoad(Dataset? dataset, FileVersion version, LoadState state = LoadState.Running) => new()
    {
        Id = 0,
        File = version.Path,
        Dataset = dataset?.Name,
        Kind = LoadKind.New,
        State = state,
        Trigger = LoadTrigger.Blob,
        ETag = version.ETag,
        StartedAt = Noon,
        FinishedAt = state == LoadState.Running ? null : Noon.AddSeconds(1),
    };

    public static Checkpoint Checkpoint(FileVersion version, long rows, bool complete = true) => new()
    {
        ETag = version.ETag,
        Position = new ReadPosition(Offset: 900, Lines: rows + 1, Records: rows, Rejected: 0),
        PrefixHash = [.. Enumerable.Range(0, 16).Select(i => (byte)(255 - i))],
        Delimiter = ',',
        Header = "id,\"näme\"",
        BlobKind = version.Kind,
        CreatedOn = version.CreatedOn,
        Complete = complete,
    };

    public static LoadProgress Progress(FileVersion version, long rows, LoadState state = LoadState.Loaded) => new()
    {
        Checkpoint = Checkpoint(version, rows, state == LoadState.Loaded),
        Fingerprint = "0123456789abcdef0123456789abcdef",
        State = state,
        Kind = LoadKind.New,
        Rows = rows,
        Rejected = 0,
        Bytes = 900,
        FileRows = rows,
        FileRejected = 0,
        Time = Noon.AddSeconds(2),
    };

    public static Reject Reject(long row, string rawText, params IReadOnlyList<RejectError> errors) =>
        new(row, row + 1, row * 10, errors.Count > 0 ? errors : [new RejectError("id", "type", "is not an integer")], rawText);

    /// <summary>Starts a load, ready to begin transactions.</summary>
    public async Task<LoadTarget> StartAsync(Dataset dataset, FileVersion version)
    {
        var (load, file) = await warehouse.StartLoadAsync(NewLoad(dataset, version), version, Cancel);
        return new LoadTarget(dataset, file, version, load.Id);
    }

    /// <summary>Loads a file in one commit.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="version">The version.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="replace">Whether the rows replace those loaded from the file before.</param>
    public async Task<FileRecord> LoadAsync(Dataset dataset, FileVersion version, IReadOnlyList<object?[]> rows, bool replace = false)
    {
        var target = await StartAsync(dataset, version);
        await using var transaction = await warehouse.BeginAsync(target, Cancel);
        if (replace)
        {
            await (dataset.WriteMode == WriteMode.Merge ? transaction.SupersedeAsync(Cancel) : transaction.RemoveAsync(1, Cancel));
        }

        await transaction.WriteAsync(Batches.Of(dataset, rows), Cancel);
        return await transaction.CommitAsync(Progress(version, rows.Count) with { Fingerprint = dataset.Fingerprint }, Cancel);
    }

    /// <summary>Commits once within a load.</summary>
    /// <returns>The target of the next commit.</returns>
    public async Task<LoadTarget> CommitAsync(LoadTarget target, IReadOnlyList<object?[]> rows, long firstRow, LoadState state)
    {
        await using var transaction = await warehouse.BeginAsync(target, Cancel);
        await transaction.WriteAsync(Batches.Of(target.Dataset, rows, firstRow), Cancel);
        var progress = Progress(target.Version, firstRow + rows.Count - 1, state);
        return target with { File = await transaction.CommitAsync(progress, Cancel) };
    }
}

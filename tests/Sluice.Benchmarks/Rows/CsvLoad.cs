using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;
using Sluice.Benchmarks.Peers;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Loading;
using Sluice.Local.Generate.Tables;

namespace Sluice.Benchmarks.Rows;

/// <summary>
/// A CSV into an empty embedded warehouse, beside DuckDB's own reader into a table of an empty database. Both database files are new
/// for each run. The measure ends when the rows are committed.
/// </summary>
/// <param name="workspace">The workspace.</param>
/// <param name="lake">The lake definition, of ads alone.</param>
internal abstract class CsvLoad(Workspace workspace, LakeDefinition lake) : Comparison
{
    private ILakeStorage? storage;
    private SampleFile? expected;

    /// <inheritdoc/>
    public override string PeerName => "DuckDB read_csv, same types, store_rejects, into a table";

    /// <summary>The workspace.</summary>
    protected Workspace Workspace => workspace;

    /// <summary>The local path of the CSV.</summary>
    protected string Csv => workspace.Ads(workspace.Options.Rows);

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        expected = await workspace.GenerateAsync(workspace.Options.Rows, cancellationToken);
        storage = await OpenLakeAsync(cancellationToken);
        await storage.EnsureContainersAsync([.. lake.Containers, RejectsFile.Container], cancellationToken);
        await using var csv = File.OpenRead(Csv);
        await storage.UploadAsync(AdsLake.File, csv, progress: null, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<double> RunOwnAsync(CancellationToken cancellationToken)
    {
        await using var warehouse = await OwnWarehouse.OpenAsync(workspace.NewPath("own.duckdb"), lake, storage!, cancellationToken);
        return await Measured.MillisecondsAsync(() => warehouse.LoadAsync(AdsLake.File, expected!, cancellationToken));
    }

    /// <inheritdoc/>
    public override async Task<double> RunPeerAsync(CancellationToken cancellationToken)
    {
        var dataset = lake.Datasets[0];
        using var peer = new PeerDatabase(workspace.NewPath("peer.duckdb"), dataset.Schema, key: dataset.WriteMode == WriteMode.Merge);
        var took = await Measured.MillisecondsAsync(() => Task.Run(() => RunPeer(peer), cancellationToken));
        peer.Check(expected!);
        return took;
    }

    /// <summary>Opens the lake for the CSV.</summary>
    protected virtual Task<ILakeStorage> OpenLakeAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ILakeStorage>(new FolderLake(workspace.NewPath("lake")));

    /// <summary>Loads the CSV with the peer.</summary>
    protected virtual void RunPeer(PeerDatabase peer) => peer.ReadCsv(Csv);
}

using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;
using Sluice.Benchmarks.Peers;
using Sluice.Local.Generate.Tables;
using Sluice.SqlServer;
using Sluice.SqlServer.Schema;

namespace Sluice.Benchmarks.Rows;

/// <summary>
/// A local CSV into a table of SQL Server, beside the first solution that one writes. Both tables are new for each run. No row is
/// dirty, because a dirty row would end the peer's load.
/// </summary>
/// <param name="workspace">The workspace.</param>
internal sealed class SqlServerLoad(Workspace workspace) : Comparison
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "sqlserver";

    private const int MostRows = 500_000;

    private readonly FolderLake storage = new(workspace.NewPath("lake"));
    private ServerDatabase? database;
    private BulkCopyPeer? peer;
    private SampleFile? expected;

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => $"local CSV of {Rows:N0} rows -> SQL Server, validated, with lineage and ledger";

    /// <inheritdoc/>
    public override string PeerName => "CsvHelper CsvDataReader into SqlBulkCopy, TableLock, batches of 100,000";

    /// <inheritdoc/>
    public override Limit Limit => new(0.8);

    /// <inheritdoc/>
    /// <remarks>
    /// SqlClient is compiled just in time, its hot methods up to three times. One load does not warm up either side.
    /// </remarks>
    public override int WarmUps => 3;

    /// <inheritdoc/>
    public override string? Obstacle =>
        ServerDatabase.HasServer ? null : $"{ServerDatabase.Variable} is to be the connection string of a SQL Server to load into.";

    private int Rows => Math.Min(MostRows, workspace.Options.Rows);

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        expected = await workspace.GenerateCleanAsync(Rows, cancellationToken);
        await storage.PutAsync(AdsLake.File, workspace.CleanAds(Rows), cancellationToken);
        database = await ServerDatabase.CreateAsync(cancellationToken);
        peer = new BulkCopyPeer(database.ConnectionString, AdsLake.Appended.Datasets[0].Schema);
        await using var warehouse = Open();
        await warehouse.PrepareAsync(AdsLake.Appended, cancellationToken);
        await database.ExecuteAsync(peer.Definition, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<double> RunOwnAsync(CancellationToken cancellationToken)
    {
        await database!.ExecuteAsync(
            $"DROP TABLE {Names.Table(AdsLake.Appended.Datasets[0].Name)}; DELETE FROM sluice.[load]; DELETE FROM sluice.[file];",
            cancellationToken);
        await using var warehouse = await OwnWarehouse.OpenAsync(Open(), AdsLake.Appended, storage, cancellationToken);
        return await Measured.MillisecondsAsync(() => warehouse.LoadAsync(AdsLake.File, expected!, cancellationToken));
    }

    /// <inheritdoc/>
    public override async Task<double> RunPeerAsync(CancellationToken cancellationToken)
    {
        await database!.ExecuteAsync($"DROP TABLE {BulkCopyPeer.Table}; {peer!.Definition}", cancellationToken);
        var took = await Measured.MillisecondsAsync(() => Task.Run(() => peer.Load(workspace.CleanAds(Rows)), cancellationToken));
        var rows = await database.CountAsync(BulkCopyPeer.Table, cancellationToken);
        return rows == Rows ? took : throw new InvalidOperationException($"The peer has {rows} rows of a file of {Rows}.");
    }

    /// <inheritdoc/>
    protected override ValueTask CloseAsync() => database?.DisposeAsync() ?? ValueTask.CompletedTask;

    private SqlServerWarehouse Open() => new(database!.ConnectionString, TimeProvider.System);
}

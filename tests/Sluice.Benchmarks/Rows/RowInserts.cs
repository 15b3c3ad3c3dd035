using DuckDB.NET.Data;
using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;
using Sluice.Benchmarks.Peers;
using Sluice.Local.Generate.Tables;

namespace Sluice.Benchmarks.Rows;

/// <summary>
/// A local CSV, beside the first solution that one writes: CsvHelper's records, and a prepared insert for each, in one transaction.
/// With a hundredth of the rows, because inserts of all take many minutes.
/// </summary>
/// <param name="workspace">The workspace.</param>
internal sealed class RowInserts(Workspace workspace) : Comparison
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "inserts";

    private const int Share = 100;

    // What the column, DECIMAL(12,2), cannot hold would end the transaction.
    private const decimal Most = 10_000_000_000;

    private readonly FolderLake storage = new(workspace.NewPath("lake"));
    private SampleFile? expected;

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => $"local CSV of {Rows:N0} rows";

    /// <inheritdoc/>
    public override string PeerName => "CsvHelper GetRecords<T> into row inserts";

    /// <inheritdoc/>
    public override Limit Limit => new(1 / 5.0);

    private int Rows => Math.Max(1, workspace.Options.Rows / Share);

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        expected = await workspace.GenerateAsync(Rows, cancellationToken);
        await storage.PutAsync(AdsLake.File, workspace.Ads(Rows), cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<double> RunOwnAsync(CancellationToken cancellationToken)
    {
        await using var warehouse = await OwnWarehouse.OpenAsync(
            workspace.NewPath("own.duckdb"), AdsLake.Appended, storage, cancellationToken);
        return await Measured.MillisecondsAsync(() => warehouse.LoadAsync(AdsLake.File, expected!, cancellationToken));
    }

    /// <inheritdoc/>
    public override async Task<double> RunPeerAsync(CancellationToken cancellationToken)
    {
        using var peer = new PeerDatabase(workspace.NewPath("peer.duckdb"), AdsLake.Appended.Datasets[0].Schema, key: false);
        var took = await Measured.MillisecondsAsync(() => Task.Run(() => Insert(peer.Connection), cancellationToken));
        peer.Check(expected!);
        return took;
    }

    private void Insert(DuckDBConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO ads VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        var parameters = Enumerable.Range(0, 8).Select(_ => new DuckDBParameter()).ToArray();
        command.Parameters.AddRange(parameters);
        command.Prepare();
        foreach (var ad in AdReader.Read(workspace.Ads(Rows)).Where(a => Math.Abs(a.Price) < Most))
        {
            parameters[0].Value = ad.Id;
            parameters[1].Value = ad.OwnerId;
            parameters[2].Value = ad.Title;
            parameters[3].Value = ad.Category;
            parameters[4].Value = ad.Price;
            parameters[5].Value = ad.City;
            parameters[6].Value = ad.CreatedAt.UtcDateTime;
            parameters[7].Value = ad.DeletedAt?.UtcDateTime;
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}

using System.Text;
using Azure.Storage.Blobs.Specialized;
using Sluice.AzureStorage;
using Sluice.Benchmarks.Comparing;
using Sluice.Benchmarks.Lakes;

namespace Sluice.Benchmarks.Rows;

/// <summary>
/// 10,000 rows appended to a loaded file, beside the load of the whole file into an empty warehouse. The file is an append blob: its
/// old bytes cannot change, so Sluice does not read them again.
/// </summary>
/// <param name="workspace">The workspace.</param>
internal sealed class AppendedRows(Workspace workspace) : Comparison
{
    /// <summary>The row's key.</summary>
    public const string RowKey = "append";

    private const int Rows = 10_000;

    // The most that one block of an append blob takes.
    private const int BlockBytes = 4 << 20;

    private AzureLake? storage;
    private AppendBlobClient? blob;
    private OwnWarehouse? warehouse;
    private long appended;

    /// <inheritdoc/>
    public override string Key => RowKey;

    /// <inheritdoc/>
    public override string Name => $"{Rows:N0} rows appended to the file, from Azurite";

    /// <inheritdoc/>
    public override string PeerName => "the full load, from Azurite";

    /// <inheritdoc/>
    public override Limit Limit => new(0.03);

    /// <inheritdoc/>
    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await workspace.GenerateAsync(workspace.Options.Rows, cancellationToken);
        var client = (await workspace.StorageAsync(cancellationToken)).CreateClient();
        storage = new AzureLake(client);
        await storage.EnsureContainersAsync(["data", "rejects"], cancellationToken);
        blob = client.GetBlobContainerClient("data").GetAppendBlobClient(AdsLake.File["data/".Length..]);
        await blob.DeleteIfExistsAsync(cancellationToken: cancellationToken);
        await blob.CreateAsync(cancellationToken: cancellationToken);
        await using var csv = File.OpenRead(workspace.Ads(workspace.Options.Rows));
        await AppendAsync(csv, cancellationToken);
        warehouse = await OwnWarehouse.OpenAsync(workspace.NewPath("own.duckdb"), AdsLake.Appended, storage, cancellationToken);
        await warehouse.LoadAsync(AdsLake.File, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task<double> RunOwnAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        for (var row = 0; row < Rows; row++)
        {
            text.Append(null, $"{workspace.Options.Rows + ++appended},{row + 1},Oak table with four chairs,furniture,");
            text.Append(null, $"{row % 900}.50,Oslo,2024-05-06T07:08:09Z,\n");
        }

        using var tail = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
        await AppendAsync(tail, cancellationToken);
        return await Measured.MillisecondsAsync(async () =>
        {
            var load = await warehouse!.LoadAsync(AdsLake.File, cancellationToken);
            if (load.Rows != Rows)
            {
                throw new InvalidOperationException($"{load.Rows} rows were loaded where {Rows} were appended.");
            }
        });
    }

    /// <inheritdoc/>
    public override async Task<double> RunPeerAsync(CancellationToken cancellationToken)
    {
        await using var other = await OwnWarehouse.OpenAsync(
            workspace.NewPath("full.duckdb"), AdsLake.Appended, storage!, cancellationToken);
        return await Measured.MillisecondsAsync(() => other.LoadAsync(AdsLake.File, cancellationToken));
    }

    /// <inheritdoc/>
    protected override ValueTask CloseAsync() => warehouse?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task AppendAsync(Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[BlockBytes];
        while (await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var count)
        {
            using var block = new MemoryStream(buffer, 0, count);
            await blob!.AppendBlockAsync(block, cancellationToken: cancellationToken);
        }
    }
}

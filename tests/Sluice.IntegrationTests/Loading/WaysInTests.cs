using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.Azurite;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Loading;

/// <summary>
/// The ways in which files come and change, as docs/operations.md lists them. A blob that the emulator cannot write in the same way (by
/// SFTP, by the Data Lake endpoint) is a block blob like any other when its event comes.
/// </summary>
public sealed class WaysInTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    private const string Row = "id,city\n1,Paris\n";

    private BlobContainerClient Blobs => Azurite.Service.GetBlobContainerClient(Container);

    [Theory]
    [InlineData("Put Blob")]
    [InlineData("Put Block List")]
    [InlineData("Copy Blob")]
    [InlineData("Copy Blob from URL")]
    public async Task A_file_is_loaded_however_it_was_written(string way)
    {
        var loader = await PrepareAsync(Lake());
        await WriteAsync(way, Row);

        var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);

        Assert.Equal((LoadState.Loaded, LoadKind.New, 1), (load.State, load.Kind, load.Rows));
        Assert.Equal(["1|Paris|1"], Rows());
    }

    [Fact]
    public async Task A_file_that_is_restored_from_a_snapshot_has_the_rows_of_then()
    {
        var loader = await PrepareAsync(Lake());
        await LoadAsync(loader, "a.csv", Row);
        var blob = Blobs.GetBlockBlobClient("a.csv");
        var snapshot = (await blob.CreateSnapshotAsync(cancellationToken: Token)).Value.Snapshot;
        await LoadAsync(loader, "a.csv", "id,city\n2,Rome\n");
        Assert.Equal(["2|Rome|1"], Rows());

        await blob.SyncCopyFromUriAsync(Readable("a.csv", snapshot), cancellationToken: Token);
        var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);

        Assert.Equal((LoadState.Loaded, LoadKind.Replace), (load.State, load.Kind));
        Assert.Equal(["1|Paris|1"], Rows());
    }

    [Theory]
    [InlineData("metadata")]
    [InlineData("headers")]
    [InlineData("tags")]
    [InlineData("tier")]
    public async Task What_changes_beside_the_bytes_loads_no_row_again(string what)
    {
        var lake = Lake();
        var loader = await PrepareAsync(lake);
        var sweeper = new Sweeper(lake, Storage, Warehouse, loader, new LoaderOptions(), Time, NullLogger<Sweeper>.Instance);
        await LoadAsync(loader, "a.csv", Row);
        var blob = Blobs.GetBlobClient("a.csv");
        var values = new Dictionary<string, string> { ["owner"] = "somebody" };
        await (what switch
        {
            "metadata" => (Task)blob.SetMetadataAsync(values, cancellationToken: Token),
            "headers" => blob.SetHttpHeadersAsync(new BlobHttpHeaders { ContentType = "text/plain" }, cancellationToken: Token),
            "tags" => blob.SetTagsAsync(values, cancellationToken: Token),
            _ => blob.SetAccessTierAsync(AccessTier.Cool, cancellationToken: Token),
        });

        var swept = await sweeper.SweepAsync(Token);

        Assert.Equal((1, 0), (swept.Files, swept.Rows));
        Assert.Equal(["1|Paris|1"], Rows());
    }

    private async Task WriteAsync(string way, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);
        var blob = Blobs.GetBlockBlobClient("a.csv");
        switch (way)
        {
            case "Put Blob":
                await blob.UploadAsync(new MemoryStream(content), cancellationToken: Token);
                break;
            case "Put Block List":
                var blocks = content.Chunk(7).Select((bytes, i) => (Id: Convert.ToBase64String(BitConverter.GetBytes(i)), bytes)).ToList();
                foreach (var (id, bytes) in blocks)
                {
                    await blob.StageBlockAsync(id, new MemoryStream(bytes), cancellationToken: Token);
                }

                await blob.CommitBlockListAsync(blocks.Select(b => b.Id), cancellationToken: Token);
                break;
            default:
                await Blobs.GetBlobClient("source.tmp").UploadAsync(new MemoryStream(content), Token);
                if (way == "Copy Blob")
                {
                    var copy = await blob.StartCopyFromUriAsync(Readable("source.tmp"), cancellationToken: Token);
                    await copy.WaitForCompletionAsync(Token);
                }
                else
                {
                    await blob.SyncCopyFromUriAsync(Readable("source.tmp"), cancellationToken: Token);
                }

                break;
        }
    }

    private Uri Readable(string name, string? snapshot = null)
    {
        var blob = Blobs.GetBlobClient(name);
        blob = snapshot is null ? blob : blob.WithSnapshot(snapshot);
        return blob.GenerateSasUri(Azure.Storage.Sas.BlobSasPermissions.Read, DateTimeOffset.UtcNow.AddHours(1));
    }
}

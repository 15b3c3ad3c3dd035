using System.IO.Compression;
using System.Text;
using Azure.Storage.Blobs.Specialized;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Loading;

public sealed class EmptyFileTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    [Theory]
    [InlineData("")]
    [InlineData("id,city\n")]
    public async Task A_file_without_rows_is_loaded_and_read_again_when_it_has_some(string content)
    {
        var loader = await PrepareAsync(Lake());
        var empty = await LoadAsync(loader, "a.csv", content);
        Assert.Equal((LoadState.Loaded, LoadKind.New, 0, 0, null), (empty.State, empty.Kind, empty.Rows, empty.Rejected, empty.Error));
        Assert.Equal(LoadState.Unchanged, (await loader.LoadAsync(empty.File, LoadTrigger.Blob, null, Token)).State);

        var filled = await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n");
        Assert.Equal((LoadState.Loaded, LoadKind.New, 1), (filled.State, filled.Kind, filled.Rows));
        var emptied = await LoadAsync(loader, "a.csv", content);
        Assert.Equal((LoadState.Loaded, LoadKind.Replace, 0), (emptied.State, emptied.Kind, emptied.Rows));
        Assert.Empty(Rows());
    }

    [Fact]
    public async Task An_append_blob_is_loaded_from_its_creation_on()
    {
        var loader = await PrepareAsync(Lake());
        var blob = Azurite.Service.GetBlobContainerClient(Container).GetAppendBlobClient("a.csv");
        await blob.CreateAsync(cancellationToken: Token);
        Assert.Equal(0, (await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token)).Rows);
        foreach (var block in (string[])["id,", "city\n", "1,Paris\n2,", "Rome\n"])
        {
            await AppendBlobs.AppendAsync(blob, Encoding.UTF8.GetBytes(block));
            var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
            if (block != "id,")
            {
                Assert.Equal(LoadState.Loaded, load.State);
            }
        }

        Assert.Equal(["1|Paris|1", "2|Rome|2"], Rows());
    }

    [Theory]
    [InlineData("")]
    [InlineData("id,city\n")]
    public async Task A_dataset_can_refuse_files_without_rows(string content)
    {
        var lake = Lake();
        lake = new LakeDefinition("test", [lake.Datasets[0] with { OnEmpty = EmptyPolicy.Refuse }]);
        var loader = await PrepareAsync(lake);
        var refused = await LoadAsync(loader, "a.csv", content);
        Assert.Equal(LoadState.Refused, refused.State);
        Assert.StartsWith("The file has no rows.", refused.Error, StringComparison.Ordinal);

        Assert.Equal((LoadState.Loaded, 1), await LoadStateAsync("id,city\n1,Paris\n"));
        Assert.Equal((LoadState.Refused, 0), await LoadStateAsync(content));
        Assert.Empty(Rows());

        async Task<(LoadState, long)> LoadStateAsync(string text)
        {
            var load = await LoadAsync(loader, "a.csv", text);
            return (load.State, load.Rows);
        }
    }

    [Fact]
    public async Task A_compressed_file_of_nothing_is_empty_too()
    {
        var loader = await PrepareAsync(Lake());
        using var zipped = new MemoryStream();
        await using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            await zip.WriteAsync("\n"u8.ToArray(), Token);
        }

        zipped.Position = 0;
        await Storage.UploadAsync(PathOf("a.csv"), zipped, null, Token);
        Assert.Equal(
            (LoadState.Loaded, null),
            await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token) is var load ? (load.State, load.Error) : default);
    }
}

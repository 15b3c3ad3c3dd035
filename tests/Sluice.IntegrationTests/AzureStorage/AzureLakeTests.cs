using System.Security.Cryptography;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Storage;
using Sluice.Lake;

namespace Sluice.IntegrationTests.AzureStorage;

public sealed class AzureLakeTests(AzuriteFixture azurite) : LakeStorageContract
{
    private readonly AzureLake lake = azurite.Lake;

    protected override ILakeStorage Lake => lake;

    [Fact]
    public async Task An_append_blob_is_known_as_one_wherever_it_is_seen()
    {
        await lake.EnsureContainersAsync([Container], Cancelled);
        var blob = azurite.Service.GetBlobContainerClient(Container).GetAppendBlobClient("log.csv");
        await blob.CreateAsync(cancellationToken: Cancelled);
        await blob.AppendBlockAsync(new MemoryStream("id\n1\n"u8.ToArray()), cancellationToken: Cancelled);
        var first = await lake.FindAsync($"{Container}/log.csv", Cancelled);

        await blob.AppendBlockAsync(new MemoryStream("2\n"u8.ToArray()), cancellationToken: Cancelled);
        var second = await lake.FindAsync($"{Container}/log.csv", Cancelled);

        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.Equal(BlobKind.Append, first.Kind);
        Assert.Equal([second], await ListAsync(""));
        Assert.Equal(first.CreatedOn, second.CreatedOn);
        Assert.NotEqual(first.ETag, second.ETag);
    }

    [Fact]
    public async Task A_listing_goes_on_over_all_its_pages()
    {
        string[] names = ["a.csv", "b/c.csv", "d.csv", "e.csv", "f.csv"];
        foreach (var name in names)
        {
            await UploadAsync(name, "id\n");
        }

        var pages = new SmallPages();
        var listed = await ListAsync("", LakeWith(pages));

        Assert.Equal(names, listed.Select(f => f.Path[(Container.Length + 1)..]));
        Assert.Equal(3, pages.Pages);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(AzureLake.ChunkSize)]
    [InlineData((2 * AzureLake.ChunkSize) + 17)]
    [InlineData(3 * AzureLake.ChunkSize)]
    public async Task Reading_from_an_offset_gives_the_rest_and_downloads_nothing_else(int offset)
    {
        var bytes = RandomNumberGenerator.GetBytes(3 * AzureLake.ChunkSize);
        var file = await lake.UploadAsync($"{Container}/big.csv", new MemoryStream(bytes), null, Cancelled);
        var recorder = new RangeRecorder();

        await using var stream = await LakeWith(recorder).OpenReadAsync(file, offset, Cancelled);

        var read = await ReadAllAsync(stream);
        Assert.True(bytes.AsSpan(offset).SequenceEqual(read));
        Assert.Equal(bytes.Length - offset, recorder.Bytes);
    }

    [Fact]
    public async Task However_large_the_file_a_reader_at_rest_holds_two_chunks()
    {
        var file = await lake.UploadAsync(
            $"{Container}/big.csv", new MemoryStream(new byte[8 * AzureLake.ChunkSize]), null, Cancelled);
        var recorder = new RangeRecorder();

        await using var stream = await LakeWith(recorder).OpenReadAsync(file, 0, Cancelled);
        await stream.ReadExactlyAsync(new byte[1000], Cancelled);

        Assert.True(recorder.Bytes <= 2 * AzureLake.ChunkSize, $"{recorder.Bytes} bytes were asked for.");
    }

    [Fact]
    public async Task An_append_blob_that_grows_under_the_reader_is_read_up_to_its_version()
    {
        var bytes = RandomNumberGenerator.GetBytes((2 * AzureLake.ChunkSize) + 1);
        await lake.EnsureContainersAsync([Container], Cancelled);
        var blob = azurite.Service.GetBlobContainerClient(Container).GetAppendBlobClient("a.csv");
        await AppendBlobs.CreateAgedAsync(blob, bytes);
        var file = (await lake.FindAsync($"{Container}/a.csv", Cancelled))!;
        await using var stream = await lake.OpenReadAsync(file, 0, Cancelled);
        await stream.ReadExactlyAsync(new byte[1000], Cancelled);
        await AppendBlobs.AppendAsync(blob, new byte[] { 1 });

        var rest = await ReadAllAsync(stream);
        Assert.True(bytes.AsSpan(1000).SequenceEqual(rest));
        await using var end = await lake.OpenReadAsync(file, file.Length, Cancelled);
        Assert.Empty(await ReadAllAsync(end));
    }

    [Fact]
    public async Task An_append_blob_that_is_created_again_under_the_reader_is_a_changed_file()
    {
        var bytes = new byte[3 * AzureLake.ChunkSize];
        await lake.EnsureContainersAsync([Container], Cancelled);
        var blob = azurite.Service.GetBlobContainerClient(Container).GetAppendBlobClient("a.csv");
        await AppendBlobs.CreateAgedAsync(blob, bytes);
        var file = (await lake.FindAsync($"{Container}/a.csv", Cancelled))!;
        await using var stream = await lake.OpenReadAsync(file, 0, Cancelled);
        await stream.ReadExactlyAsync(new byte[1000], Cancelled);
        await AppendBlobs.CreateAgedAsync(blob, bytes);

        await Assert.ThrowsAsync<LakeFileChangedException>(() => ReadAllAsync(stream));
        await Assert.ThrowsAsync<LakeFileChangedException>(() => lake.OpenReadAsync(file, file.Length, Cancelled));
    }

    [Fact]
    public async Task Dropped_connections_do_not_show()
    {
        const int CutAfter = 500_000;
        var bytes = RandomNumberGenerator.GetBytes((2 * AzureLake.ChunkSize) + 1);
        var file = await lake.UploadAsync($"{Container}/big.csv", new MemoryStream(bytes), null, Cancelled);
        await using var proxy = new CuttingProxy(azurite.Server.BlobPort, CutAfter);
        var connection = AzuriteServer.ConnectionStringFor(proxy.Port, azurite.Server.QueuePort);
        var shaky = new AzureLake(LakeStorageSettings.FromConnectionString(connection).CreateClient());

        await using var stream = await shaky.OpenReadAsync(file, 0, Cancelled);

        var read = await ReadAllAsync(stream);
        Assert.True(bytes.AsSpan().SequenceEqual(read));
        Assert.True(proxy.Cuts >= bytes.Length / CutAfter, $"{proxy.Cuts} connections were cut.");
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task What_the_storage_refuses_is_told_as_one_sentence_whatever_is_asked(string method)
    {
        var path = $"{Container}/a.csv";
        var file = await lake.UploadAsync(path, new MemoryStream([1, 2, 3]), null, Cancelled);
        await using var proxy = new RefusingProxy(azurite.Server.BlobPort, $"{method} /devstoreaccount1/{path}");
        var refusing = new AzureLake(LakeStorageSettings.FromConnectionString(
            AzuriteServer.ConnectionStringFor(proxy.Port, azurite.Server.QueuePort)).CreateClient());

        var error = await Assert.ThrowsAsync<LakeUnavailableException>(async () =>
        {
            await refusing.FindAsync(path, Cancelled);
            await using (var stream = await refusing.OpenReadAsync(file, 0, Cancelled))
            {
                await stream.ReadExactlyAsync(new byte[3], Cancelled);
            }

            await using (var stream = await refusing.OpenWriteAsync(path, Cancelled))
            {
                await stream.WriteAsync(new byte[3], Cancelled);
            }
        });

        Assert.Equal(
            "The lake's storage refuses a request: This request is not authorized to perform this operation using this permission. "
            + "(403 AuthorizationPermissionMismatch).",
            error.Message);
    }

    private AzureLake LakeWith(HttpPipelinePolicy policy)
    {
        var options = new BlobClientOptions(LakeStorageSettings.EmulatorVersion);
        options.AddPolicy(policy, HttpPipelinePosition.PerCall);
        return new AzureLake(new BlobServiceClient(azurite.ConnectionString, options));
    }
}

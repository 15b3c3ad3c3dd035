using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake;

namespace Sluice.IntegrationTests.AzureStorage;

public sealed class AzureLakeTests(AzuriteFixture azurite)
{
    private readonly string container = AzuriteFixture.NewContainer();
    private readonly AzureLake lake = azurite.Lake;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listing_says_the_same_of_a_file_as_the_file_itself()
    {
        var uploaded = await UploadAsync("ads/2024/été & co #1.csv", "id\n1\n");
        await UploadAsync("other/ads.csv", "id\n2\n");

        var listed = await ListAsync("ads/");

        Assert.Equal([uploaded], listed);
        Assert.Equal(uploaded, await lake.FindAsync(uploaded.Path, Cancelled));
        Assert.Equal($"{container}/ads/2024/été & co #1.csv", uploaded.Path);
        Assert.Equal(5, uploaded.Length);
        Assert.Equal(BlobKind.Block, uploaded.Kind);
        Assert.DoesNotContain('"', uploaded.ETag);
    }

    [Fact]
    public async Task Containers_are_listed_by_the_start_of_their_names()
    {
        string[] containers = [.. Enumerable.Range(0, 3).Select(i => $"{container}-{i}")];
        await lake.EnsureContainersAsync([container, .. containers], Cancelled);

        Assert.Equal(containers, await lake.ListContainersAsync($"{container}-", Cancelled).ToListAsync(Cancelled));
        Assert.Empty(await lake.ListContainersAsync($"{container}-x", Cancelled).ToListAsync(Cancelled));
        Assert.Contains(container, await lake.ListContainersAsync("", Cancelled).ToListAsync(Cancelled));
    }

    [Fact]
    public async Task An_append_blob_is_known_as_one_wherever_it_is_seen()
    {
        await lake.EnsureContainersAsync([container], Cancelled);
        var blob = azurite.Service.GetBlobContainerClient(container).GetAppendBlobClient("log.csv");
        await blob.CreateAsync(cancellationToken: Cancelled);
        await blob.AppendBlockAsync(new MemoryStream("id\n1\n"u8.ToArray()), cancellationToken: Cancelled);
        var first = await lake.FindAsync($"{container}/log.csv", Cancelled);

        await blob.AppendBlockAsync(new MemoryStream("2\n"u8.ToArray()), cancellationToken: Cancelled);
        var second = await lake.FindAsync($"{container}/log.csv", Cancelled);

        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.Equal(BlobKind.Append, first.Kind);
        Assert.Equal([second], await ListAsync(""));
        Assert.Equal(first.CreatedOn, second.CreatedOn);
        Assert.NotEqual(first.ETag, second.ETag);
    }

    [Theory]
    [InlineData("none.csv")]
    [InlineData("")]
    public async Task A_file_that_is_not_there_is_not_found(string name)
    {
        await lake.EnsureContainersAsync([container], Cancelled);

        Assert.Null(await lake.FindAsync($"{container}/{name}", Cancelled));
    }

    [Theory]
    [InlineData("no-such-container/file.csv")]
    [InlineData("NOT A CONTAINER/file.csv")]
    [InlineData("file.csv")]
    public async Task A_path_in_no_container_is_not_found(string path) => Assert.Null(await lake.FindAsync(path, Cancelled));

    [Theory]
    [InlineData("./a.csv")]
    [InlineData("x/../a.csv")]
    [InlineData("x/.././a.csv")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("b\\c.csv")]
    [InlineData("x\\..\\a.csv")]
    public async Task A_way_around_to_a_file_is_not_the_file(string name)
    {
        await UploadAsync("a.csv", "id\n1\n");
        await UploadAsync("b/c.csv", "id\n1\n");

        Assert.Null(await lake.FindAsync($"{container}/{name}", Cancelled));
    }

    [Fact]
    public async Task A_container_that_is_not_there_has_no_files() => Assert.Empty(await ListAsync(""));

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

        Assert.Equal(names, listed.Select(f => f.Path[(container.Length + 1)..]));
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
        var file = await lake.UploadAsync($"{container}/big.csv", new MemoryStream(bytes), null, Cancelled);
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
            $"{container}/big.csv", new MemoryStream(new byte[8 * AzureLake.ChunkSize]), null, Cancelled);
        var recorder = new RangeRecorder();

        await using var stream = await LakeWith(recorder).OpenReadAsync(file, 0, Cancelled);
        await stream.ReadExactlyAsync(new byte[1000], Cancelled);

        Assert.True(recorder.Bytes <= 2 * AzureLake.ChunkSize, $"{recorder.Bytes} bytes were asked for.");
    }

    [Fact]
    public async Task Only_the_version_that_is_asked_for_is_opened()
    {
        var old = await UploadAsync("a.csv", "id\n1\n");
        await UploadAsync("a.csv", "id\n2\n");

        var error = await Assert.ThrowsAsync<LakeFileChangedException>(() => lake.OpenReadAsync(old, 0, Cancelled));

        Assert.Equal(old.Path, error.Path);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_deleted_file_is_a_changed_file(long offset)
    {
        var file = await UploadAsync("a.csv", "id\n1\n");
        await azurite.Service.GetBlobContainerClient(container).DeleteBlobAsync("a.csv", cancellationToken: Cancelled);

        await Assert.ThrowsAsync<LakeFileChangedException>(() => lake.OpenReadAsync(file, offset, Cancelled));
    }

    [Fact]
    public async Task A_file_without_a_byte_can_be_read()
    {
        var file = await UploadAsync("empty.csv", "");

        await using var stream = await lake.OpenReadAsync(file, 0, Cancelled);

        Assert.Empty(await ReadAllAsync(stream));
    }

    [Fact]
    public async Task A_file_that_changes_under_the_reader_is_never_read_in_two_versions()
    {
        var bytes = new byte[6 * AzureLake.ChunkSize];
        var file = await lake.UploadAsync($"{container}/big.csv", new MemoryStream(bytes), null, Cancelled);
        await using var stream = await lake.OpenReadAsync(file, 0, Cancelled);
        await stream.ReadExactlyAsync(new byte[1000], Cancelled);
        Array.Fill(bytes, (byte)1);
        await lake.UploadAsync($"{container}/big.csv", new MemoryStream(bytes), null, Cancelled);

        var read = new MemoryStream();
        await Assert.ThrowsAsync<LakeFileChangedException>(() => stream.CopyToAsync(read, Cancelled));

        Assert.False(read.GetBuffer().AsSpan(0, (int)read.Length).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public async Task An_append_blob_that_grows_under_the_reader_is_read_up_to_its_version()
    {
        var bytes = RandomNumberGenerator.GetBytes((2 * AzureLake.ChunkSize) + 1);
        await lake.EnsureContainersAsync([container], Cancelled);
        var blob = azurite.Service.GetBlobContainerClient(container).GetAppendBlobClient("a.csv");
        await AppendBlobs.CreateAgedAsync(blob, bytes);
        var file = (await lake.FindAsync($"{container}/a.csv", Cancelled))!;
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
        await lake.EnsureContainersAsync([container], Cancelled);
        var blob = azurite.Service.GetBlobContainerClient(container).GetAppendBlobClient("a.csv");
        await AppendBlobs.CreateAgedAsync(blob, bytes);
        var file = (await lake.FindAsync($"{container}/a.csv", Cancelled))!;
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
        var file = await lake.UploadAsync($"{container}/big.csv", new MemoryStream(bytes), null, Cancelled);
        await using var proxy = new CuttingProxy(azurite.Server.BlobPort, CutAfter);
        var connection = AzuriteServer.ConnectionStringFor(proxy.Port, azurite.Server.QueuePort);
        var shaky = new AzureLake(LakeStorageSettings.FromConnectionString(connection).CreateClient());

        await using var stream = await shaky.OpenReadAsync(file, 0, Cancelled);

        var read = await ReadAllAsync(stream);
        Assert.True(bytes.AsSpan().SequenceEqual(read));
        Assert.True(proxy.Cuts >= bytes.Length / CutAfter, $"{proxy.Cuts} connections were cut.");
    }

    [Fact]
    public async Task A_reader_that_is_left_early_can_be_disposed_of_twice()
    {
        var file = await lake.UploadAsync(
            $"{container}/big.csv", new MemoryStream(new byte[4 * AzureLake.ChunkSize]), null, Cancelled);
        var stream = await lake.OpenReadAsync(file, 0, Cancelled);

        await stream.DisposeAsync();
        await stream.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.ReadExactlyAsync(new byte[1], Cancelled));
    }

    [Fact]
    public async Task What_is_written_is_there_when_the_stream_is_closed()
    {
        await UploadAsync("a.csv", "old and longer than the new one\n");
        await using (var stream = await lake.OpenWriteAsync($"{container}/a.csv", Cancelled))
        {
            await stream.WriteAsync("new\n"u8.ToArray(), Cancelled);
        }

        var file = await lake.FindAsync($"{container}/a.csv", Cancelled);
        Assert.NotNull(file);
        await using var read = await lake.OpenReadAsync(file, 0, Cancelled);
        Assert.Equal("new\n", Encoding.UTF8.GetString(await ReadAllAsync(read)));
    }

    [Fact]
    public async Task What_was_there_stays_until_the_stream_is_closed()
    {
        await UploadAsync("a.csv", "old\n");
        var content = new byte[20_000_000];
        new Random(1).NextBytes(content);
        await using (var replaced = await lake.OpenWriteAsync($"{container}/a.csv", Cancelled))
        await using (var made = await lake.OpenWriteAsync($"{container}/b.csv", Cancelled))
        {
            foreach (var stream in (Stream[])[replaced, made])
            {
                await stream.WriteAsync(content, Cancelled);
            }

            Assert.Equal(4, (await lake.FindAsync($"{container}/a.csv", Cancelled))!.Length);
            Assert.Null(await lake.FindAsync($"{container}/b.csv", Cancelled));
        }

        foreach (var name in (string[])["a.csv", "b.csv"])
        {
            await using var read = await lake.OpenReadAsync((await lake.FindAsync($"{container}/{name}", Cancelled))!, 0, Cancelled);
            Assert.Equal(content, await ReadAllAsync(read));
        }
    }

    [Fact]
    public async Task Writing_makes_the_container()
    {
        await using (await lake.OpenWriteAsync($"{container}/rejects/a.csv", Cancelled))
        {
        }

        Assert.Single(await ListAsync("rejects/"));
    }

    [Fact]
    public async Task An_upload_tells_how_far_it_is()
    {
        var progress = new LastProgress();

        await lake.UploadAsync($"{container}/a.csv", new MemoryStream(new byte[20_000_000]), progress, Cancelled);

        Assert.Equal(20_000_000, progress.Last);
    }

    [Fact]
    public async Task A_check_passes_when_all_containers_are_there_and_fails_when_one_is_not()
    {
        await lake.EnsureContainersAsync([container, container], Cancelled);
        await lake.EnsureContainersAsync([container], Cancelled);

        await lake.CheckAsync([container], Cancelled);
        await Assert.ThrowsAsync<LakeUnavailableException>(() => lake.CheckAsync([container, container + "-not"], Cancelled));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task What_the_storage_refuses_is_told_as_one_sentence_whatever_is_asked(string method)
    {
        var path = $"{container}/a.csv";
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

    private Task<FileVersion> UploadAsync(string name, string text) =>
        lake.UploadAsync($"{container}/{name}", new MemoryStream(Encoding.UTF8.GetBytes(text)), null, Cancelled);

    private async Task<List<FileVersion>> ListAsync(string prefix, AzureLake? from = null)
    {
        var files = new List<FileVersion>();
        await foreach (var file in (from ?? lake).ListAsync(container, prefix, Cancelled))
        {
            files.Add(file);
        }

        return files;
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancelled);
        return all.ToArray();
    }

    private sealed class LastProgress : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value) => Last = value;
    }
}

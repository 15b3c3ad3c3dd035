using System.Security.Cryptography;
using System.Text;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake;

namespace Sluice.IntegrationTests.Storage;

/// <summary>What every lake does, wherever it is: the contract of <see cref="ILakeStorage"/>.</summary>
public abstract class LakeStorageContract
{
    /// <summary>At least as much as a reader holds at a time.</summary>
    protected const int ChunkSize = 4 * 1024 * 1024;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The lake. Other tests may use it too.</summary>
    protected abstract ILakeStorage Lake { get; }

    /// <summary>A container that no other test has. It does not exist yet.</summary>
    protected string Container { get; } = AzuriteFixture.NewContainer();

    [Fact]
    public async Task A_listing_says_the_same_of_a_file_as_the_file_itself()
    {
        var uploaded = await UploadAsync("ads/2024/été & co #1.csv", "id\n1\n");
        await UploadAsync("other/ads.csv", "id\n2\n");

        var listed = await ListAsync("ads/");

        Assert.Equal([uploaded], listed);
        Assert.Equal(uploaded, await Lake.FindAsync(uploaded.Path, Cancelled));
        Assert.Equal($"{Container}/ads/2024/été & co #1.csv", uploaded.Path);
        Assert.Equal(5, uploaded.Length);
        Assert.Equal(BlobKind.Block, uploaded.Kind);
        Assert.DoesNotContain('"', uploaded.ETag);
    }

    [Fact]
    public async Task Containers_are_listed_by_the_start_of_their_names()
    {
        string[] containers = [.. Enumerable.Range(0, 3).Select(i => $"{Container}-{i}")];
        await Lake.EnsureContainersAsync([Container, .. containers], Cancelled);

        Assert.Equal(containers, await Lake.ListContainersAsync($"{Container}-", Cancelled).ToListAsync(Cancelled));
        Assert.Empty(await Lake.ListContainersAsync($"{Container}-x", Cancelled).ToListAsync(Cancelled));
        Assert.Contains(Container, await Lake.ListContainersAsync("", Cancelled).ToListAsync(Cancelled));
    }

    [Theory]
    [InlineData("none.csv")]
    [InlineData("")]
    public async Task A_file_that_is_not_there_is_not_found(string name)
    {
        await Lake.EnsureContainersAsync([Container], Cancelled);

        Assert.Null(await Lake.FindAsync($"{Container}/{name}", Cancelled));
    }

    [Theory]
    [InlineData("no-such-container/file.csv")]
    [InlineData("NOT A CONTAINER/file.csv")]
    [InlineData("file.csv")]
    public async Task A_path_in_no_container_is_not_found(string path) => Assert.Null(await Lake.FindAsync(path, Cancelled));

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

        Assert.Null(await Lake.FindAsync($"{Container}/{name}", Cancelled));
    }

    [Fact]
    public async Task A_container_that_is_not_there_has_no_files() => Assert.Empty(await ListAsync(""));

    [Fact]
    public async Task Only_the_version_that_is_asked_for_is_opened()
    {
        var old = await UploadAsync("a.csv", "id\n1\n");
        await UploadAsync("a.csv", "id\n2\n");

        var error = await Assert.ThrowsAsync<LakeFileChangedException>(() => Lake.OpenReadAsync(old, 0, Cancelled));

        Assert.Equal(old.Path, error.Path);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_deleted_file_is_a_changed_file(long offset)
    {
        var file = await UploadAsync("a.csv", "id\n1\n");
        await Lake.DeleteAsync($"{Container}/a.csv", Cancelled);

        await Assert.ThrowsAsync<LakeFileChangedException>(() => Lake.OpenReadAsync(file, offset, Cancelled));
    }

    [Fact]
    public async Task A_file_without_a_byte_can_be_read()
    {
        var file = await UploadAsync("empty.csv", "");

        await using var stream = await Lake.OpenReadAsync(file, 0, Cancelled);

        Assert.Empty(await ReadAllAsync(stream));
    }

    [Fact]
    public async Task A_file_that_changes_under_the_reader_is_never_read_in_two_versions()
    {
        var bytes = new byte[6 * ChunkSize];
        var file = await Lake.UploadAsync($"{Container}/big.csv", new MemoryStream(bytes), null, Cancelled);
        await using var stream = await Lake.OpenReadAsync(file, 0, Cancelled);
        await stream.ReadExactlyAsync(new byte[1000], Cancelled);
        Array.Fill(bytes, (byte)1);
        await Lake.UploadAsync($"{Container}/big.csv", new MemoryStream(bytes), null, Cancelled);

        var read = new MemoryStream();
        await Assert.ThrowsAsync<LakeFileChangedException>(() => stream.CopyToAsync(read, Cancelled));

        Assert.False(read.GetBuffer().AsSpan(0, (int)read.Length).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public async Task A_reader_that_is_left_early_can_be_disposed_of_twice()
    {
        var file = await Lake.UploadAsync(
            $"{Container}/big.csv", new MemoryStream(new byte[4 * ChunkSize]), null, Cancelled);
        var stream = await Lake.OpenReadAsync(file, 0, Cancelled);

        await stream.DisposeAsync();
        await stream.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await stream.ReadExactlyAsync(new byte[1], Cancelled));
    }

    [Fact]
    public async Task What_is_written_is_there_when_the_stream_is_closed()
    {
        await UploadAsync("a.csv", "old and longer than the new one\n");
        await using (var stream = await Lake.OpenWriteAsync($"{Container}/a.csv", Cancelled))
        {
            await stream.WriteAsync("new\n"u8.ToArray(), Cancelled);
        }

        var file = await Lake.FindAsync($"{Container}/a.csv", Cancelled);
        Assert.NotNull(file);
        await using var read = await Lake.OpenReadAsync(file, 0, Cancelled);
        Assert.Equal("new\n", Encoding.UTF8.GetString(await ReadAllAsync(read)));
    }

    [Fact]
    public async Task What_was_there_stays_until_the_stream_is_closed()
    {
        await UploadAsync("a.csv", "old\n");
        var content = new byte[20_000_000];
        new Random(1).NextBytes(content);
        await using (var replaced = await Lake.OpenWriteAsync($"{Container}/a.csv", Cancelled))
        await using (var made = await Lake.OpenWriteAsync($"{Container}/b.csv", Cancelled))
        {
            foreach (var stream in (Stream[])[replaced, made])
            {
                await stream.WriteAsync(content, Cancelled);
            }

            Assert.Equal(4, (await Lake.FindAsync($"{Container}/a.csv", Cancelled))!.Length);
            Assert.Null(await Lake.FindAsync($"{Container}/b.csv", Cancelled));
        }

        foreach (var name in (string[])["a.csv", "b.csv"])
        {
            await using var read = await Lake.OpenReadAsync((await Lake.FindAsync($"{Container}/{name}", Cancelled))!, 0, Cancelled);
            Assert.Equal(content, await ReadAllAsync(read));
        }
    }

    [Fact]
    public async Task Writing_makes_the_container()
    {
        await using (await Lake.OpenWriteAsync($"{Container}/rejects/a.csv", Cancelled))
        {
        }

        Assert.Single(await ListAsync("rejects/"));
    }

    [Fact]
    public async Task An_upload_tells_how_far_it_is()
    {
        var progress = new LastProgress();

        await Lake.UploadAsync($"{Container}/a.csv", new MemoryStream(new byte[20_000_000]), progress, Cancelled);

        Assert.Equal(20_000_000, progress.Last);
    }

    [Fact]
    public async Task A_check_passes_when_all_containers_are_there_and_fails_when_one_is_not()
    {
        await Lake.EnsureContainersAsync([Container, Container], Cancelled);
        await Lake.EnsureContainersAsync([Container], Cancelled);

        await Lake.CheckAsync([Container], Cancelled);
        await Assert.ThrowsAsync<LakeUnavailableException>(() => Lake.CheckAsync([Container, Container + "-not"], Cancelled));
    }

    [Fact]
    public async Task Files_are_listed_in_the_order_of_their_names_and_folders_with_what_is_in_them()
    {
        string[] names = ["a-b.csv", "a.csv", "a/1.csv", "a/b/c.csv", "ab.csv", "b.csv"];
        foreach (var name in names.Reverse())
        {
            await UploadAsync(name, "id\n");
        }

        Assert.Equal(names, (await ListAsync("")).Select(NameOf));
        Assert.Equal(["a/1.csv", "a/b/c.csv"], (await ListAsync("a/")).Select(NameOf));
        Assert.Equal(["a/b/c.csv"], (await ListAsync("a/b")).Select(NameOf));
        Assert.Equal(["a-b.csv", "a.csv", "a/", "ab.csv", "b.csv"], await ListFolderAsync(""));
        Assert.Equal(["a/1.csv", "a/b/"], await ListFolderAsync("a/"));
        Assert.Empty(await ListFolderAsync("none/"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ChunkSize)]
    [InlineData((2 * ChunkSize) + 17)]
    [InlineData(3 * ChunkSize)]
    public async Task Reading_from_an_offset_gives_the_rest(int offset)
    {
        var bytes = RandomNumberGenerator.GetBytes(3 * ChunkSize);
        var file = await Lake.UploadAsync($"{Container}/big.csv", new MemoryStream(bytes), null, Cancelled);

        await using var stream = await Lake.OpenReadAsync(file, offset, Cancelled);

        var read = await ReadAllAsync(stream);
        Assert.True(bytes.AsSpan(offset).SequenceEqual(read));
    }

    [Fact]
    public async Task An_upload_that_breaks_off_leaves_what_was_there()
    {
        await UploadAsync("a.csv", "old\n");

        await Assert.ThrowsAnyAsync<Exception>(
            () => Lake.UploadAsync($"{Container}/a.csv", new BrokenStream(), null, Cancelled));

        Assert.Equal(4, (await Lake.FindAsync($"{Container}/a.csv", Cancelled))!.Length);
        Assert.Equal(["a.csv"], (await ListAsync("")).Select(NameOf));
    }

    [Fact]
    public async Task Of_uploads_that_create_a_file_at_the_same_time_one_does_and_no_other_changes_it()
    {
        var created = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => Task.Run(async () =>
            await Lake.TryCreateAsync($"{Container}/new/a.csv", new MemoryStream(new byte[i]), Cancelled) ? i : 0)));

        var length = Assert.Single(created, i => i > 0);
        Assert.False(await Lake.TryCreateAsync($"{Container}/new/a.csv", new MemoryStream(), Cancelled));
        Assert.Equal(length, (await Lake.FindAsync($"{Container}/new/a.csv", Cancelled))!.Length);
        Assert.Equal(["new/a.csv"], (await ListAsync("")).Select(NameOf));
    }

    [Fact]
    public async Task A_file_that_is_deleted_is_gone_and_can_be_deleted_again()
    {
        await UploadAsync("a.csv", "id\n");

        await Lake.DeleteAsync($"{Container}/a.csv", Cancelled);
        await Lake.DeleteAsync($"{Container}/a.csv", Cancelled);

        Assert.Null(await Lake.FindAsync($"{Container}/a.csv", Cancelled));
        Assert.Empty(await ListAsync(""));
    }

    protected Task<FileVersion> UploadAsync(string name, string text) =>
        Lake.UploadAsync($"{Container}/{name}", new MemoryStream(Encoding.UTF8.GetBytes(text)), null, Cancelled);

    protected async Task<List<FileVersion>> ListAsync(string prefix, ILakeStorage? from = null) =>
        await (from ?? Lake).ListAsync(Container, prefix, Cancelled).ToListAsync(Cancelled);

    protected static async Task<byte[]> ReadAllAsync(Stream stream)
    {
        var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancelled);
        return all.ToArray();
    }

    private async Task<List<string>> ListFolderAsync(string folder) =>
        await Lake.ListFolderAsync(Container, folder, Cancelled).Select(i => i.Folder ?? NameOf(i.File!))
            .Order(StringComparer.Ordinal).ToListAsync(Cancelled);

    private string NameOf(FileVersion file) => file.Path[(Container.Length + 1)..];

    private sealed class LastProgress : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value) => Last = value;
    }

    /// <summary>Ends with an error after ten bytes.</summary>
    private sealed class BrokenStream : Stream
    {
        private bool hasBegun;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (hasBegun)
            {
                throw new IOException("The disk is gone.");
            }

            hasBegun = true;
            return Math.Min(count, 10);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Sluice.Folder;
using Sluice.IntegrationTests.Local;
using Sluice.Lake;
using Sluice.Lake.Definition;

namespace Sluice.IntegrationTests.Storage;

/// <summary>The lake in a folder.</summary>
public sealed class FolderLakeTests : LakeStorageContract, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder folder = new();
    private readonly FolderLake lake;

    public FolderLakeTests() => lake = LakeOf(new FolderLayout(folder.Path));

    protected override ILakeStorage Lake => lake;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_rewrite_of_the_same_length_at_the_same_time_is_another_version()
    {
        var place = Write("a.csv", "id\n1\n");
        var before = await FindAsync("a.csv");
        var time = File.GetLastWriteTimeUtc(place);

        Rewrite(place, "id\n2\n");
        File.SetLastWriteTimeUtc(place, time);

        var after = await FindAsync("a.csv");
        Assert.Equal(before!.LastModified, after!.LastModified);
        Assert.NotEqual(before.ETag, after.ETag);
        await Assert.ThrowsAsync<LakeFileChangedException>(() => lake.OpenReadAsync(before, 0, Cancelled));
    }

    [Fact]
    public async Task A_version_stays_the_same_as_long_as_nobody_touches_the_file()
    {
        Write("a.csv", "id\n1\n");
        var before = await FindAsync("a.csv");

        Assert.Equal(before, await FindAsync("a.csv"));
        Assert.Equal([before!], await ListAsync(""));
        Assert.Equal(before, await LakeOf(new FolderLayout(folder.Path)).FindAsync(before!.Path, Cancelled));
    }

    [Fact]
    public async Task A_file_that_replaces_another_one_with_all_its_times_is_another_version()
    {
        var place = Write("a.csv", "id\n1\n");
        var before = await FindAsync("a.csv");
        var other = Write("b.csv", "id\n1\n");
        File.SetLastWriteTimeUtc(other, File.GetLastWriteTimeUtc(place));

        File.Move(other, place, overwrite: true);

        Assert.NotEqual(before!.ETag, (await FindAsync("a.csv"))!.ETag);
    }

    [Fact]
    public async Task A_file_that_grows_under_the_reader_is_read_up_to_its_version()
    {
        var place = Write("a.csv", "id\n1\n2\n");
        var file = await FindAsync("a.csv");
        await using var stream = await lake.OpenReadAsync(file!, 3, Cancelled);

        File.AppendAllText(place, "3\n");

        Assert.Equal("1\n2\n", Encoding.UTF8.GetString(await ReadAllAsync(stream)));
        await using var later = await lake.OpenReadAsync(file!, 0, Cancelled);
        Assert.Equal("id\n1\n2\n", Encoding.UTF8.GetString(await ReadAllAsync(later)));
    }

    [Fact]
    public async Task A_file_that_is_rewritten_and_longer_under_the_reader_is_a_changed_file()
    {
        var place = Write("a.csv", $"id\n{new string('1', ChunkSize)}\n");
        var file = await FindAsync("a.csv");
        await using var stream = await lake.OpenReadAsync(file!, 0, Cancelled);
        await stream.ReadExactlyAsync(new byte[1000], Cancelled);

        Rewrite(place, $"id\n{new string('2', 2 * ChunkSize)}\n");

        await Assert.ThrowsAsync<LakeFileChangedException>(() => ReadAllAsync(stream));
    }

    [Fact]
    public async Task A_file_that_is_cut_under_the_reader_is_a_changed_file()
    {
        var place = Write("a.csv", new string('1', 2 * ChunkSize));
        var file = await FindAsync("a.csv");
        await using var stream = await lake.OpenReadAsync(file!, 0, Cancelled);

        Rewrite(place, "id\n");

        await Assert.ThrowsAsync<LakeFileChangedException>(() => ReadAllAsync(stream));
        await Assert.ThrowsAsync<LakeFileChangedException>(() => lake.OpenReadAsync(file!, 0, Cancelled));
    }

    [Theory]
    [InlineData("id,t\n1,a\n2,", "id,t\n1,a\n")]
    [InlineData("id,t\r\n1,a\r", "id,t\r\n")]
    [InlineData("id,t\r1,a\r2", "id,t\r1,a\r")]
    [InlineData("id,t\n1,a\n2,日", "id,t\n1,a\n")]
    [InlineData("id,t\n1,a\n", "id,t\n1,a\n")]
    [InlineData("id,t\n1,\"a\nb", "id,t\n")]
    [InlineData("id,t\n1,\"a\nb\"\n2,\"", "id,t\n1,\"a\nb\"\n")]
    public async Task While_a_line_is_being_written_the_version_ends_before_it(string written, string version)
    {
        var place = Write("a.csv", written);

        var file = await LakeOf(new FolderLayout(folder.Path), Patience).FindAsync($"{Container}/a.csv", Cancelled);

        Assert.Equal(Encoding.UTF8.GetByteCount(version), file!.Length);
        Assert.Equal(BlobAccess.Readable, file.Access);
        await using var stream = await lake.OpenReadAsync(file, 0, Cancelled);
        Assert.Equal(version, Encoding.UTF8.GetString(await ReadAllAsync(stream)));

        // The rest of the line makes no difference to the version. Its end does.
        File.AppendAllText(place, "x");
        Assert.Equal(
            file.Length, (await LakeOf(new FolderLayout(folder.Path), Patience).FindAsync(file.Path, Cancelled))!.Length);
        File.AppendAllText(place, written.Count(c => c == '"') % 2 == 1 ? "\"\r\n" : "\r\n");
        Assert.True((await LakeOf(new FolderLayout(folder.Path), Patience).FindAsync(file.Path, Cancelled))!.Length > file.Length);
    }

    [Fact]
    public async Task A_quote_that_is_open_for_many_lines_is_a_character_of_a_text()
    {
        var written = $"id,t\n1,a 5\" disk\n{string.Concat(Enumerable.Range(2, 30).Select(i => $"{i},b\n"))}";
        Write("a.csv", $"{written}32,");

        var file = await LakeOf(new FolderLayout(folder.Path), Patience).FindAsync($"{Container}/a.csv", Cancelled);

        Assert.Equal(written.Length, file!.Length);
    }

    [Theory]
    [InlineData("utf-16", "日本\nid\n1", 12)]
    [InlineData("utf-16BE", "日本\nid\n1", 12)]
    public async Task A_line_of_two_bytes_a_character_ends_after_both_bytes(string encoding, string written, int length)
    {
        File.WriteAllBytes(Write("a.csv", ""), Encoding.GetEncoding(encoding).GetBytes(written));

        var file = await LakeOf(new FolderLayout(folder.Path), Patience).FindAsync($"{Container}/a.csv", Cancelled);

        Assert.Equal(length, file!.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("id,na")]
    [InlineData("\u001f\u008bcompressed\n")]
    public async Task A_file_without_a_complete_line_is_still_being_written_until_nobody_has_written_for_a_while(string written)
    {
        File.WriteAllBytes(Write("a.csv", ""), Encoding.Latin1.GetBytes(written));
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow + TimeSpan.FromSeconds(10));
        var looks = new List<(string Path, DateTimeOffset At)>();
        var patient = new FolderLake(new FolderLayout(folder.Path), Patience, clock) { OnUnfinished = (path, at) => looks.Add((path, at)) };

        var file = await patient.FindAsync($"{Container}/a.csv", Cancelled);

        Assert.Equal(BlobAccess.BeingWritten, file!.Access);
        var (looked, at) = Assert.Single(looks);
        Assert.Equal(file.Path, looked);
        clock.SetUtcNow(at);
        file = await patient.FindAsync(file.Path, Cancelled);
        Assert.Equal((BlobAccess.Readable, (long)written.Length), (file!.Access, file.Length));
        Assert.Single(looks);
    }

    [Fact]
    public async Task What_is_no_regular_file_or_hidden_is_not_in_the_lake()
    {
        Write("a.csv", "id\n");
        Write(".b.csv", "id\n");
        Write(".hidden/c.csv", "id\n");
        Write("node_modules/d.csv", "id\n");
        using (var pipe = Process.Start("mkfifo", [Of("pipe.csv")]))
        {
            await pipe.WaitForExitAsync(Cancelled);
        }

        File.CreateSymbolicLink(Of("broken.csv"), Of("none"));
        File.CreateSymbolicLink(Of("loop.csv"), Of("loop.csv"));

        Assert.Equal([$"{Container}/a.csv"], (await ListAsync("")).Select(f => f.Path));
        foreach (var name in (string[])[".b.csv", ".hidden/c.csv", "node_modules/d.csv", "pipe.csv", "broken.csv", "loop.csv"])
        {
            Assert.Null(await FindAsync(name));
        }
    }

    [Fact]
    public async Task Links_are_followed_and_a_circle_of_them_ends()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("b.csv", "id\n1\n");
        Write("in/a.csv", "id\n");
        File.CreateSymbolicLink(Of("link.csv"), elsewhere.Of("b.csv"));
        Directory.CreateSymbolicLink(Of("linked"), elsewhere.Path);
        Directory.CreateSymbolicLink(Of("in", "circle"), Of());

        Assert.Equal(
            [$"{Container}/in/a.csv", $"{Container}/link.csv", $"{Container}/linked/b.csv"], (await ListAsync("")).Select(f => f.Path));
        await using var stream = await lake.OpenReadAsync((await FindAsync("link.csv"))!, 0, Cancelled);
        Assert.Equal("id\n1\n", Encoding.UTF8.GetString(await ReadAllAsync(stream)));
    }

    [Fact]
    public async Task What_lies_in_the_folder_and_in_no_container_is_in_the_first_container()
    {
        var definition = new LakeDefinition(
            "test",
            [
                Warehouse.Datasets.Of("cities", Warehouse.Datasets.Text("name")) with
                {
                    Paths = [new DatasetPath("data", "**/*.csv"), new DatasetPath("archive", "*.csv")],
                },
            ]);
        foreach (var path in (string[])[
            "top.csv", "My ads/a.csv", "data/ads/b.csv", "data/top.csv", "archive/c.csv", "rejects/d.csv", "notes.md", "ads/e.txt"])
        {
            Directory.CreateDirectory(folder.Of(Path.GetDirectoryName(path)!));
            folder.Write(path, path);
        }

        var own = LakeOf(new FolderLayout(folder.Path, definition));
        var files = await own.ListAsync("data", "", Cancelled).ToListAsync(Cancelled);

        Assert.Equal(["data/My ads/a.csv", "data/ads/b.csv", "data/ads/e.txt", "data/top.csv"], files.Select(f => f.Path));
        Assert.Equal("data/top.csv".Length, files[^1].Length);
        Assert.Equal(files, await Task.WhenAll(files.Select(async f => (await own.FindAsync(f.Path, Cancelled))!)));
        Assert.Null(await own.FindAsync("data/archive/c.csv", Cancelled));
        Assert.Null(await own.FindAsync("data/rejects/d.csv", Cancelled));
        Assert.Equal(["archive/c.csv"], (await own.ListAsync("archive", "", Cancelled).ToListAsync(Cancelled)).Select(f => f.Path));
        Assert.Equal(["archive", "data", "rejects"], await own.ListContainersAsync("", Cancelled).ToListAsync(Cancelled));
        Assert.Equal("data/My ads/a.csv", own.Layout.PathOf(folder.Of("My ads", "a.csv")));
        Assert.Equal("data/ads/b.csv", own.Layout.PathOf(folder.Of("data", "ads", "b.csv")));
        Assert.Null(own.Layout.PathOf(folder.Path));
        Assert.Null(own.Layout.PathOf(folder.Of(".git", "x.csv")));
        Assert.Null(own.Layout.PathOf(folder.Path + "-other/x.csv"));
    }

    [Fact]
    public async Task What_a_dead_process_was_writing_is_deleted_after_a_day()
    {
        var left = Write($".{Guid.NewGuid():N}.sluice-part", "id\n");
        var young = Write($".{Guid.NewGuid():N}.sluice-part", "id\n");
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow - TimeSpan.FromDays(2));

        await lake.EnsureContainersAsync([Container], Cancelled);

        Assert.Equal((false, true), (File.Exists(left), File.Exists(young)));
    }

    [Fact]
    public async Task A_file_or_a_folder_that_may_not_be_read_is_an_error_with_a_sentence_and_never_a_file_that_is_gone()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "A privileged user may read everything.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var place = Write("in/a.csv", "id\n");
        var file = await FindAsync("in/a.csv");
        File.SetUnixFileMode(place, UnixFileMode.None);
        var error = await Assert.ThrowsAsync<LakeUnavailableException>(() => lake.OpenReadAsync(file!, 0, Cancelled));
        Assert.Contains("this user may not access", error.Message, StringComparison.Ordinal);

        File.SetUnixFileMode(Of("in"), UnixFileMode.None);
        await Assert.ThrowsAsync<LakeUnavailableException>(() => ListAsync(""));
        File.SetUnixFileMode(Of("in"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FolderLake LakeOf(FolderLayout layout, TimeSpan patience = default) => new(layout, patience, TimeProvider.System);

    private Task<FileVersion?> FindAsync(string name) => lake.FindAsync($"{Container}/{name}", Cancelled);

    private string Of(params string[] parts) => folder.Of([Container, .. parts]);

    private string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Of(name))!);
        return folder.Write(Path.Combine(Container, name), text);
    }

    // In place, as a shell does: the file stays the same one.
    private static void Rewrite(string place, string text)
    {
        using var file = new FileStream(place, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(text));
    }
}

using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.AzureStorage;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Loading;

/// <summary>Blobs that are no files, and files that cannot be read now.</summary>
public sealed class FileAccessTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    private readonly ChangedAnswers answers = new();

    private BlobContainerClient Blobs => Azurite.Service.GetBlobContainerClient(Container);

    [Theory]
    [InlineData("hdi_isfolder", "true")]
    [InlineData("Hdi_IsFolder", "True")]
    public async Task A_blob_that_stands_for_a_folder_is_no_file(string mark, string value)
    {
        await Blobs.GetBlockBlobClient("out.csv").UploadAsync(
            new MemoryStream(), new BlobUploadOptions { Metadata = new Dictionary<string, string> { [mark] = value } }, Token);
        await UploadAsync("a.csv", "id,city\n1,Paris\n");

        Assert.Null(await Storage.FindAsync(PathOf("out.csv"), Token));
        Assert.Equal([PathOf("a.csv")], await ListAsync(Storage));
        await Assert.ThrowsAsync<FileNotFoundException>(
            async () => await (await PrepareAsync(Lake())).LoadAsync(PathOf("out.csv"), LoadTrigger.Blob, null, Token));
    }

    /// <summary>Whoever copies a folder's metadata to a file does not hide the file.</summary>
    [Fact]
    public async Task A_blob_with_bytes_is_a_file_even_if_it_is_marked_as_a_folder()
    {
        var metadata = new Dictionary<string, string> { ["hdi_isfolder"] = "true" };
        await Blobs.GetBlockBlobClient("a.csv").UploadAsync(
            new MemoryStream("id,city\n1,Paris\n"u8.ToArray()), new BlobUploadOptions { Metadata = metadata }, Token);

        Assert.NotNull(await Storage.FindAsync(PathOf("a.csv"), Token));
        Assert.Equal([PathOf("a.csv")], await ListAsync(Storage));
    }

    /// <summary>It has left no rows that could be kept, so nothing waits for it any more.</summary>
    [Fact]
    public async Task A_file_that_was_refused_or_archived_and_is_gone_is_removed()
    {
        var (_, sweeper) = await PrepareSweepAsync(Storage);
        await UploadAsync("refused.csv", "other\n1\n");
        await UploadAsync("archived.csv", "id,city\n1,Paris\n");
        await UploadAsync("loaded.csv", "id,city\n1,Paris\n");
        await Blobs.GetBlobClient("archived.csv").SetAccessTierAsync(AccessTier.Archive, cancellationToken: Token);
        await sweeper.SweepAsync(Token);
        foreach (var name in (string[])["refused.csv", "archived.csv", "loaded.csv"])
        {
            await Storage.DeleteAsync(PathOf(name), Token);
        }

        await UploadAsync("other.csv", "id,city\n1,Paris\n");
        await sweeper.SweepAsync(Token);

        Assert.Equal(LoadState.Removed, (await Warehouse.FindFileAsync(PathOf("refused.csv"), Token))!.State);
        Assert.Equal(LoadState.Removed, (await Warehouse.FindFileAsync(PathOf("archived.csv"), Token))!.State);
        Assert.Equal(LoadState.Loaded, (await Warehouse.FindFileAsync(PathOf("loaded.csv"), Token))!.State);
    }

    /// <summary>The path of a rejects file has the file's name in it, and more.</summary>
    [Fact]
    public async Task A_reject_of_a_file_with_the_longest_name_is_kept()
    {
        var name = $"{new string('n', 1020)}.csv";
        await UploadAsync(name, "id,city\nx,Rome\n1,Paris\n");
        var load = await (await PrepareAsync(Lake())).LoadAsync(PathOf(name), LoadTrigger.Blob, null, Token);
        Assert.Equal((LoadState.Loaded, 1, 1), (load!.State, load.Rows, load.Rejected));
        Assert.NotNull(await Storage.FindAsync(load.RejectsFile!, Token));
    }

    [Fact]
    public async Task An_archived_file_is_recorded_once_and_loaded_when_it_is_back()
    {
        var (loader, sweeper) = await PrepareSweepAsync(Storage);
        await UploadAsync("a.csv", "id,city\n1,Paris\n");
        await Blobs.GetBlobClient("a.csv").SetAccessTierAsync(AccessTier.Archive, cancellationToken: Token);

        var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
        Assert.Equal((LoadState.Archived, null), (load.State, load.Kind));
        Assert.Equal("The blob is in the archive tier, so it cannot be read. It is loaded once it is in another tier again.", load.Error);
        Assert.Equal(load.Id, (await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token)).Id);
        var swept = await sweeper.SweepAsync(Token);
        Assert.Equal((1, 1, 0), (swept.Files, swept.Waiting, swept.Failed));
        Assert.Equal(LoadState.Archived, Assert.Single(await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token)).State);

        await Blobs.GetBlobClient("a.csv").SetAccessTierAsync(AccessTier.Cool, cancellationToken: Token);
        Assert.Equal(1, (await sweeper.SweepAsync(Token)).Loaded);
        Assert.Equal(["1|Paris|1"], Rows());
    }

    [Fact]
    public async Task A_sweep_says_that_a_file_is_archived_and_counts_it()
    {
        var (_, sweeper) = await PrepareSweepAsync(Storage);
        await UploadAsync("a.csv", "id,city\n1,Paris\n");
        await Blobs.GetBlobClient("a.csv").SetAccessTierAsync(AccessTier.Archive, cancellationToken: Token);

        Assert.Equal((1, 0), await SweepAsync(sweeper));
        Assert.Equal((0, 1), await SweepAsync(sweeper));
        Assert.Equal(LoadState.Archived, (await Warehouse.FindFileAsync(PathOf("a.csv"), Token))!.State);
    }

    [Fact]
    public async Task A_file_that_is_archived_after_it_was_loaded_stays_loaded()
    {
        var (loader, sweeper) = await PrepareSweepAsync(Storage);
        await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n");
        await Blobs.GetBlobClient("a.csv").SetAccessTierAsync(AccessTier.Archive, cancellationToken: Token);

        Assert.Equal(1, (await sweeper.SweepAsync(Token)).Unchanged);
        Assert.Equal(LoadState.Archived, (await loader.ReloadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token)).State);
        Assert.Equal(["1|Paris|1"], Rows());

        await Blobs.GetBlobClient("a.csv").SetAccessTierAsync(AccessTier.Hot, cancellationToken: Token);
        Assert.Equal(1, (await sweeper.SweepAsync(Token)).Loaded);
        Assert.Equal(["1|Paris|1"], Rows());
    }

    [Fact]
    public async Task A_file_whose_copy_has_just_begun_is_loaded_when_the_copy_is_complete()
    {
        var storage = ChangedStorage();
        var (loader, _) = await PrepareSweepAsync(storage);
        await UploadAsync("a.csv", "id,city\n1,Paris\n");
        answers.CopyStatus = "pending";
        var storageSeen = new TaskCompletionSource();
        storage.OnFound = _ =>
        {
            storageSeen.TrySetResult();
            return Task.CompletedTask;
        };

        var loading = loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
        await Task.WhenAny(storageSeen.Task, loading);
        answers.CopyStatus = "success";
        var load = await AdvancingAsync(loading);

        Assert.Equal((LoadState.Loaded, 1), (load.State, load.Rows));
        Assert.Equal(["1|Paris|1"], Rows());
    }

    [Fact]
    public async Task A_copy_that_takes_long_is_left_to_the_sweep_which_waits_for_none()
    {
        var (loader, sweeper) = await PrepareSweepAsync(ChangedStorage());
        await UploadAsync("a.csv", "id,city\n1,Paris\n");
        answers.CopyStatus = "pending";

        Assert.Equal((1, 0), await SweepAsync(sweeper));
        var load = await AdvancingAsync(loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token));
        Assert.Equal(LoadState.Waiting, load.State);
        Assert.Equal("The storage is still copying the blob. It is loaded once the copy is complete.", load.Error);
        Assert.Equal((0, 1), await SweepAsync(sweeper));
        Assert.Single(await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token));

        answers.CopyStatus = null;
        Assert.Equal(1, (await sweeper.SweepAsync(Token)).Loaded);
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("aborted")]
    public async Task A_copy_that_failed_is_a_refusal_with_the_reason_and_leaves_no_row(string status)
    {
        var (loader, sweeper) = await PrepareSweepAsync(ChangedStorage());
        await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n");
        await UploadAsync("a.csv", "");
        (answers.CopyStatus, answers.CopyDescription) = (status, "404 BlobNotFound \"Copy failed.\"");

        var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
        Assert.Equal(LoadState.Refused, load.State);
        Assert.Equal(
            "The copy to this blob failed, so it has no content: 404 BlobNotFound \"Copy failed.\". Copy or upload the file again.",
            load.Error);
        Assert.Empty(Rows());
        Assert.Equal(1, (await sweeper.SweepAsync(Token)).Unchanged);
    }

    [Fact]
    public async Task Leases_and_snapshots_have_no_effect()
    {
        var (_, sweeper) = await PrepareSweepAsync(Storage);
        await UploadAsync("a.csv", "id,city\n1,Paris\n");
        var blob = Blobs.GetBlobClient("a.csv");
        await blob.CreateSnapshotAsync(cancellationToken: Token);
        await UploadAsync("a.csv", "id,city\n2,Rome\n");
        var lease = blob.GetBlobLeaseClient();
        await lease.AcquireAsync(TimeSpan.FromSeconds(15), cancellationToken: Token);

        var swept = await sweeper.SweepAsync(Token);
        await lease.ReleaseAsync(cancellationToken: Token);

        Assert.Equal((1, 1), (swept.Files, swept.Loaded));
        Assert.Equal(["2|Rome|1"], Rows());
        Assert.Equal(1, (await sweeper.SweepAsync(Token)).Unchanged);
    }

    private static async Task<(int Busy, int Waiting)> SweepAsync(Sweeper sweeper)
    {
        var swept = await sweeper.SweepAsync(Token);
        Assert.Equal(0, swept.Loaded + swept.Failed);
        return (swept.Busy, swept.Waiting);
    }

    private static async Task<List<string>> ListAsync(ILakeStorage storage, string container)
    {
        List<string> paths = [];
        await foreach (var file in storage.ListAsync(container, "", Token))
        {
            paths.Add(file.Path);
        }

        return paths;
    }

    private Task<List<string>> ListAsync(ILakeStorage storage) => ListAsync(storage, Container);

    private HookedStorage ChangedStorage() => new(new AzureLake(new BlobServiceClient(
        Azurite.ConnectionString,
        new BlobClientOptions(LakeStorageSettings.EmulatorVersion) { Transport = new HttpClientTransport(new HttpClient(answers)) })));

    private async Task<(Loader Loader, Sweeper Sweeper)> PrepareSweepAsync(ILakeStorage storage)
    {
        var lake = Lake();
        var loader = await PrepareAsync(lake, storage: storage);
        return (loader, new Sweeper(lake, storage, Warehouse, loader, new LoaderOptions(), Time, NullLogger<Sweeper>.Instance));
    }
}

using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Loading;

/// <summary>Files with the same content under other names.</summary>
public sealed class DuplicateFileTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    private const string Cities = "id,city\n1,Rome\n2,Oslo\n";
    private const string SameLength = "id,city\n1,Rome\n2,Bonn\n";

    [Fact]
    public async Task Without_a_choice_both_are_loaded_and_the_ledger_says_which_file_has_the_same_content()
    {
        var loader = await PrepareAsync(Lake());
        await LoadAsync(loader, "a.csv", Cities);
        await LoadAsync(loader, "b.csv", Cities);
        await LoadAsync(loader, "c.csv", SameLength);

        Assert.Equal(6, Rows().Count);
        Assert.Equal([null, "a.csv", null], await OthersAsync("a.csv", "b.csv", "c.csv"));
        await LoadAsync(loader, "b.csv", SameLength);
        Assert.Equal([null, "c.csv", null], await OthersAsync("a.csv", "b.csv", "c.csv"));
    }

    [Fact]
    public async Task A_file_is_skipped_if_another_one_has_the_same_content()
    {
        var loader = await PrepareAsync(SkippingLake());
        await LoadAsync(loader, "a.csv", Cities);

        var skipped = await LoadAsync(loader, "b.csv", Cities);

        Assert.Equal((LoadState.Skipped, LoadKind.New, 0L), (skipped.State, skipped.Kind, skipped.Rows));
        Assert.Equal(
            $"The file has the same content as {PathOf("a.csv")}, so its rows are in the table (\"sluice:onDuplicateFile\": \"skip\").",
            skipped.Error);
        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
        Assert.Equal([null, "a.csv"], await OthersAsync("a.csv", "b.csv"));
        Assert.Equal(LoadState.Unchanged, (await loader.LoadAsync(PathOf("b.csv"), LoadTrigger.Blob, null, Token)).State);
        Assert.Equal(LoadState.Loaded, (await LoadAsync(loader, "c.csv", SameLength)).State);
        Assert.Equal(LoadState.Loaded, (await LoadAsync(loader, "b.csv", "id,city\n3,Bari\n")).State);
        Assert.Equal(5, Rows().Count);
    }

    [Fact]
    public async Task A_file_that_becomes_equal_to_another_one_loses_its_rows_and_a_reload_keeps_those_of_the_other_one()
    {
        var loader = await PrepareAsync(SkippingLake());
        await LoadAsync(loader, "a.csv", Cities);
        await LoadAsync(loader, "b.csv", SameLength);

        Assert.Equal(LoadState.Skipped, (await LoadAsync(loader, "b.csv", Cities)).State);

        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
        Assert.Equal(LoadState.Skipped, (await loader.ReloadAsync(PathOf("b.csv"), LoadTrigger.Http, null, Token)).State);
        Assert.Equal(LoadState.Loaded, (await loader.ReloadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token)).State);
        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
    }

    [Theory]
    [InlineData(DeletePolicy.Keep, "1|Rome|1,2|Oslo|2")]
    [InlineData(DeletePolicy.Remove, "1|Rome|1,2|Oslo|2")]
    public async Task A_skipped_file_is_loaded_once_the_rows_of_the_other_one_go(DeletePolicy onDelete, string rows)
    {
        var lake = SkippingLake(onDelete);
        var loader = await PrepareAsync(lake);
        var sweeper = new Sweeper(lake, Storage, Warehouse, loader, new LoaderOptions(), Time, NullLogger<Sweeper>.Instance);
        await LoadAsync(loader, "a.csv", Cities);
        await LoadAsync(loader, "b.csv", Cities);
        Assert.Equal((2, 0), await SweepAsync());

        await Blob("a.csv").DeleteAsync(cancellationToken: Token);
        Assert.Equal(onDelete == DeletePolicy.Keep ? (1, 0) : (0, 1), await SweepAsync());
        Assert.Equal(rows.Split(','), Rows());
        Assert.Equal((1, 0), await SweepAsync());

        async Task<(int Unchanged, int Loaded)> SweepAsync()
        {
            var result = await sweeper.SweepAsync(Token);
            return (result.Unchanged, result.Loaded);
        }
    }

    [Fact]
    public async Task A_skipped_file_is_loaded_by_the_sweep_after_the_other_one_has_other_content()
    {
        var lake = SkippingLake();
        var loader = await PrepareAsync(lake);
        var sweeper = new Sweeper(lake, Storage, Warehouse, loader, new LoaderOptions(), Time, NullLogger<Sweeper>.Instance);
        await LoadAsync(loader, "a.csv", Cities);
        await LoadAsync(loader, "b.csv", Cities);
        await LoadAsync(loader, "a.csv", "id,city\n9,Bari\n");
        Assert.Equal(["9|Bari|1"], Rows());

        Assert.Equal(1, (await sweeper.SweepAsync(Token)).Loaded);

        Assert.Equal(["1|Rome|1", "2|Oslo|2", "9|Bari|1"], Rows());
    }

    [Fact]
    public async Task Of_equal_files_that_come_at_the_same_time_one_is_loaded()
    {
        var loader = await PrepareAsync(SkippingLake());
        var names = Enumerable.Range(0, 8).Select(i => $"{i}.csv").ToList();
        await Task.WhenAll(names.Select(n => UploadAsync(n, Cities)));

        var loading = Task.WhenAll(names.Select(n => loader.LoadAsync(PathOf(n), LoadTrigger.Blob, null, Token)));
        while (!loading.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(
            [LoadState.Loaded, .. Enumerable.Repeat(LoadState.Skipped, 7)], (await loading).Select(l => l.State).OrderBy(s => s));
        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
    }

    [Fact]
    public async Task Files_without_rows_are_not_duplicates_of_each_other()
    {
        var loader = await PrepareAsync(SkippingLake());
        foreach (var name in (string[])["a.csv", "b.csv"])
        {
            Assert.Equal(LoadState.Loaded, (await LoadAsync(loader, name, "id,city\n")).State);
        }

        Assert.Equal([null, null], await OthersAsync("a.csv", "b.csv"));
    }

    private LakeDefinition SkippingLake(DeletePolicy onDelete = DeletePolicy.Keep) =>
        new("test", [Lake(onDelete: onDelete).Datasets[0] with { OnDuplicateFile = DuplicatePolicy.Skip }]);

    private BlobClient Blob(string name) => Azurite.Service.GetBlobContainerClient(Container).GetBlobClient(name);

    /// <summary>The names of the files that the ledger names as having the same content.</summary>
    private async Task<List<string?>> OthersAsync(params string[] names)
    {
        var files = await Warehouse.ReadFilesAsync("cities", Token);
        return [.. names.Select(n => names.FirstOrDefault(other => files[PathOf(other)].Id == files[PathOf(n)].DuplicateOf))];
    }
}

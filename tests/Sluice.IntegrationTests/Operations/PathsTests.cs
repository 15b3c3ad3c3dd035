using System.IO.Compression;
using System.Text;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;

namespace Sluice.IntegrationTests.Operations;

/// <summary>A dataset with several paths and with containers by pattern, swept.</summary>
public sealed class PathsTests(AzuriteFixture azurite) : OperationsTest(azurite)
{
    [Fact]
    public async Task A_dataset_has_the_files_of_all_its_paths()
    {
        var lake = LakeOf(new(Container, "a/**/*.{csv,csv.gz}"), new(Container, "b/*.csv"), new($"{Container}-*", "a/*.csv"));
        await UploadToAsync($"{Container}/a/1.csv");
        await UploadToAsync($"{Container}/a/x/2.csv.gz");
        await UploadToAsync($"{Container}/b/3.csv");
        await UploadToAsync($"{Container}/c/4.csv");
        await UploadToAsync($"{Container}-north/a/5.csv");
        await UploadToAsync($"{Container}-south/a/6.csv");
        await UploadToAsync($"{Container}-south/b/7.csv");

        var sweep = await SweepAsync(lake);

        Assert.Equal((OperationState.Succeeded, 5, 5), (sweep.State, sweep.Matched, sweep.Loaded));
        Assert.Equal(["1", "2", "3", "5", "6"], Ids());
        Assert.Equal(5, (await SweepAsync(lake)).Unchanged);
    }

    [Fact]
    public async Task A_container_that_is_made_later_is_found_by_the_next_sweep()
    {
        var lake = LakeOf(new DatasetPath($"{Container}-*", "**/*.csv"));
        Assert.Equal((OperationState.Succeeded, 0), await StateAsync(SweepAsync(lake)));
        await UploadToAsync($"{Container}-new/a/1.csv");

        Assert.Equal((OperationState.Succeeded, 1), await StateAsync(SweepAsync(lake)));
        Assert.Equal(["1"], Ids());

        static async Task<(OperationState, long)> StateAsync(Task<Operation> sweep) => ((await sweep).State, (await sweep).Loaded);
    }

    [Fact]
    public async Task A_file_that_several_paths_match_is_counted_and_loaded_once()
    {
        var lake = LakeOf(
            new(Container, "a/*.csv"), new(Container, "**/*.csv"), new($"{Container[..^1]}*", "a/1.csv"), new(Container, "a/1.csv"));
        await UploadToAsync($"{Container}/a/1.csv");

        var sweep = await SweepAsync(lake);

        Assert.Equal((OperationState.Succeeded, 1, 1), (sweep.State, sweep.Matched, sweep.Loaded));
        Assert.Equal(["1"], Ids());
        Assert.Single(await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token));
    }

    [Fact]
    public async Task A_dataset_that_ignores_case_has_files_in_any_case()
    {
        var lake = LakeOf(new DatasetPath(Container, "ads/*.csv", ignoreCase: true));
        await UploadToAsync($"{Container}/ads/1.csv");
        await UploadToAsync($"{Container}/Ads/2.CSV");

        Assert.Equal(2, (await SweepAsync(lake)).Loaded);
        Assert.Equal(["1", "2"], Ids());
    }

    [Fact]
    public async Task A_selection_takes_files_of_every_path_that_it_matches()
    {
        var lake = LakeOf(new(Container, "ads/*.csv", ignoreCase: true), new($"{Container}-*", "ads/*.csv"), new(Container, "more/*.csv"));
        await UploadToAsync($"{Container}/ads/1.csv");
        await UploadToAsync($"{Container}/ADS/2.csv");
        await UploadToAsync($"{Container}-north/ads/3.csv");
        await UploadToAsync($"{Container}-south/ads/4.csv");
        await UploadToAsync($"{Container}/more/5.csv");

        Assert.Equal(1, (await LoadAsync(lake, Select($"{Container}/ads/*"))).Loaded);
        Assert.Equal(1, (await LoadAsync(lake, Select($"{Container}-n*/**"))).Loaded);
        Assert.Equal(["1", "3"], Ids());
        Assert.Equal(0, (await LoadAsync(lake, Select($"{Container}/other/*"))).Matched);
        Assert.Equal(2, (await LoadAsync(lake, Select($"{Container}*/ads/{{1,3,9}}.csv"))).Unchanged);
        var all = await LoadAsync(lake, FileSelection.ForDataset("cities"));
        Assert.Equal((5, 3, 2), (all.Matched, all.Loaded, all.Unchanged));
    }

    [Fact]
    public async Task Rows_of_a_deleted_container_stay_and_the_sweep_names_it()
    {
        var lake = LakeOf(new DatasetPath($"{Container}-*", "*.csv"));
        await UploadToAsync($"{Container}-north/1.csv");
        await UploadToAsync($"{Container}-south/2.csv");
        await UploadToAsync($"{Container}-south/3.csv");
        await SweepAsync(lake);
        await Azurite.Service.DeleteBlobContainerAsync($"{Container}-north", cancellationToken: Token);
        await Azurite.Service.GetBlobContainerClient($"{Container}-south").DeleteBlobAsync("2.csv", cancellationToken: Token);
        var worker = await NewWorkerAsync(lake);

        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        var fault = await Assert.ThrowsAsync<LakeUnavailableException>(() => DrainAsync(worker));

        Assert.Contains($"container {Container}-north are kept", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"{Container}-north", (await FindAsync(sweep)).Error, StringComparison.Ordinal);
        Assert.Equal(["1", "3"], Ids());

        // An empty container says that its files are gone.
        await Storage.EnsureContainersAsync([$"{Container}-north"], Token);
        Assert.Equal(1, (await SweepAsync(lake)).Removed);
        Assert.Equal(["3"], Ids());
    }

    [Fact]
    public async Task Rejects_of_each_path_have_a_folder_of_their_own_that_names_the_file()
    {
        var lake = LakeOf(new(Container, "a/*.csv"), new($"{Container}-*", "a/*.csv"), new(Container, "b/**/*.csv"));
        await UploadToAsync($"{Container}/a/1.csv", "id,city\nx,a\n");
        await UploadToAsync($"{Container}-north/a/1.csv", "id,city\nx,b\n");
        await UploadToAsync($"{Container}/b/x/1.csv", "id,city\nx,c\n");
        await SweepAsync(lake);

        var loads = await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token);

        Assert.Equal(3, loads.Count);
        Assert.All(loads, l => Assert.Equal(l.File, RejectsFile.FileOf(lake.Datasets[0], l.RejectsFile!)));
        await Assert.AllAsync(loads, async l => Assert.NotNull(await Storage.FindAsync(l.RejectsFile!, Token)));
        Assert.Equal(
            [
                $"rejects/cities-2/{Container}-north/a/1.csv/{Id($"{Container}-north/a/1.csv")}.csv",
                $"rejects/cities-3/x/1.csv/{Id($"{Container}/b/x/1.csv")}.csv",
                $"rejects/cities/1.csv/{Id($"{Container}/a/1.csv")}.csv",
            ],
            loads.Select(l => l.RejectsFile!).Order(StringComparer.Ordinal));

        long Id(string file) => loads.Single(l => l.File == file).Id;
    }

    private LakeDefinition LakeOf(params IReadOnlyList<DatasetPath> paths) =>
        new("test", [Lake(onDelete: DeletePolicy.Remove).Datasets[0] with { Paths = paths }]);

    private async Task UploadToAsync(string path, string? content = null)
    {
        var id = Path.GetFileName(path).Split('.')[0];
        await Storage.EnsureContainersAsync([path.Split('/')[0]], Token);
        var bytes = Encoding.UTF8.GetBytes(content ?? $"id,city\n{id},c\n");
        var file = path.EndsWith(".gz", StringComparison.Ordinal) ? Pack(bytes) : bytes;
        await Storage.UploadAsync(path, new MemoryStream(file), null, Token);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static FileSelection Select(string path)
    {
        Assert.True(FileSelection.TryParse(path, out var selection, out _));
        return selection;
    }

    private Task<Operation> SweepAsync(LakeDefinition lake) => RunAsync(lake, WorkRequest.Sweep());

    private Task<Operation> LoadAsync(LakeDefinition lake, FileSelection selection) =>
        RunAsync(lake, WorkRequest.ForFiles(selection, LoadTrigger.Http));

    private async Task<Operation> RunAsync(LakeDefinition lake, WorkRequest request)
    {
        var worker = await NewWorkerAsync(lake);
        var operation = await Starter.StartAsync(request, Token);
        await DrainAsync(worker);
        return await FindAsync(operation);
    }

    private IEnumerable<string> Ids() => Rows().Select(r => r.Split('|')[0]).Order(StringComparer.Ordinal);
}

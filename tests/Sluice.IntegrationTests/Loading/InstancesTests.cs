using Microsoft.Extensions.Logging.Abstractions;
using Sluice.DuckDb;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Local;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Loading;

public sealed class InstancesTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    private const int Files = 24;
    private const int RowsOfAFile = 50;

    [Fact]
    public async Task Two_instances_that_sweep_one_lake_into_one_warehouse_load_each_file_once_and_both_load_some()
    {
        await Task.WhenAll(Enumerable.Range(0, Files).Select(UploadAsync));
        using var folder = new TemporaryFolder();
        var path = folder.Of("warehouse.duckdb");
        await using var one = new Instance(Lake(), Azurite.Lake, DuckDbWarehouse.Open(path));
        await using var two = new Instance(Lake(), Azurite.Lake, DuckDbWarehouse.Open(path));

        // Neither continues until both have begun to read. Otherwise one might be done before the other has listed the lake.
        one.Gate = two.Gate = Task.WhenAll(one.Begun, two.Begun).WaitAsync(Token);
        var results = await Task.WhenAll(one.SweepAsync(Token), two.SweepAsync(Token));

        Assert.NotEmpty(one.Files);
        Assert.NotEmpty(two.Files);
        Assert.Equal(Enumerable.Range(0, Files).Select(PathOf).Order(), one.Files.Concat(two.Files).Order());
        Assert.Equal([one.Files.Count, two.Files.Count], results.Select(r => r.Loaded));
        Assert.All(results, r => Assert.Equal((Files, 0, 0), (r.Files, r.Failed, r.Refused)));

        await using var warehouse = DuckDbWarehouse.Open(path);
        var loads = await warehouse.ReadLoadsAsync(new LedgerQuery { State = LoadState.Loaded, Top = 2 * Files }, Token);
        Assert.Equal(Enumerable.Range(0, Files).Select(PathOf).Order(), loads.Select(l => l.File).Order());
        Assert.Equal(Enumerable.Range(0, Files * RowsOfAFile).Select(id => $"{id}|c{id}|{(id % RowsOfAFile) + 1}"), Rows(warehouse));
    }

    [Fact]
    public async Task All_instances_together_load_no_more_files_at_a_time_than_the_warehouse_allows()
    {
        const int Slots = 3;
        await Task.WhenAll(Enumerable.Range(0, Files).Select(UploadAsync));
        await Warehouse.PrepareAsync(Lake(), Token);
        var counting = new Lock();
        var (now, most) = (0, 0);
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hooked = new HookedStorage(Azurite.Lake)
        {
            OnRead = async (_, at) =>
            {
                if (at == 0)
                {
                    lock (counting)
                    {
                        most = Math.Max(most, ++now);
                        if (now == Slots)
                        {
                            full.TrySetResult();
                        }
                    }

                    // The first wait until all slots are taken. Meanwhile, and for a moment more, no other may come.
                    await full.Task.WaitAsync(Token);
                    await Task.Delay(20, Token);
                    lock (counting)
                    {
                        now--;
                    }
                }
            },
        };
        var options = new LoaderOptions { WarehouseConcurrency = Slots };
        Loader[] loaders =
        [
            .. Enumerable.Range(0, 2).Select(
                _ => new Loader(Lake(), hooked, Warehouse, options, TimeProvider.System, NullLogger<Loader>.Instance)),
        ];

        var loads = await Task.WhenAll(
            Enumerable.Range(0, Files).Select(i => loaders[i % 2].LoadAsync(PathOf(i), LoadTrigger.Blob, null, Token)));

        Assert.All(loads, l => Assert.Equal(LoadState.Loaded, l.State));
        Assert.Equal(Slots, most);
    }

    private string PathOf(int file) => PathOf($"{file}.csv");

    private Task UploadAsync(int file) => UploadAsync(
        $"{file}.csv", "id,city\n" + string.Concat(Enumerable.Range(file * RowsOfAFile, RowsOfAFile).Select(id => $"{id},c{id}\n")));
}

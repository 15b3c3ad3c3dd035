using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Loading;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Operations;

/// <summary>The data that a sweep deletes because it has expired.</summary>
public sealed class RetentionTests(AzuriteFixture azurite) : OperationsTest(azurite)
{
    private readonly FakeLogger<Worker> log = new();

    [Fact]
    public async Task A_sweep_deletes_rejects_after_90_days_and_loads_and_operations_after_a_year()
    {
        await UploadAsync("a.csv", "id,city\n1,a\nx,b\n");
        await SweepAsync();
        await UploadAsync("a.csv", "id,city\n1,a\nx,b\n2,c\n");
        await SweepAsync();
        Time.Advance(TimeSpan.FromDays(90));
        Assert.Equal(OperationState.Succeeded, (await SweepAsync()).State);
        Assert.Equal((1, 2, 3), await CountAsync());
        Assert.DoesNotContain(log.Collector.GetSnapshot(), r => r.Id.Id is 28 or 29);

        Time.Advance(TimeSpan.FromSeconds(1));
        var last = await SweepAsync();

        Assert.Equal((0, 2, 4), await CountAsync());
        var line = Assert.Single(log.Collector.GetSnapshot(), r => r.Id.Id == 28);
        Assert.Equal(
            (LogLevel.Information,
                $"Operation {last.Id} has deleted expired data: 1 rejects, 0 loads, 0 operations, 0 records of requests, 0 rows"),
            (line.Level, line.Message));
        Time.Advance(TimeSpan.FromDays(275));
        await SweepAsync();

        // The last load of the file stays, and so do the sweeps of less than a year ago.
        Assert.Equal((0, 1, 3), await CountAsync());
        var file = (await Warehouse.FindFileAsync(PathOf("a.csv"), Token))!;
        Assert.Equal((LoadState.Loaded, 2, 1), (file.State, file.Rows, file.Rejected));
    }

    [Fact]
    public async Task A_sweep_deletes_rows_that_are_older_than_their_dataset_keeps_them()
    {
        var lake = KeepingLake("P2Y");
        await UploadAsync("a.csv", "id,city,day\n1,a,2022-04-30\n2,b,2022-05-01\n3,c,\n");

        // The files that a sweep finds are loaded first, so that old rows of a new file go at once.
        await SweepAsync(lake);
        Assert.Equal(["2|b|2", "3|c|3"], Rows());
        Time.Advance(TimeSpan.FromDays(1));
        var sweep = await SweepAsync(lake);
        Assert.Equal(["3|c|3"], Rows());

        // The counts say what was loaded, and the file is not loaded again.
        Assert.Equal((1, 0), (sweep.Unchanged, sweep.Loaded));
        Assert.Equal(3, (await Warehouse.FindFileAsync(PathOf("a.csv"), Token))!.Rows);
    }

    [Fact]
    public async Task Old_rows_that_a_reload_brings_back_go_with_the_next_sweep()
    {
        var lake = KeepingLake("P1W");
        await UploadAsync("a.csv", "id,city,day\n1,a,2024-01-01\n2,b,2024-05-01\n");
        await SweepAsync(lake);
        Assert.Equal(["2|b|2"], Rows());
        using var loader = await PrepareAsync(lake);

        await loader.ReloadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token);
        Assert.Equal(["1|a|1", "2|b|2"], Rows());
        await SweepAsync(lake);

        Assert.Equal(["2|b|2"], Rows());
    }

    [Fact]
    public async Task Only_the_sweep_deletes_and_only_one_instance_of_it()
    {
        await UploadManyAsync(TwoBatches);
        var (warehouse, counts) = CountedWarehouse.Over(Warehouse);
        Worker[] instances = [await NewWorkerAsync(warehouse: warehouse), await NewWorkerAsync(warehouse: warehouse)];
        await Starter.StartAsync(WorkRequest.ForFiles(FileSelection.ForDataset("cities"), LoadTrigger.Http), Token);
        await DrainAsync(instances[0]);
        Assert.DoesNotContain(nameof(IWarehouse.PruneRejectsAsync), counts.Calls);

        await UploadManyAsync(2 * TwoBatches);
        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await Task.WhenAll(instances.Select(DrainAsync));

        Assert.Equal(OperationState.Succeeded, (await FindAsync(sweep)).State);
        Assert.Single(counts.Calls, nameof(IWarehouse.PruneRejectsAsync));
    }

    [Fact]
    public async Task A_sweep_that_cannot_delete_loads_all_the_same_and_says_so()
    {
        await UploadManyAsync(3);
        var (warehouse, counts) = CountedWarehouse.Over(Warehouse);
        counts.OnCall = name =>
        {
            if (name == nameof(IWarehouse.PruneLoadsAsync))
            {
                throw new WarehouseUnavailableException("The database is paused.");
            }
        };

        var sweep = await SweepAsync(warehouse: warehouse);

        Assert.Equal((OperationState.Succeeded, 3, null), (sweep.State, sweep.Loaded, sweep.Error));
        Assert.Equal(3, Rows().Count);
        var line = Assert.Single(log.Collector.GetSnapshot(), r => r.Id.Id == 29);
        Assert.Equal((LogLevel.Warning, null), (line.Level, line.Exception));
        Assert.EndsWith("the next sweep tries again: The database is paused.", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_that_is_stopped_while_it_deletes_is_done_again()
    {
        await UploadManyAsync(3);
        var (warehouse, counts) = CountedWarehouse.Over(Warehouse);
        using var stop = new CancellationTokenSource();
        counts.OnCall = name =>
        {
            if (name == nameof(IWarehouse.PruneLoadsAsync))
            {
                stop.Cancel();
            }
        };
        var worker = await NewWorkerAsync(warehouse: warehouse);
        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        var item = (await NextAsync())!;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => worker.RunAsync(item, stop.Token));
        Assert.Equal(OperationState.Running, (await FindAsync(sweep)).State);

        await worker.RunAsync(item, Token);

        var ended = await FindAsync(sweep);
        Assert.Equal((OperationState.Succeeded, 3, 3), (ended.State, ended.Loaded, ended.Rows));
        Assert.Equal(3, Rows().Count);
    }

    private LakeDefinition KeepingLake(string duration)
    {
        var cities = Lake().Datasets[0];
        Assert.True(KeepPeriod.TryParse(duration, out var period));
        var day = new Field { Name = "day", Type = FieldType.Date, Column = new ColumnType(ColumnKind.Date) };
        return new LakeDefinition("test",
        [
            cities with
            {
                Schema = cities.Schema with { Fields = [.. cities.Schema.Fields, day] },
                Keep = new KeepPolicy("day", period),
            },
        ]);
    }

    private async Task<Operation> SweepAsync(LakeDefinition? lake = null, IWarehouse? warehouse = null)
    {
        var worker = await NewWorkerAsync(lake, warehouse: warehouse, logger: log);
        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await DrainAsync(worker);
        return await FindAsync(sweep);
    }

    /// <summary>How many rejects, loads and operations the ledger has.</summary>
    private async Task<(int Rejects, int Loads, long Operations)> CountAsync()
    {
        using var connection = Warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sluice.operation";
        return (
            (await Warehouse.ReadRejectsAsync(new LedgerQuery(), Token)).Count,
            (await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token)).Count,
            (long)command.ExecuteScalar()!);
    }
}

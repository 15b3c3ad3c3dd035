using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Loading;

/// <summary>The end of a load when its file changes, its storage fails, or another load comes in between.</summary>
public sealed class InterruptionTests : LoadingTest
{
    private static readonly LoaderOptions SmallCommits = new() { CommitRows = 20_000 };
    private readonly HookedStorage hooked;

    public InterruptionTests(AzuriteFixture azurite)
        : base(azurite) => hooked = new HookedStorage(azurite.Lake);

    [Fact]
    public async Task A_load_that_the_warehouse_cuts_off_goes_on_by_itself_at_its_last_commit()
    {
        var loader = await PrepareAsync(Lake(), SmallCommits, hooked);
        await UploadAsync("a.csv", Many(100_000));
        var cuts = 0;
        hooked.OnRead = (_, at) =>
            at > 600_000 && cuts++ < 2 ? throw new WarehouseInterruptedException("The connection was cut.") : Task.CompletedTask;

        var load = await AdvancingAsync(loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token));

        Assert.Equal((LoadState.Loaded, (LoadKind?)LoadKind.Append, 100_000), (load.State, load.Kind, Rows().Count));
        var loads = await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token);
        Assert.Equal([LoadState.Loaded, LoadState.Failed, LoadState.Failed], loads.Select(l => l.State));
        Assert.Equal(100_000, loads.Sum(l => l.Rows));
    }

    [Fact]
    public async Task A_load_that_the_warehouse_cuts_off_again_and_again_is_left_to_the_sweep()
    {
        var log = new FakeLogger<Loader>();
        var loader = await PrepareAsync(Lake(), SmallCommits, hooked, log);
        await UploadAsync("a.csv", Many(100));
        hooked.OnRead = (_, _) => throw new WarehouseInterruptedException("The connection was cut.");

        var load = await AdvancingAsync(loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token));

        Assert.Equal((LoadState.Failed, "The connection was cut.", 6), (load.State, load.Error, load.Attempt));
        Assert.NotNull(load.NextTry);
        Assert.Equal(
            [.. Enumerable.Repeat("It begins again in a moment.", 5), $"The sweep tries again from {load.NextTry:u} on."],
            log.Collector.GetSnapshot().Where(l => l.Level == LogLevel.Error).Select(l => l.Message.Split("was cut. ")[1]));
    }

    [Fact]
    public async Task A_removal_that_the_warehouse_cuts_off_is_left_to_the_next_sweep()
    {
        var log = new FakeLogger<Loader>();
        var (warehouse, calls) = CountedWarehouse.Over(Warehouse);
        var loader = await PrepareAsync(Lake(onDelete: DeletePolicy.Remove), storage: hooked, logger: log, warehouse: warehouse);
        await LoadAsync(loader, "a.csv", "id,city\n1,a\n");
        await Azurite.Service.GetBlobContainerClient(Container).DeleteBlobAsync("a.csv", cancellationToken: Token);
        calls.OnCall = call =>
        {
            if (call == nameof(IWarehouse.BeginAsync))
            {
                throw new WarehouseInterruptedException("The connection was cut.");
            }
        };

        var removal = await loader.RemoveAsync(Lake(onDelete: DeletePolicy.Remove).Datasets[0], PathOf("a.csv"), Token);

        Assert.Equal(LoadState.Failed, removal!.State);
        Assert.EndsWith("was cut. The next sweep tries again.", log.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_out_of_the_lake_is_a_failure_and_no_stop()
    {
        var log = new FakeLogger<Loader>();
        var loader = await PrepareAsync(Lake(), storage: hooked, logger: log);
        await UploadAsync("a.csv", Many(100));
        hooked.OnRead = (_, _) => throw new TaskCanceledException("The lake did not answer in time.");

        var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);

        Assert.Equal((LoadState.Failed, "The lake did not answer in time."), (load.State, load.Error));
        Assert.Equal(LogLevel.Error, log.LatestRecord.Level);
    }

    [Fact]
    public async Task Interruptions_leave_later_versions_their_chance()
    {
        var loader = await PrepareAsync(Lake(), storage: hooked);
        await UploadAsync("a.csv", "id,city\n1,a\n");
        var cuts = 0;
        hooked.OnRead = async (file, at) =>
        {
            if (cuts < 5)
            {
                cuts++;
                throw new WarehouseInterruptedException("The connection was cut.");
            }

            if (cuts == 5 && at == file.Length)
            {
                cuts++;
                await UploadAsync("a.csv", "id,city\n1,a\n2,b\n");
            }
        };

        var load = await AdvancingAsync(loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token));

        Assert.Equal((LoadState.Loaded, LoadKind.Append), (load.State, load.Kind));
        Assert.Equal(["1|a|1", "2|b|2"], Rows());
    }

    [Fact]
    public async Task The_next_load_goes_on_at_the_last_commit_and_each_load_has_a_rejects_file_of_what_it_committed()
    {
        var loader = await PrepareAsync(Lake(), SmallCommits, hooked);
        await UploadAsync("a.csv", Many(100_000, rejectEvery: 1000));
        hooked.OnRead = (_, at) => at > 600_000 ? throw new IOException("The disk is gone.") : Task.CompletedTask;
        var failed = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
        Assert.Equal(LoadState.Failed, failed.State);
        var file = (await Warehouse.FindFileAsync(failed.File, Token))!;
        Assert.InRange(file.Rows, 19_000, 99_000);
        Assert.Equal(file.Rows, Rows().Count);

        hooked.OnRead = (_, _) => Task.CompletedTask;
        var rest = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);

        Assert.Equal((LoadState.Loaded, (LoadKind?)LoadKind.Append, 99_900), (rest.State, rest.Kind, Rows().Count));
        Assert.Equal((file.Rows, 99_900 - file.Rows), (failed.Rows, rest.Rows));
        var loads = await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token);
        var rejects = new List<string>();
        foreach (var load in loads.Reverse())
        {
            var lines = (await ReadTextAsync(load.RejectsFile!)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(load.Rejected, lines.Length - 1);
            rejects.AddRange(lines[1..]);
        }

        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"x{i * 1000},c,"), rejects.Select(r => r[..r.IndexOf('"')]));
    }

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    [InlineData(WriteMode.Replace)]
    public async Task A_file_that_is_overwritten_while_it_is_read_ends_as_its_new_version(WriteMode mode)
    {
        var loader = await PrepareAsync(Lake(mode), SmallCommits, hooked);
        await UploadAsync("a.csv", Many(300_000, city: new string('c', 100)));
        var isChanged = false;
        hooked.OnRead = async (_, at) =>
        {
            if (at > 1_000_000 && !isChanged)
            {
                isChanged = true;
                await UploadAsync("a.csv", "id,city\n7,new\n");
            }
        };

        var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);

        Assert.Equal((LoadState.Loaded, 1L), (load.State, load.Rows));
        Assert.Contains("7|new|1", Rows());

        // Rows committed from the old version are not rows of the new one. A merged file upserts.
        Assert.Equal(mode == WriteMode.Merge, Rows().Count > 1);
        var loads = await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token);
        Assert.Equal([LoadState.Loaded, LoadState.Superseded], loads.Select(l => l.State));
    }

    [Fact]
    public async Task A_version_that_comes_while_the_file_is_loaded_is_loaded_though_whoever_came_with_it_has_left()
    {
        var loader = await PrepareAsync(Lake(), storage: hooked);
        await UploadAsync("a.csv", "id,city\n1,a\n");
        Load? busy = null;
        hooked.OnRead = async (file, at) =>
        {
            // After the last byte, so that this load does not notice the change.
            if (busy is null && at == file.Length)
            {
                await UploadAsync("a.csv", "id,city\n1,a\n2,b\n");
                busy = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
            }
        };

        var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);

        Assert.Equal(LoadState.Busy, busy!.State);
        Assert.Equal((LoadState.Loaded, LoadKind.Append), (load.State, load.Kind));
        Assert.Equal(["1|a|1", "2|b|2"], Rows());
    }

    [Fact]
    public async Task A_load_that_is_stopped_goes_on_at_its_last_commit()
    {
        var loader = await PrepareAsync(Lake(), SmallCommits, hooked);
        await UploadAsync("a.csv", Many(200_000));
        using var stop = new CancellationTokenSource();
        hooked.OnRead = async (_, at) =>
        {
            if (at > 1_000_000)
            {
                await stop.CancelAsync();
                stop.Token.ThrowIfCancellationRequested();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, stop.Token));
        var committed = Rows().Count;
        Assert.InRange(committed, 1, 199_999);

        hooked.OnRead = (_, _) => Task.CompletedTask;
        var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Sweep, null, Token);

        Assert.Equal(200_000 - committed, load.Rows);
        Assert.Equal(Enumerable.Range(1, 200_000), Rows().Select(r => int.Parse(r[..r.IndexOf('|')], CultureInfo.InvariantCulture)));
    }

    private static string Many(int rows, int rejectEvery = int.MaxValue, string city = "c") =>
        "id,city\n" + string.Concat(Enumerable.Range(1, rows).Select(i => $"{(i % rejectEvery == 0 ? "x" : "")}{i},{city}\n"));
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Model;
using Sluice.IntegrationTests.Operations;
using Sluice.Ledger;
using Sluice.Operations;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>Several instances of the app, each a process of its own, on one lake and one database.</summary>
public sealed partial class ProcessesTests
{
    private const int Files = 24;
    private const int RowsOfAFile = 50;

    // The files of the sweep through a queue.
    private static readonly int Many = Environment.GetEnvironmentVariable("SLUICE_TEST_FILES") is { Length: > 0 } value
        ? int.Parse(value, CultureInfo.InvariantCulture)
        : 600;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_processes_that_sweep_one_lake_into_one_warehouse_load_each_file_once_and_both_load_some()
    {
        await using var model = await SqlServerModelWarehouse.CreateAsync();
        await using var azurite = await AzuriteServer.StartAsync();
        await UploadAsync(
            LakeStorageSettings.FromConnectionString(azurite.ConnectionString).CreateClient().GetBlobContainerClient(ModelLake.Container));
        ConcurrentQueue<string>[] logs = [new(), new()];
        var processes = await Task.WhenAll(logs.Select(l => LoaderProcess.StartAsync(model.Name, azurite.ConnectionString, edition: 0, l)));
        await using var one = processes[0];
        await using var two = processes[1];

        // Neither continues until both have begun to read. Otherwise one might be done before the other has listed the lake.
        await Task.WhenAll(processes.Select(p => p.HoldAsync(LoaderProgram.Sweep)));
        await Task.WhenAll(processes.Select(p => p.TellAsync(LoaderProgram.Go)));
        await Task.WhenAll(processes.Select(p => p.FinishAsync()));
        await Task.WhenAll(processes.Select(p => p.QuitAsync()));

        var paths = Enumerable.Range(0, Files).Select(PathOf).Order().ToList();
        var loaded = logs.Select(l => l.Select(line => Loaded().Match(line))
            .Where(m => m.Success).Select(m => m.Groups["file"].Value).ToList()).ToList();
        Assert.All(loaded, Assert.NotEmpty);
        Assert.Equal(paths, loaded.SelectMany(l => l).Order());

        await using var warehouse = ModelWarehouse.Open(model.Name);
        var loads = await warehouse.ReadLoadsAsync(new LedgerQuery { State = LoadState.Loaded, Top = 2 * Files }, Cancel);
        Assert.Equal(paths, loads.Select(l => l.File).Order());
        var ledger = await warehouse.ReadFilesAsync(new LedgerQuery { Top = 2 * Files }, Cancel);
        var rows = await model.ReadRowsAsync(warehouse, ModelLake.Events, ledger.ToDictionary(f => f.Id, f => f.Path));
        Assert.Equal(
            Enumerable.Range(0, Files * RowsOfAFile)
                .Select(id => new ModelRow(PathOf(id / RowsOfAFile), (id % RowsOfAFile) + 1, $"n{id}", null, id)),
            rows.Select(r => r.Row).OrderBy(r => r.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_processes_that_share_the_queue_of_a_sweep_load_each_file_once_also_if_one_is_killed(bool kill)
    {
        await using var model = await SqlServerModelWarehouse.CreateAsync();
        await using var azurite = await AzuriteServer.StartAsync();
        var container = LakeStorageSettings.FromConnectionString(azurite.ConnectionString).CreateClient()
            .GetBlobContainerClient(ModelLake.Container);
        await container.CreateAsync(cancellationToken: Cancel);
        await Parallel.ForAsync(
            0, Many, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel },
            async (file, token) => await container.UploadBlobAsync(
                NameOf(file), BinaryData.FromString($"name,n,id\nn{file},,{file}\n"), token));
        const string Queue = "sluice-work";
        await using var one = await WorkerProcess.StartAsync(model.Name, azurite.ConnectionString, Queue);
        await using var two = await WorkerProcess.StartAsync(model.Name, azurite.ConnectionString, Queue);
        await using var warehouse = ModelWarehouse.Open(model.Name);
        var starter = new OperationStarter(
            warehouse, new QueueDispatcher(HostStorageSettings.FromConnectionString(azurite.ConnectionString).CreateQueueClient(Queue)),
            TimeProvider.System);

        var begun = Stopwatch.StartNew();
        var sweep = await starter.StartAsync(WorkRequest.Sweep(), Cancel);
        Assert.InRange(begun.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        if (kill)
        {
            while (two.Loaded.IsEmpty)
            {
                await Task.Delay(10, Cancel);
            }

            await two.KillAsync();
        }

        var ended = await starter.WaitAsync(sweep.Id, TimeSpan.FromSeconds(60 + (0.3 * Many)), onProgress: null, Cancel);

        Assert.Equal((OperationState.Succeeded, Many, Many), (ended.State, ended.FilesDone, ended.Matched));
        Assert.NotEmpty(one.Loaded);
        Assert.NotEmpty(two.Loaded);
        var loads = await warehouse.ReadLoadsAsync(new LedgerQuery { State = LoadState.Loaded, Top = 2 * Many }, Cancel);
        Assert.Equal(Enumerable.Range(0, Many).Select(PathOf).Order(), loads.Select(l => l.File).Order());
        var ledger = await warehouse.ReadFilesAsync(new LedgerQuery { Top = 2 * Many }, Cancel);
        var rows = await model.ReadRowsAsync(warehouse, ModelLake.Events, ledger.ToDictionary(f => f.Id, f => f.Path));
        Assert.Equal(Enumerable.Range(0, Many), rows.Select(r => (int)r.Row.Id).Order());
    }

    [GeneratedRegex(@"(?<file>\S+): load \d+ has ended, Loaded")]
    private static partial Regex Loaded();

    private static string PathOf(int file) => $"{ModelLake.Container}/{NameOf(file)}";

    private static string NameOf(int file) => $"{ModelLake.Events.Name}/{file}.csv";

    private static async Task UploadAsync(BlobContainerClient container)
    {
        await container.CreateAsync(cancellationToken: Cancel);
        for (var file = 0; file < Files; file++)
        {
            var ids = Enumerable.Range(file * RowsOfAFile, RowsOfAFile);
            await container.UploadBlobAsync(
                NameOf(file), BinaryData.FromString("name,n,id\n" + string.Concat(ids.Select(id => $"n{id},,{id}\n"))), Cancel);
        }
    }
}

using System.Text;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.SqlServer;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>
/// Whatever happens to a connection in the middle of a load, no row of its file is lost or loaded twice. Each kind of fault
/// happens at several moments, from the load's first message to its last: within a bulk copy and within commits, to requests
/// that the server never sees and to answers that the loader never sees.
/// </summary>
public sealed class FaultTests(SharedDatabase shared, ITestOutputHelper output) : IClassFixture<SharedDatabase>
{
    private const int Rows = 3000;
    private const int RejectEvery = 100;
    private const int CommitRows = 1000;
    private const int Moments = 4;

    // Of this run alone: some servers share the locks of a name among all their databases.
    private static readonly string File = $"data/people/{Guid.NewGuid():N}.csv";

    private static readonly DateTimeOffset Modified = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The kinds: the write mode, the fault, and whether it hits answers or requests. No merge stalls here: a merge without an answer
    /// may take as long as its rows need.
    /// </summary>
    public static TheoryData<WriteMode, Fault, bool> Kinds => new()
    {
        { WriteMode.Append, Fault.Cut, false },
        { WriteMode.Append, Fault.Cut, true },
        { WriteMode.Append, Fault.Reset, false },
        { WriteMode.Append, Fault.Reset, true },
        { WriteMode.Append, Fault.Stall, false },
        { WriteMode.Append, Fault.Stall, true },
        { WriteMode.Merge, Fault.Cut, false },
        { WriteMode.Merge, Fault.Cut, true },
        { WriteMode.Merge, Fault.Reset, false },
        { WriteMode.Merge, Fault.Reset, true },
        { WriteMode.Replace, Fault.Cut, true },
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Nothing_is_lost_and_nothing_is_there_twice(WriteMode mode, Fault fault, bool toAnswer)
    {
        var database = await shared.EmptiedAsync();
        var dataset = Datasets.People("people", mode);
        var lake = new LakeDefinition("test", [dataset]);
        await using (var warehouse = database.Open())
        {
            await warehouse.PrepareAsync(lake, Cancel);
        }

        // How many messages a load without a fault has. The second load counts: the first opens connections.
        var messages = 0;
        for (var i = 0; i < 2; i++)
        {
            await database.EmptyRowsAsync(dataset);
            await using var proxy = FaultProxy.Of(database);
            await using var warehouse = Open(database, proxy);
            await warehouse.CheckAsync(Cancel);
            var before = proxy.Messages;
            Assert.Equal(LoadState.Loaded, (await LoadAsync(warehouse, lake)).State);
            messages = toAnswer ? proxy.Messages.Answers - before.Answers : proxy.Messages.Requests - before.Requests;
        }

        var happened = 0;
        for (var moment = 0; moment < Moments; moment++)
        {
            await database.EmptyRowsAsync(dataset);
            await using var proxy = FaultProxy.Of(database);
            await using var warehouse = Open(database, proxy);
            await warehouse.CheckAsync(Cancel);
            var at = 1 + (messages - 1) * moment / (Moments - 1);
            proxy.Arm(fault, toAnswer, at);

            var load = await LoadAsync(warehouse, lake);

            await AssertExactlyOnceAsync(database, dataset, load, $"{fault} at {at} of {messages}");
            output.WriteLine(
                $"{fault} of {(toAnswer ? "answer" : "request")} {at} of {messages}: {(proxy.HasHappened ? "happened" : "came too late")}");
            happened += proxy.HasHappened ? 1 : 0;
        }

        // The size of a message varies, so the last one counted may not come.
        Assert.InRange(happened, Moments - 1, Moments);
    }

    private static SqlServerWarehouse Open(TestDatabase database, FaultProxy proxy) => new(
        new SqlConnectionStringBuilder(database.ConnectionString)
        {
            DataSource = $"127.0.0.1,{proxy.Port}",
            CommandTimeout = 2,
            ConnectTimeout = 5,
        }.ConnectionString,
        TimeProvider.System);

    private static async Task<Load> LoadAsync(SqlServerWarehouse warehouse, LakeDefinition lake)
    {
        var storage = new MemoryLake();
        var text = new StringBuilder("id,name\n");
        for (var row = 1; row <= Rows; row++)
        {
            text.Append(row % RejectEvery == 0 ? "x" : $"{row}").Append(",name\n");
        }

        storage.Put(File, Encoding.UTF8.GetBytes(text.ToString()), Modified);
        var options = new LoaderOptions { CommitRows = CommitRows };
        var loader = new Loader(lake, storage, warehouse, options, TimeProvider.System, NullLogger<Loader>.Instance);
        Load load;
        var attempts = 0;
        do
        {
            load = await loader.LoadAsync(File, LoadTrigger.Sweep, null, Cancel);
        }
        while (load.State is LoadState.Failed or LoadState.Busy && ++attempts < 5);
        return load;
    }

    private static async Task AssertExactlyOnceAsync(TestDatabase database, Dataset dataset, Load load, string when)
    {
        Assert.True(load.State is LoadState.Loaded or LoadState.Unchanged, $"{when}: {load.State} {load.Error}");
        var ids = (await SqlServerRows.ReadAsync(database, dataset)).Select(r => (long)r[0]!).Order().ToList();
        Assert.True(Enumerable.Range(1, Rows).Where(i => i % RejectEvery != 0).Select(i => (long)i).SequenceEqual(ids),
            $"{when}: {ids.Count} rows");
        await using var warehouse = database.Open();
        var rejects = await warehouse.ReadRejectsAsync(new LedgerQuery { Top = 1000 }, Cancel);
        Assert.True(
            Enumerable.Range(1, Rows / RejectEvery).Select(i => (long)i * RejectEvery).SequenceEqual(rejects.Select(r => r.Row).Order()),
            $"{when}: {rejects.Count} rejects");
        var file = (await warehouse.FindFileAsync(File, Cancel))!;
        Assert.Equal(
            (LoadState.Loaded, (long)Rows - (Rows / RejectEvery), (long)Rows / RejectEvery), (file.State, file.Rows, file.Rejected));
        var loads = await warehouse.ReadLoadsAsync(new LedgerQuery { Top = 1000 }, Cancel);
        Assert.Equal(file.Rows, loads.Sum(l => l.Rows));
        Assert.DoesNotContain(loads, l => l.State == LoadState.Running);

        // This process lives, and knows what happened to it.
        Assert.DoesNotContain(loads, l => l.Error == LedgerTexts.ProcessGone);
    }
}

using Microsoft.Data.SqlClient;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.SqlServer;

namespace Sluice.IntegrationTests.SqlServer;

public sealed class BulkCopyTests(SharedDatabase shared) : IClassFixture<SharedDatabase>
{
    // One bulk copy takes rows for five times as long as a statement may take.
    private const int CommandSeconds = 1;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    public async Task A_load_may_wait_for_its_file_longer_than_one_bulk_copy_may_take(WriteMode mode)
    {
        var database = await shared.EmptiedAsync();
        var dataset = Datasets.People("people", mode);
        await using var proxy = FaultProxy.Of(database);
        await using var warehouse = new SqlServerWarehouse(
            new SqlConnectionStringBuilder(database.ConnectionString)
            {
                DataSource = $"127.0.0.1,{proxy.Port}",
                CommandTimeout = CommandSeconds,
            }.ConnectionString,
            TimeProvider.System);
        await using (var preparing = database.Open())
        {
            await preparing.PrepareAsync(new LakeDefinition("test", [dataset]), Cancel);
        }

        var version = LoadDriver.Version($"data/people/{Guid.NewGuid():N}.csv");
        var target = await new LoadDriver(warehouse).StartAsync(dataset, version);
        await using var transaction = await warehouse.BeginAsync(target, Cancel);
        await transaction.WriteAsync(Batches.Of(dataset, [[1L, "Ada"]]), Cancel);
        await EndOfCopyAsync(proxy);
        await transaction.WriteAsync(Batches.Of(dataset, [[2L, "Ben"]], firstRow: 2), Cancel);
        await transaction.CommitAsync(LoadDriver.Progress(version, 2), Cancel);

        Assert.Equal([1L, 2L], (await SqlServerRows.ReadAsync(database, dataset)).Select(r => (long)r[0]!).Order());
    }

    /// <summary>Waits until a bulk copy ends. The server sends its answer only then, and no other answer meanwhile.</summary>
    private static async Task EndOfCopyAsync(FaultProxy proxy)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var before = proxy.Messages.Answers;
        while (proxy.Messages.Answers == before)
        {
            await Task.Delay(50, limit.Token);
        }
    }
}

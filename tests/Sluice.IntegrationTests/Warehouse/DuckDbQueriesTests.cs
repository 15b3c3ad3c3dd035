using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.DuckDb;
using Sluice.Hosting.Warehouses;
using Sluice.IntegrationTests.Local;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

public sealed class DuckDbQueriesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_query_that_needs_too_much_memory_says_that_and_not_that_the_warehouse_is_not_there()
    {
        await using var warehouse = DuckDbWarehouse.Open(folder.Of("warehouse.duckdb"));
        var queries = warehouse.Queries;

        await Assert.ThrowsAsync<QueryMemoryException>(async () =>
        {
            await using var rows = await queries.QueryAsync(new QueryText("SELECT list(range) FROM range(100000000)", []), Token);
            await rows.ReadAsync();
        });
        await warehouse.CheckAsync(Token);
    }

    [Fact]
    public async Task All_queries_that_run_share_the_memory_that_is_for_queries()
    {
        const int Megabytes = 64;
        await using var warehouse = DuckDbWarehouse.Open(folder.Of("warehouse.duckdb"), queryMegabytes: Megabytes);
        var queries = warehouse.Queries;
        var alone = await LimitAsync(queries);

        var running = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            i => queries.QueryAsync(
                new QueryText($"SELECT range % 1000000 AS k, count(*), {i} FROM range(2000000) GROUP BY k", []), Token)));
        foreach (var rows in running)
        {
            Assert.Equal(alone, await LimitAsync(queries));
            Assert.True(await rows.ReadAsync());
            await rows.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_load_goes_on_while_every_place_of_queries_is_taken()
    {
        new DuckDbProvider().ReserveThreads(new QueryLimits());
        await using var warehouse = DuckDbWarehouse.Open(folder.Of("warehouse.duckdb"), queryMegabytes: 32);
        var dataset = Datasets.People("people", WriteMode.Append);
        await warehouse.PrepareAsync(new LakeDefinition("test", [dataset]), Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = Enumerable.Range(0, new QueryLimits().MostAtOnce)
            .Select(_ => warehouse.Queries.QueryAsync(WarehouseContract.Endless("MAX(a1.n + a2.n * a3.n)"), stop.Token)).ToList();

        var file = await new LoadDriver(warehouse).LoadAsync(
            dataset, LoadDriver.Version("data/people/a.csv"),
            [.. Enumerable.Range(0, 20_000).Select(i => new object?[] { (long)i, "Ada" })]);

        Assert.Equal(20_000, file.Rows);
        Assert.All(running, r => Assert.False(r.IsCompleted));
        await stop.CancelAsync();
        await Task.WhenAll(running.Select(r => Assert.ThrowsAnyAsync<OperationCanceledException>(() => r)));
    }

    [Fact]
    public void As_many_queries_as_may_run_leave_threads_for_what_else_is_asked()
    {
        new DuckDbProvider().ReserveThreads(new QueryLimits { Concurrency = 5 });

        ThreadPool.GetMinThreads(out var threads, out _);
        Assert.True(threads >= Environment.ProcessorCount + 20, $"There are {threads} threads at once.");
    }

    private static async Task<double> LimitAsync(IWarehouseQueries queries)
    {
        await using var rows = await queries.QueryAsync(
            new QueryText("SELECT regexp_extract(current_setting('memory_limit'), '[0-9.]+')::DOUBLE", []), Token);
        Assert.True(await rows.ReadAsync());
        return rows.Row.GetDouble(0);
    }
}

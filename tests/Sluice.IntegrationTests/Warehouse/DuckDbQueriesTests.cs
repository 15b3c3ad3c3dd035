using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.DuckDb;
using Sluice.Hosting.Warehouses;
using Sluice.IntegrationTests.Local;
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
    public async Task Each_query_that_runs_has_memory_of_its_own_until_none_runs()
    {
        await using var warehouse = DuckDbWarehouse.Open(folder.Of("warehouse.duckdb"));
        var queries = warehouse.Queries;
        var alone = await LimitAsync(queries);

        List<IQueryRows> running = [];
        for (var i = 0; i < 3; i++)
        {
            running.Add(await queries.QueryAsync(new QueryText("SELECT range FROM range(1000000)", []), Token));
        }

        var beside = await LimitAsync(queries);
        Assert.InRange(beside / alone, 2.5, 4);
        foreach (var rows in running)
        {
            await rows.DisposeAsync();
            await rows.DisposeAsync();
        }

        Assert.Equal(alone, await LimitAsync(queries));
    }

    [Fact]
    public void As_many_queries_as_may_run_leave_threads_for_what_else_is_asked()
    {
        new DuckDbProvider().ReserveThreads(new QueryLimits { Concurrency = 5 });

        ThreadPool.GetMinThreads(out var threads, out _);
        Assert.True(threads >= Environment.ProcessorCount + 10, $"There are {threads} threads at once.");
    }

    private static async Task<double> LimitAsync(IWarehouseQueries queries)
    {
        await using var rows = await queries.QueryAsync(
            new QueryText("SELECT regexp_extract(current_setting('memory_limit'), '[0-9.]+')::DOUBLE", []), Token);
        Assert.True(await rows.ReadAsync());
        return rows.Row.GetDouble(0);
    }
}

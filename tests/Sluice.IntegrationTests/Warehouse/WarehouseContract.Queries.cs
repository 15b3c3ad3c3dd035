using Sluice.Analytics.Queries;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    // The queries would take years.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_query_that_is_cancelled_ends_in_the_middle_of_its_work()
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var query = Warehouse.Queries.QueryAsync(Endless("MAX(a1.n + a2.n * a3.n)"), gone.Token);

        gone.CancelAfter(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query.WaitAsync(Soon, Cancel));
    }

    [Fact]
    public async Task Rows_that_nobody_wants_any_more_are_not_computed_to_their_end()
    {
        var rows = await Warehouse.Queries.QueryAsync(Endless("a1.n + a2.n * a3.n"), Cancel);
        Assert.True(await rows.ReadAsync());

        await rows.DisposeAsync().AsTask().WaitAsync(Soon, Cancel);

        await Warehouse.CheckAsync(Cancel);
    }

    /// <summary>A query of 10^15 rows.</summary>
    internal static QueryText Endless(string value) => new(
        $"SELECT {value} AS n FROM " + string.Join(
            " CROSS JOIN ",
            Enumerable.Range(1, 15).Select(i => $"(VALUES {string.Join(',', Enumerable.Range(0, 10).Select(n => $"({n})"))}) AS a{i}(n)")),
        []);
}

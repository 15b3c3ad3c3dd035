using Microsoft.Extensions.Time.Testing;
using Sluice.Analytics;
using Sluice.Analytics.Requests;

namespace Sluice.Tests.Analytics;

public sealed class QueryAdmissionTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly QueryAdmission admission;

    public QueryAdmissionTests() => admission = new QueryAdmission(new QueryLimits { Concurrency = 2, Waiting = 2 }, time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => admission.Dispose();

    [Fact]
    public async Task Those_who_wait_come_in_when_others_have_ended_in_the_order_in_which_they_came()
    {
        var first = await EnterAsync(QueryCost.Page);
        var second = await EnterAsync(QueryCost.Page);
        var third = EnterAsync(QueryCost.Page);
        var fourth = EnterAsync(QueryCost.Page);
        Assert.False(third.IsCompleted);

        second.Dispose();
        var entered = await third;
        Assert.False(fourth.IsCompleted);

        first.Dispose();
        entered.Dispose();
        (await fourth).Dispose();
    }

    [Fact]
    public async Task Who_has_waited_for_long_enough_is_told_when_to_come_again()
    {
        using var first = await EnterAsync(QueryCost.Page);
        using var second = await EnterAsync(QueryCost.Page);
        var third = EnterAsync(QueryCost.Page);

        time.Advance(QueryAdmission.Patience - TimeSpan.FromTicks(1));
        Assert.False(third.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));

        var busy = await Assert.ThrowsAsync<QueryBusyException>(() => third);
        Assert.StartsWith("2 queries for a page of rows", busy.Message, StringComparison.Ordinal);
        Assert.Equal(QueryAdmission.Patience, busy.RetryAfter);
    }

    [Fact]
    public async Task Who_has_given_up_takes_no_place()
    {
        using var first = await EnterAsync(QueryCost.Page);
        var second = await EnterAsync(QueryCost.Page);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var third = admission.EnterAsync(QueryCost.Page, gone.Token).AsTask();
        var fourth = EnterAsync(QueryCost.Page);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        second.Dispose();

        (await fourth).Dispose();
    }

    [Fact]
    public async Task Who_comes_when_enough_wait_already_is_refused_at_once()
    {
        using var first = await EnterAsync(QueryCost.Group);
        using var second = await EnterAsync(QueryCost.Group);
        var waiting = new[] { EnterAsync(QueryCost.Group), EnterAsync(QueryCost.Group) };

        var busy = await Assert.ThrowsAsync<QueryBusyException>(() => EnterAsync(QueryCost.Group));

        Assert.Equal("2 queries that group or count rows are running, which is the limit, and others wait: try again later.", busy.Message);
        Assert.All(waiting, w => Assert.False(w.IsCompleted));
    }

    [Fact]
    public async Task Queries_wait_only_for_others_of_their_class()
    {
        foreach (var cost in Enum.GetValues<QueryCost>())
        {
            _ = await EnterAsync(cost);
            _ = await EnterAsync(cost);
            Assert.False(EnterAsync(cost).IsCompleted);
        }
    }

    private Task<IDisposable> EnterAsync(QueryCost cost) => admission.EnterAsync(cost, Token).AsTask();
}

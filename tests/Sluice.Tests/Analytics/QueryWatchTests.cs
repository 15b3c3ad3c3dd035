using Microsoft.Extensions.Time.Testing;
using Sluice.Analytics;

namespace Sluice.Tests.Analytics;

public sealed class QueryWatchTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider time = new();
    private readonly CancellationTokenSource caller = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken);
    private readonly Admission admission = new();
    private readonly QueryWatch watch;

    public QueryWatchTests() => watch = new QueryWatch(Limit, time, admission, caller.Token);

    public void Dispose()
    {
        watch.Dispose();
        caller.Dispose();
    }

    [Fact]
    public async Task A_query_that_takes_longer_than_it_may_is_ended_and_says_how_long_that_is()
    {
        var work = WorkAsync();

        time.Advance(Limit);

        Assert.Contains("30 s", (await Assert.ThrowsAsync<QueryTimeoutException>(() => work)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_of_a_reader_is_not_that_of_the_query()
    {
        for (var i = 0; i < 100; i++)
        {
            await ReadForAsync(Limit - TimeSpan.FromSeconds(1));
        }

        Assert.False(watch.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task What_the_query_takes_between_two_readings_adds_up()
    {
        for (var i = 0; i < 2; i++)
        {
            time.Advance(TimeSpan.FromSeconds(14));
            await ReadForAsync(TimeSpan.FromSeconds(20));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(watch.Token.IsCancellationRequested);
        var work = WorkAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<QueryTimeoutException>(() => work);
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_for_as_long_as_a_query_may_take_is_given_up()
    {
        var reading = watch.WaitForReaderAsync(new TaskCompletionSource().Task).AsTask();

        time.Advance(Limit - TimeSpan.FromTicks(1));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));

        await Assert.ThrowsAsync<ReaderStalledException>(() => reading);
    }

    [Fact]
    public async Task A_reader_may_take_nothing_the_longer_the_more_it_has_taken_but_not_for_ever()
    {
        watch.CountTaken(16 * 1024);
        await WaitsAsync(3 * Limit);

        watch.CountTaken(1024 * 1024 * 1024);
        await WaitsAsync(10 * Limit);

        async Task WaitsAsync(TimeSpan patience)
        {
            var reading = watch.WaitForReaderAsync(new TaskCompletionSource().Task).AsTask();
            time.Advance(patience - TimeSpan.FromSeconds(1));
            Assert.False(reading.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(1));
            await Assert.ThrowsAsync<ReaderStalledException>(() => reading);
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(200)]
    public async Task A_reader_of_one_KB_a_second_goes_on_though_the_buffers_show_it_only_now_and_then(int kilobytesThatShow)
    {
        watch.CountTaken(2 * kilobytesThatShow * 1024);

        for (var i = 0; i < 1000; i++)
        {
            await ReadForAsync(TimeSpan.FromSeconds(kilobytesThatShow));
            watch.CountTaken(kilobytesThatShow * 1024);
        }
    }

    [Fact]
    public async Task A_reader_that_is_gone_is_not_waited_for()
    {
        var reading = watch.WaitForReaderAsync(new TaskCompletionSource().Task).AsTask();

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task With_the_end_of_the_query_another_may_run_while_the_reader_still_reads()
    {
        watch.Dispose();
        Assert.Equal(1, admission.Ended);

        await ReadForAsync(Limit - TimeSpan.FromSeconds(1));
        var stalled = watch.WaitForReaderAsync(new TaskCompletionSource().Task).AsTask();
        time.Advance(Limit);
        await Assert.ThrowsAsync<ReaderStalledException>(() => stalled);
        watch.Dispose();
        Assert.Equal(1, admission.Ended);
    }

    private async Task ReadForAsync(TimeSpan span)
    {
        var taken = new TaskCompletionSource();
        var reading = watch.WaitForReaderAsync(taken.Task).AsTask();
        time.Advance(span);
        taken.SetResult();
        await reading;
    }

    private Task<bool> WorkAsync()
    {
        return watch.GuardAsync(WaitAsync).AsTask();

        async Task<bool> WaitAsync()
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, watch.Token);
            return true;
        }
    }

    private sealed class Admission : IDisposable
    {
        public int Ended { get; private set; }

        public void Dispose() => Ended++;
    }
}

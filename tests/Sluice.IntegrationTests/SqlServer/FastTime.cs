namespace Sluice.IntegrationTests.SqlServer;

/// <summary>A clock that runs many times as fast, so that a test need not wait a whole minute.</summary>
internal sealed class FastTime : TimeProvider
{
    private const int Factor = 20;

    private readonly DateTimeOffset start = DateTimeOffset.UtcNow;
    private readonly long began = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => start + (System.GetElapsedTime(began) * Factor);

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => began + ((System.GetTimestamp() - began) * Factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    private static TimeSpan Shorter(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / Factor;
}

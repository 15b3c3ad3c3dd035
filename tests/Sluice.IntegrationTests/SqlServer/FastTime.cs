namespace Sluice.IntegrationTests.SqlServer;

/// <summary>A clock that runs many times as fast, so that a test need not wait a whole minute.</summary>
/// <param name="factor">How many times.</param>
internal sealed class FastTime(int factor = 20) : TimeProvider
{
    private readonly DateTimeOffset start = DateTimeOffset.UtcNow;
    private readonly long began = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => start + (System.GetElapsedTime(began) * factor);

    public override long TimestampFrequency => System.TimestampFrequency;

    public override long GetTimestamp() => began + ((System.GetTimestamp() - began) * factor);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period));

    private TimeSpan Shorter(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time / factor;
}

using Sluice.Analytics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Profiles;
using Sluice.Tests.SqlServer;

namespace Sluice.Tests.Analytics;

public sealed class ProfileCacheTests
{
    private static readonly ProfileStamp Stamp = new("1", null);
    private readonly AnalyticsModel model = AnalyticsModel.From(SqlLakes.Items);
    private readonly ProfileCache cache = new();

    [Fact]
    public async Task A_profile_is_known_until_its_rows_or_its_columns_may_have_changed()
    {
        var set = model.Find("items")!;
        using var turn = await cache.EnterAsync(set, TestContext.Current.CancellationToken);

        var kept = cache.Keep(set, Stamp, [1, 2]);

        Assert.Same(kept, cache.Find(set, new ProfileStamp("1", null)));
        Assert.Null(cache.Find(set, new ProfileStamp("2", null)));
        Assert.Null(cache.Find(AnalyticsModel.From(SqlLakes.Items).Find("items")!, Stamp));
    }

    [Fact]
    public async Task The_same_bytes_have_the_same_tag()
    {
        var set = model.Find("items")!;
        using var turn = await cache.EnterAsync(set, TestContext.Current.CancellationToken);

        Assert.Equal(cache.Keep(set, Stamp, [1]).Tag, cache.Keep(set, new ProfileStamp("2", null), [1]).Tag);
        Assert.NotEqual(cache.Keep(set, Stamp, [1]).Tag, cache.Keep(set, Stamp, [2]).Tag);
        Assert.Matches("^\"[0-9a-f]{16}\"$", cache.Keep(set, Stamp, [1]).Tag);
    }

    [Fact]
    public async Task What_was_not_asked_for_the_longest_is_forgotten_first()
    {
        var (first, second, third) = (model.Find("items")!, model.Find("owners")!, model.Find("files")!);
        foreach (var set in (EntitySet[])[first, second, third])
        {
            using var turn = await cache.EnterAsync(set, TestContext.Current.CancellationToken);
            cache.Keep(set, Stamp, new byte[ProfileCache.MostBytes / 2]);
        }

        Assert.Null(cache.Find(first, Stamp));
        Assert.NotNull(cache.Find(second, Stamp));
        Assert.NotNull(cache.Find(third, Stamp));
    }

    [Fact]
    public async Task Of_two_callers_for_a_set_the_second_waits()
    {
        var set = model.Find("items")!;
        var turn = await cache.EnterAsync(set, TestContext.Current.CancellationToken);

        var second = cache.EnterAsync(set, TestContext.Current.CancellationToken);
        using var other = await cache.EnterAsync(model.Find("owners")!, TestContext.Current.CancellationToken);

        Assert.False(second.IsCompleted);
        turn.Dispose();
        using var next = await second;
    }
}

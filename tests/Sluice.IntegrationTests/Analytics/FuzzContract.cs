using Sluice.IntegrationTests.Analytics.Oracle;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>A random request is refused or has the right rows, on every warehouse.</summary>
public abstract class FuzzContract(AnalyticsFixture analytics)
{
    private static readonly int Count = Effort.Of(usual: 60, thorough: 150);

    [Fact]
    public async Task A_filter_is_refused_or_has_the_rows_that_are_right()
    {
        var requests = new RandomRequests(1, await HasMedianAsync(), await HasExtremesAsync());

        await AssertRightAsync("$filter", () => requests.Condition());
    }

    [Fact]
    public async Task A_chain_of_transformations_is_refused_or_has_the_rows_that_are_right()
    {
        var requests = new RandomRequests(2, await HasMedianAsync(), await HasExtremesAsync());

        await AssertRightAsync("$apply", requests.Apply);
    }

    [Fact]
    public async Task What_is_expanded_is_refused_or_has_the_rows_that_are_right()
    {
        var requests = new RandomRequests(4, await HasMedianAsync(), await HasExtremesAsync());

        await AssertRightAsync("$expand", requests.Expand);
    }

    [Fact]
    public async Task A_text_that_is_broken_is_refused_or_answered()
    {
        var requests = new RandomRequests(3, await HasMedianAsync(), await HasExtremesAsync());
        var refused = 0;
        for (var i = 0; i < Count; i++)
        {
            var (option, right) = (i % 3) switch
            {
                0 => ("$apply", requests.Apply()),
                1 => ("$expand", requests.Expand()),
                _ => ("$filter", requests.Condition()),
            };
            var text = requests.Broken(right);

            var answer = await analytics.GetAsync("items", [KeyValuePair.Create(option, text)]);

            Assert.True(answer.Status is 200 or 400 or 501, $"{text}: {answer.Status} {answer.Text}");
            refused += answer.Status == 200 ? 0 : 1;
        }

        Assert.True(refused > Count / 2, $"Only {refused} of {Count} broken texts were refused.");
    }

    /// <summary>Whether the server has a median. A server that stands in for SQL Server may not.</summary>
    protected virtual Task<bool> HasMedianAsync() => Task.FromResult(true);

    /// <summary>
    /// Whether the server has minimum and maximum of decimals in groups. A server that stands in for SQL Server may crash on them.
    /// </summary>
    protected virtual Task<bool> HasExtremesAsync() => Task.FromResult(true);

    private async Task AssertRightAsync(string option, Func<string> next)
    {
        var answered = 0;
        for (var i = 0; i < Count; i++)
        {
            var text = next();
            var answer = await analytics.GetAsync("items", [KeyValuePair.Create(option, text)]);
            Assert.True(answer.Status is 200 or 400, $"{text}: {answer.Status} {answer.Text}");
            if (answer.Status == 200)
            {
                var expected = new OracleQuery(analytics.Data).Answer("items", new Dictionary<string, string> { [option] = text });
                RowComparison.AssertSame(expected, answer.Rows, $"{option}={text}");
                answered++;
            }
        }

        Assert.True(answered > Count / 2, $"Only {answered} of {Count} texts were answered.");
    }
}

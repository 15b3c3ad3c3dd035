using Sluice.IntegrationTests.Analytics.Oracle;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>Every request has the right rows, on every warehouse.</summary>
public abstract class RequestContract(AnalyticsFixture analytics)
{
    public static TheoryData<string> Requests => [.. File
        .ReadAllLines(RepositoryRoot.Of("tests", "Sluice.IntegrationTests", "Analytics", "Requests.txt"))
        .Where(l => !l.StartsWith('#'))];

    [Fact]
    public void There_are_enough_requests() => Assert.True(Requests.Count >= 550);

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_has_the_rows_that_are_right_whatever_the_page_size(string request)
    {
        await RequireAsync(request);
        var (set, options) = Split(request);
        var expected = new OracleQuery(analytics.Data).Answer(set, options);

        RowComparison.AssertSame(expected, await analytics.RowsAsync(set, options, pageSize: 7), request);
        RowComparison.AssertSame(expected, await analytics.RowsAsync(set, options, pageSize: 1000), request);
    }

    [Fact]
    public async Task The_reconciliation_has_each_file_of_the_lake_once()
    {
        var files = await analytics.GetAsync("files", [KeyValuePair.Create("$filter", "state ne 'removed'")]);
        var days = await analytics.GetAsync("reconciliation", []);

        Assert.NotEmpty(days.Rows);
        Assert.Equal(files.Rows.Count, days.Rows.Sum(r => r.GetProperty("files").GetInt64()));
        Assert.Equal(files.Rows.Sum(r => r.GetProperty("length").GetInt64()), days.Rows.Sum(r => r.GetProperty("bytes").GetInt64()));
        Assert.All(days.Rows, r => Assert.Equal(
            r.GetProperty("files").GetInt64(),
            ((string[])["loaded", "refused", "ignored", "archived", "waiting"]).Sum(s => r.GetProperty(s).GetInt64())));
    }

    /// <summary>Skips the test if a server that stands in for SQL Server lacks what a request needs.</summary>
    protected virtual Task RequireAsync(string request) => Task.CompletedTask;

    internal static (string Set, Dictionary<string, string> Options) Split(string request)
    {
        var parts = request.Split('?', 2);
        var options = parts.Length == 1
            ? []
            : parts[1].Split('&').Select(o => o.Split('=', 2)).ToDictionary(o => o[0], o => o[1]);
        return (parts[0], options);
    }
}

using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>The table of conformance in docs/http.md is true, row by row.</summary>
public sealed partial class ConformanceTests(ConformanceTests.Fixture analytics) : IClassFixture<ConformanceTests.Fixture>
{
    private static readonly IReadOnlyList<IReadOnlyList<string>> Rows =
        PageTable.Of("docs/http.md").Single(t => t.Heading == "Conformance").Rows;

    public static TheoryData<string> Requirements => [.. Rows.Select(r => r[0])];

    [Theory]
    [MemberData(nameof(Requirements))]
    public async Task A_requirement_is_met(string requirement)
    {
        var row = Rows.Single(r => r[0] == requirement);
        var request = PageTable.Spans(row[1]);
        var parts = request[0].Split('?', 2);
        var headers = request.Skip(1).Select(h => h.Split(": ", 2)).ToDictionary(h => h[0], h => h[1]);

        var answer = await analytics.GetAsync(parts[0], Options(parts), headers);

        var expected = PageTable.Spans(row[2]);
        Assert.True(expected[0] == $"{answer.Status}", $"{request[0]}: {answer.Status} {answer.Text}");
        Assert.All(expected.Skip(1), part => Assert.True(
            Header().Match(part) is { Success: true, Groups: var header }
                ? answer.Headers.GetValueOrDefault(header[1].Value) == header[2].Value
                : answer.Text.Contains(part, StringComparison.Ordinal),
            $"{request[0]}: {part} is not in {answer.Text}"));
    }

    private static IEnumerable<KeyValuePair<string, string>> Options(string[] parts) => parts.Length == 1
        ? []
        : QueryHelpers.ParseQuery(parts[1].Replace("+", "%2B", StringComparison.Ordinal))
            .Select(o => KeyValuePair.Create(o.Key, o.Value.ToString()));

    [GeneratedRegex(@"^([A-Z]\w+(?:-\w+)*): (.+)$")]
    private static partial Regex Header();

    /// <summary>The sample lake.</summary>
    public sealed class Fixture : AnalyticsFixture
    {
        internal override LakeDefinition Lake => SampleLakeData.Lake;

        internal override Task<OracleData> LoadAsync(IWarehouse opened) => SampleLakeData.LoadAsync(opened);
    }
}

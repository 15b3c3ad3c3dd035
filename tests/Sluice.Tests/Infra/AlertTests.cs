using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Sluice.Telemetry;

namespace Sluice.Tests.Infra;

[Collection(Deployments.Name)]
[Trait("kind", "process")]
public sealed partial class AlertTests(Deployments deployments)
{
    [Fact]
    public void There_is_an_alert_for_each_thing_that_somebody_must_hear_of() =>
        Assert.Equal(
            [
                "columns-changed", "database-cpu", "database-storage", "events-missed", "files-given-up", "files-ignored",
                "files-waiting", "loads-failed", "no-sweep", "poison-not-drained", "rows-rejected",
            ],
            deployments.Plain.Of("Microsoft.Insights/scheduledQueryRules").Concat(deployments.Plain.Of("Microsoft.Insights/metricAlerts"))
                .Select(Deployment.NameOf).Order());

    [Fact]
    public void Queries_ask_for_metrics_and_tags_that_are_told()
    {
        var metrics = typeof(LoadMetrics).GetProperties(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(p => p.GetValue(null)).OfType<Instrument>().Select(i => i.Name).ToHashSet();
        var tags = typeof(TelemetryTags).GetFields().Select(f => (string)f.GetRawConstantValue()!).ToHashSet();
        foreach (var query in Queries())
        {
            Assert.NotEmpty(MetricName().Matches(query));
            Assert.All(MetricName().Matches(query).Select(m => m.Value), name => Assert.Contains(name, metrics));
            Assert.All(TagName().Matches(query).Select(m => m.Value), name => Assert.Contains(name, tags));
        }
    }

    [Fact]
    public void No_placeholder_is_left_in_a_query() => Assert.All(Queries(), q => Assert.DoesNotContain('{', q));

    [Fact]
    public void Alerts_are_written_to_the_addresses_that_are_named_or_seen_in_the_portal_only()
    {
        Assert.Empty(deployments.Plain.Of("Microsoft.Insights/actionGroups"));
        Assert.Equal(
            ["night@example.com", "day@example.com"],
            deployments.Full.Properties("Microsoft.Insights/actionGroups")["emailReceivers"]!.AsArray()
                .Select(r => (string)r!["emailAddress"]!));
        Assert.All(
            deployments.Full.Of("Microsoft.Insights/scheduledQueryRules"),
            r => Assert.Single(r["properties"]!["actions"]!["actionGroups"]!.AsArray()));
        Assert.All(deployments.Full.Of("Microsoft.Insights/metricAlerts"), r => Assert.Single(r["properties"]!["actions"]!.AsArray()));
    }

    private IEnumerable<string> Queries() =>
        deployments.Plain.Of("Microsoft.Insights/scheduledQueryRules")
            .Select(r => (string)r["properties"]!["criteria"]!["allOf"]![0]!["query"]!);

    // In the text of a query, names of metrics are values, and names of tags are keys.
    [GeneratedRegex("""(?<=[^\[]")sluice\.[a-z._]+(?=")""")]
    private static partial Regex MetricName();

    [GeneratedRegex("""(?<=Properties\[")[a-z._]+(?="\])""")]
    private static partial Regex TagName();
}

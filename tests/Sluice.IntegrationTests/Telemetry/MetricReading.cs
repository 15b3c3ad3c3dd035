using System.Globalization;
using OpenTelemetry.Metrics;

namespace Sluice.IntegrationTests.Telemetry;

/// <summary>One point of a metric.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Tags">The point's tags.</param>
/// <param name="Value">Its sum or its value.</param>
/// <param name="Count">How many measurements it counts; 0 for a metric without a count.</param>
internal sealed record MetricReading(string Name, string Unit, Dictionary<string, string> Tags, double Value, long Count)
{
    public static MetricReading Of(MetricSnapshot metric, MetricPoint point)
    {
        var tags = new Dictionary<string, string>();
        foreach (var (name, value) in point.Tags)
        {
            tags[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        var (value1, count) = metric.MetricType switch
        {
            MetricType.LongSum => (point.GetSumLong(), 0L),
            MetricType.LongGauge => (point.GetGaugeLastValueLong(), 0),
            MetricType.DoubleGauge => (point.GetGaugeLastValueDouble(), 0),
            MetricType.Histogram => (point.GetHistogramSum(), point.GetHistogramCount()),
            var other => throw new InvalidOperationException($"{metric.Name} is a {other}."),
        };
        return new(metric.Name, metric.Unit, tags, value1, count);
    }
}

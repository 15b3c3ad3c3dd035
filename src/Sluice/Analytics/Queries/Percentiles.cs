namespace Sluice.Analytics.Queries;

/// <summary>The aggregation methods that are percentiles.</summary>
public static class Percentiles
{
    /// <summary>The share of values that are below the percentile, as a number; <see langword="null"/> if the method is none.</summary>
    public static string? ShareOf(AggregateMethod method) => method switch
    {
        AggregateMethod.Percentile10 => "0.1",
        AggregateMethod.Percentile25 => "0.25",
        AggregateMethod.Median => "0.5",
        AggregateMethod.Percentile75 => "0.75",
        AggregateMethod.Percentile90 => "0.9",
        AggregateMethod.Percentile95 => "0.95",
        AggregateMethod.Percentile99 => "0.99",
        _ => null,
    };
}

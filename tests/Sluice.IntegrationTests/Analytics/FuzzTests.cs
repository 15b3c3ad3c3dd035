namespace Sluice.IntegrationTests.Analytics;

/// <summary>Random requests on DuckDB.</summary>
public sealed class FuzzTests(AnalyticsFixture analytics) : FuzzContract(analytics), IClassFixture<AnalyticsFixture>;

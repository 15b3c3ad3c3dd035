namespace Sluice.IntegrationTests.Analytics;

/// <summary>The requests on DuckDB.</summary>
public sealed class RequestTests(AnalyticsFixture analytics) : RequestContract(analytics), IClassFixture<AnalyticsFixture>;

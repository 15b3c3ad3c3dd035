namespace Sluice.IntegrationTests.Analytics.Access;

/// <summary>Filters of rows on DuckDB.</summary>
public sealed class RowFilterTests(AnalyticsFixture analytics) : RowFilterContract(analytics), IClassFixture<AnalyticsFixture>;

namespace Sluice.IntegrationTests.Analytics;

public sealed class NumberTests(NumberFixture numbers) : NumberContract(numbers), IClassFixture<NumberFixture>;

namespace Sluice.IntegrationTests.Analytics;

public sealed class WideNumberTests(NumberFixture numbers) : WideNumberContract(numbers), IClassFixture<NumberFixture>;

namespace Sluice.IntegrationTests.Analytics.Oracle;

/// <summary>The oracle does not know the answer.</summary>
internal sealed class OracleException(string message) : Exception(message);

namespace Sluice.IntegrationTests.Local;

/// <summary>Waits for a reader longer than any test takes, and lets one query run at a time.</summary>
public sealed class PatientLake() : WideLake("Query__TimeoutSeconds=600", "Query__Concurrency=1");

namespace Sluice.IntegrationTests.Local;

/// <summary>Gives queries and readers a few seconds, and lets one query run at a time.</summary>
public sealed class ImpatientLake() : WideLake($"Query__TimeoutSeconds={Seconds}", "Query__Concurrency=1")
{
    /// <summary>How many seconds. The machine may be slow, and busy with other work.</summary>
    public const int Seconds = 5;
}

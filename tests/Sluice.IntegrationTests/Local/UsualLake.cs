namespace Sluice.IntegrationTests.Local;

/// <summary>Uses the default settings.</summary>
public sealed class UsualLake() : WideLake();

namespace Sluice.IntegrationTests.Local;

/// <summary>Has the settings that nobody has set.</summary>
public sealed class UsualLake() : WideLake();

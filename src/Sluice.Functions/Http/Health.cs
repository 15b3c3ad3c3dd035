namespace Sluice.Functions.Http;

/// <summary>How the app is.</summary>
/// <param name="Healthy">Whether all its parts are there.</param>
/// <param name="Parts">Whether each is.</param>
public sealed record Health(bool Healthy, HealthParts Parts);

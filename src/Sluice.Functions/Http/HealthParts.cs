namespace Sluice.Functions.Http;

/// <summary>Whether each part that the app depends on is there.</summary>
/// <param name="Lake">Whether the lake can be reached and has its containers.</param>
/// <param name="Warehouse">Whether the warehouse can be reached.</param>
public sealed record HealthParts(bool Lake, bool Warehouse);

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The health of the app: each part is <c>healthy</c> or <c>unreachable</c>.</summary>
/// <param name="Status"><c>healthy</c> if all parts are.</param>
/// <param name="Lake">Whether the lake can be reached and has its containers.</param>
/// <param name="Warehouse">Whether the warehouse can be reached.</param>
/// <param name="Queue">Whether the queue of operations can be reached; <see langword="null"/> if each process does its own work.</param>
/// <param name="Version">The version of Sluice.</param>
internal sealed record Health(string Status, string Lake, string Warehouse, string? Queue, string Version);

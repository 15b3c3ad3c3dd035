namespace Sluice.Hosting.Http.Endpoints;

/// <summary>What an app may do with its lake definition.</summary>
/// <param name="CanChange">Whether reports can be added and removed. Only an app that runs on the machine of its owner lets that happen.
/// </param>
public sealed record DefinitionAccess(bool CanChange);

namespace Sluice.Local.Hosting;

/// <summary>What a <see cref="LocalHost"/> runs besides the blob triggers.</summary>
/// <param name="Port">The HTTP port; 0 for any free port.</param>
/// <param name="Sweep">Whether to sweep, at the start and by schedule.</param>
internal sealed record ServeOptions(int Port, bool Sweep);

namespace Sluice.Local.Hosting;

/// <summary>What a <see cref="LocalHost"/> serves besides the blob triggers.</summary>
/// <param name="Port">The port of HTTP; 0 for a free one.</param>
/// <param name="Sweep">Whether it sweeps, at the start and by schedule.</param>
internal sealed record ServeOptions(int Port, bool Sweep);

using Microsoft.Extensions.Hosting;

namespace Sluice.Local.Hosting;

/// <summary>The lifetime of a host that a command starts and stops. The command line handles Ctrl+C, so the host must not.</summary>
internal sealed class CommandLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Hosting;
using Sluice.Lake.Definition;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Prepares the lake and the warehouse in the background, while the worker starts and connects to its host; functions wait for it. If the
/// preparation fails, the app stops and says why. If the app stops first, the preparation is cancelled.
/// </summary>
internal sealed class StartupTask : BackgroundService
{
    private readonly CancellationTokenSource stop = new();
    private readonly Lazy<Task> ready;

    /// <summary>Creates the task without starting it.</summary>
    /// <param name="services">Resolves the <see cref="Startup"/> when the task starts, so that a wrong setting becomes a
    /// <see cref="Failure"/>.</param>
    public StartupTask(IServiceProvider services) =>
        ready = new(() => Task.Run(() => services.GetRequiredService<Startup>().PrepareAsync(stop.Token)));

    /// <summary>Completes when the lake and the warehouse are ready, or fails with the reason. The first access starts it.</summary>
    public Task Ready => ready.Value;

    /// <summary>The exception of the preparation, or <see langword="null"/> if it has not failed.</summary>
    public Exception? Failure => Ready.Exception?.InnerException;

    /// <summary>Runs the app until it ends.</summary>
    /// <param name="app">The app, which has this task as a service.</param>
    /// <exception cref="Exception"><see cref="Failure"/>, if the preparation failed.</exception>
    public async Task RunAsync(IHost app)
    {
        try
        {
            // Start the preparation first, because it takes the longest. Read the lake definition, which the list of functions needs.
            _ = Ready;
            _ = app.Services.GetRequiredService<LakeDefinition>();
            await app.RunAsync();
        }
        catch (Exception) when (Failure is not null)
        {
            // The failed preparation is the cause, and is thrown below.
        }

        if (Ready.IsFaulted)
        {
            await Ready;
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await stop.CancelAsync();
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        stop.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ready;
}

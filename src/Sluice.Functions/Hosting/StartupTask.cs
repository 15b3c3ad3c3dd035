using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Hosting;
using Sluice.Lake;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Makes lake and warehouse ready in the background, while the worker is put together and connects to its host; functions wait for it.
/// If that fails the app stops, and says why. If the app stops before, so does this.
/// </summary>
internal sealed class StartupTask : BackgroundService
{
    private readonly CancellationTokenSource stop = new();
    private readonly Lazy<Task> ready;

    /// <summary>Creates it; nothing has begun.</summary>
    /// <param name="services">What has the <see cref="Startup"/>: what is wrong with the settings that it needs is told as any failure.</param>
    public StartupTask(IServiceProvider services) =>
        ready = new(() => Task.Run(() => services.GetRequiredService<Startup>().PrepareAsync(stop.Token)));

    /// <summary>Ends when lake and warehouse are ready, or with what keeps them from it. Begins with the first who asks.</summary>
    public Task Ready => ready.Value;

    /// <summary>What keeps the app from its work, or <see langword="null"/> as long as nothing does.</summary>
    public Exception? Failure => Ready.Exception?.InnerException;

    /// <summary>Runs the app until it ends.</summary>
    /// <param name="app">The app, with this as one of its services.</param>
    /// <exception cref="Exception"><see cref="Failure"/>, if that is why it ended.</exception>
    public async Task RunAsync(IHost app)
    {
        try
        {
            // Lake and warehouse take the longest; and without a lake definition there is nothing to tell the host of.
            _ = Ready;
            _ = app.Services.GetRequiredService<LakeDefinition>();
            await app.RunAsync();
        }
        catch (Exception) when (Failure is not null)
        {
            // What else failed did so for that reason.
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

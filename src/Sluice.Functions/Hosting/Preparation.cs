using Microsoft.Extensions.Hosting;
using Sluice.Hosting;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Makes lake and warehouse ready in the background, while the worker is put together and connects to its host; functions wait for it.
/// If that fails the app stops, and says why. If the app stops before, so does this.
/// </summary>
internal sealed class Preparation : BackgroundService
{
    private readonly CancellationTokenSource stop = new();
    private readonly Lazy<Task> ready;

    /// <summary>Creates it; nothing has begun.</summary>
    /// <param name="foundation">What is made ready.</param>
    public Preparation(Foundation foundation)
    {
        Foundation = foundation;
        ready = new(() => Task.Run(() => foundation.PrepareAsync(stop.Token)));
    }

    /// <summary>What is made ready.</summary>
    public Foundation Foundation { get; }

    /// <summary>Ends when lake and warehouse are ready, or with what keeps them from it. Begins with the first who asks.</summary>
    public Task Ready => ready.Value;

    /// <summary>What keeps the app from its work, or <see langword="null"/> as long as nothing does.</summary>
    public Exception? Failure => Ready.Exception?.InnerException;

    /// <summary>Begins. Without this it begins when the app starts.</summary>
    public void Begin() => _ = Ready;

    /// <summary>Once the app has ended: throws <see cref="Failure"/>, if that is why.</summary>
    public Task EndAsync() => Ready.IsFaulted ? Ready : Task.CompletedTask;

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

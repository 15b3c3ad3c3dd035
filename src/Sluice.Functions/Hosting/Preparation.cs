using Microsoft.Extensions.Hosting;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Makes lake and warehouse ready in the background, while the worker is put together and connects to its host; functions wait for it.
/// If that fails the app stops, and says why.
/// </summary>
/// <param name="foundation">What is made ready.</param>
internal sealed class Preparation(Foundation foundation) : BackgroundService
{
    private readonly Lazy<Task> ready = new(() => Task.Run(foundation.PrepareAsync));

    /// <summary>What is made ready.</summary>
    public Foundation Foundation => foundation;

    /// <summary>Ends when lake and warehouse are ready, or with what keeps them from it.</summary>
    public Task Ready => ready.Value;

    /// <summary>What keeps the app from its work, or <see langword="null"/> as long as nothing does.</summary>
    public Exception? Failure => ExecuteTask?.Exception?.InnerException;

    /// <summary>Begins with it. Without this it begins when the app starts.</summary>
    public void Begin() => _ = Ready;

    /// <summary>Once the app has ended: throws <see cref="Failure"/>, if that is why.</summary>
    public Task EndAsync() => ExecuteTask is { IsFaulted: true } failed ? failed : Task.CompletedTask;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Ready.WaitAsync(stoppingToken);
}

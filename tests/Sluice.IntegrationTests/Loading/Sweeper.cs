using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Loading;

/// <summary>Runs operations as an app without a queue does, and waits for each.</summary>
internal sealed class Sweeper
{
    private readonly Func<ValueTask> stop;

    /// <param name="lake">The lake definition.</param>
    /// <param name="storage">The lake.</param>
    /// <param name="warehouse">The warehouse.</param>
    /// <param name="loader">The loader.</param>
    /// <param name="options">The settings of loading.</param>
    /// <param name="time">The clock of the app.</param>
    /// <param name="logger">The log.</param>
    public Sweeper(
        LakeDefinition lake, ILakeStorage storage, IWarehouse warehouse, Loader loader, LoaderOptions options, TimeProvider time,
        ILogger logger)
    {
        Worker? worker = null;
        var queue = new ProcessDispatcher(() => worker!, warehouse, options, new LoggerOf<ProcessDispatcher>(logger));
        worker = new Worker(lake, storage, warehouse, loader, options, new RetentionOptions(), queue, time, new LoggerOf<Worker>(logger));
        Operations = new OperationStarter(warehouse, queue, time);
        stop = queue.DisposeAsync;
    }

    /// <summary>Starts the operations.</summary>
    public OperationStarter Operations { get; }

    /// <summary>Sweeps once.</summary>
    public Task<SweepResult> SweepAsync(CancellationToken cancellationToken) => RunAsync(WorkRequest.Sweep(), cancellationToken);

    /// <summary>Loads what is selected.</summary>
    public Task<SweepResult> ReloadAsync(FileSelection selection, LoadTrigger trigger, CancellationToken cancellationToken) =>
        RunAsync(WorkRequest.ForFiles(selection, trigger), cancellationToken);

    /// <summary>Ends all operations, as the app does when it stops. None begins any more.</summary>
    public ValueTask StopAsync() => stop();

    private async Task<SweepResult> RunAsync(WorkRequest request, CancellationToken cancellationToken)
    {
        var started = await Operations.StartAsync(request, cancellationToken);
        return SweepResult.From(await Operations.WaitAsync(started.Id, longest: null, onProgress: null, cancellationToken));
    }

    private sealed class LoggerOf<T>(ILogger inner) : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            inner.Log(logLevel, eventId, state, exception, formatter);
    }
}

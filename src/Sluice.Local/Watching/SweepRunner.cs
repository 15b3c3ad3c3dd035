using Microsoft.Extensions.Logging;
using Sluice.Loading;
using Sluice.Operations;

namespace Sluice.Local.Watching;

/// <summary>Sweeps, and waits for the end. Logs what prevents a sweep from starting.</summary>
internal sealed partial class SweepRunner(OperationStarter operations, ILogger<SweepRunner> logger)
{
    /// <summary>Sweeps. Never throws, except when the app stops.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            var sweep = await operations.StartSweepAsync(stoppingToken);
            await operations.WaitAsync(sweep.Id, longest: null, onProgress: null, stoppingToken);
        }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
        {
            // A stopping app ends its loads first, and the loads log it. Then it stops the caller.
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(FailureReason.TraceOf(e), FailureReason.Describe(e));
        }
    }

    [LoggerMessage(50, LogLevel.Error, "The sweep could not be started: {Reason} The next scheduled sweep tries again.")]
    private partial void LogFailed(Exception? trace, string reason);
}

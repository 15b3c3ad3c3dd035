using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Functions.Hosting;
using Sluice.Hosting;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;
using Sluice.Warehouse;

namespace Sluice.Functions.Triggers;

/// <summary>
/// Sweeps outside the schedule where blob triggers are known to miss files:
/// <list type="bullet">
/// <item>At the start, if the warehouse has no files: the host may have triggered for them with an earlier warehouse, and does not trigger
/// twice.</item>
/// <item>A few seconds after the last of several uploads, and at most half a minute after the first, if the lake is an emulator: the host's
/// scan looks only for blobs modified in a later second than all that it has seen, so it misses blobs written in the same second.</item>
/// </list>
/// </summary>
/// <param name="startup">The preparation to wait for.</param>
/// <param name="services">Resolves the operations, the warehouse and the settings after the preparation.</param>
/// <param name="time">The time.</param>
/// <param name="logger">Logs a sweep that could not be started.</param>
internal sealed partial class UnscheduledSweeps(
    StartupTask startup, IServiceProvider services, TimeProvider time, ILogger<UnscheduledSweeps> logger) : BackgroundService
{
    /// <summary>
    /// How long it waits for another upload before it sweeps: longer than a second and than the host's pause between scans.
    /// </summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>How long uploads can delay a sweep.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Channel<bool> uploads =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private long lastUpload;

    /// <summary>Notifies of an upload.</summary>
    public void Notify()
    {
        Volatile.Write(ref lastUpload, time.GetTimestamp());
        uploads.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await IsReadyAsync(stoppingToken))
        {
            return;
        }

        var operations = services.GetRequiredService<OperationStarter>();
        await TryAsync(
            async token =>
            {
                if ((await services.GetRequiredService<ILedgerReader>().ReadFilesAsync(new LedgerQuery { Top = 1 }, token)).Count == 0)
                {
                    await operations.StartAsync(WorkRequest.Sweep(), token);
                }
            },
            stoppingToken);
        if (!services.GetRequiredService<SluiceSettings>().LakeIsEmulator)
        {
            return;
        }

        await foreach (var _ in uploads.Reader.ReadAllAsync(stoppingToken))
        {
            var first = time.GetTimestamp();
            for (var left = Left(first); left > TimeSpan.Zero; left = Left(first))
            {
                await Task.Delay(left, time, stoppingToken);
            }

            // Uploads from here on cause another sweep.
            uploads.Reader.TryRead(out bool _);
            await TryAsync(token => operations.StartAsync(WorkRequest.Sweep(), token), stoppingToken);
        }
    }

    // The time until the next sweep: each upload delays it, up to LongestPause.
    private TimeSpan Left(long first)
    {
        var pause = Pause - time.GetElapsedTime(Volatile.Read(ref lastUpload));
        var longest = LongestPause - time.GetElapsedTime(first);
        return pause < longest ? pause : longest;
    }

    // A failed preparation ends the app, and StartupTask reports it.
    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await startup.Ready.WaitAsync(cancellationToken);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // A failure must not end the app: the scheduled sweep comes anyway.
    private async Task TryAsync(Func<CancellationToken, Task> sweep, CancellationToken cancellationToken)
    {
        try
        {
            await sweep(cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A stopping app ends its loads first, and the loads log it.
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(FailureReason.TraceOf(e), FailureReason.Describe(e));
        }
    }

    [LoggerMessage(32, LogLevel.Error, "An unscheduled sweep could not be started: {Reason} The next scheduled sweep tries again.")]
    private partial void LogFailed(Exception? trace, string reason);
}

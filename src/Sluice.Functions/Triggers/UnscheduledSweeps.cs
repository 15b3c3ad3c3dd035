using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Functions.Hosting;
using Sluice.Hosting;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.Functions.Triggers;

/// <summary>
/// Sweeps where the blob triggers are known to miss files, besides the schedule.
/// <list type="bullet">
/// <item>At the start, if the warehouse knows of no file: the host may have told an earlier warehouse of them, and does not tell twice.</item>
/// <item>Some seconds after the last of several uploads, and no later than half a minute after the first, if the lake is an emulator: its scan
/// takes for new what was last modified in a later second than all that it has seen, and so misses what else is written in the second of an
/// upload.</item>
/// </list>
/// </summary>
/// <param name="startup">What it waits for.</param>
/// <param name="services">Where it finds sweeper, warehouse and settings once they are ready.</param>
/// <param name="time">The time.</param>
/// <param name="logger">Where it tells of a sweep that failed.</param>
internal sealed partial class UnscheduledSweeps(
    StartupTask startup, IServiceProvider services, TimeProvider time, ILogger<UnscheduledSweeps> logger) : BackgroundService
{
    /// <summary>How long after an upload it sweeps, if there is no other upload: longer than a second, and than the host's pause between scans.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>How long after the first of several uploads it sweeps, if they do not end.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Channel<bool> uploads =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private long lastUpload;

    /// <summary>Tells of an upload.</summary>
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

        var sweeper = services.GetRequiredService<Sweeper>();
        await TryAsync(
            async token =>
            {
                if ((await services.GetRequiredService<ILedgerReader>().ReadFilesAsync(new LedgerQuery { Top = 1 }, token)).Count == 0)
                {
                    await sweeper.SweepAsync(token);
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

            // What is told from here on is told of another sweep.
            uploads.Reader.TryRead(out bool _);
            await TryAsync(sweeper.SweepAsync, stoppingToken);
        }
    }

    // Until the next sweep: uploads put it off, but not for ever.
    private TimeSpan Left(long first)
    {
        var pause = Pause - time.GetElapsedTime(Volatile.Read(ref lastUpload));
        var longest = LongestPause - time.GetElapsedTime(first);
        return pause < longest ? pause : longest;
    }

    // Whatever keeps the app from getting ready also ends it, and is told there.
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

    // What fails here is no reason to end the app: the schedule sweeps too.
    private async Task TryAsync(Func<CancellationToken, Task> sweep, CancellationToken cancellationToken)
    {
        try
        {
            await sweep(cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // An app that stops ends its loads first, and says so.
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(FailureReason.TraceOf(e), FailureReason.Of(e));
        }
    }

    [LoggerMessage(32, LogLevel.Error, "A sweep beside the schedule failed: {Reason} The next one is by the schedule.")]
    private partial void LogFailed(Exception? trace, string reason);
}

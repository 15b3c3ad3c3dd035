using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Stops the worker when its host has ended, even if the host was killed. The worker does not notice that by itself: it would keep running,
/// hold the file of the embedded warehouse open, and block the next worker.
/// </summary>
internal sealed partial class HostWatch(
    IConfiguration configuration, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<HostWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a new worker waits for a worker whose host was killed: the longest time that it needs to end, and a margin.
    /// </summary>
    public static TimeSpan Wait => Pause + Grace + TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Uri.TryCreate(configuration["Functions:Worker:HostEndpoint"], UriKind.Absolute, out var host))
        {
            return;
        }

        while (await IsThereAsync(host, stoppingToken))
        {
            await Task.Delay(Pause, time, stoppingToken);
        }

        LogGone();
        lifetime.StopApplication();

        // End the process if a service does not stop in time.
        _ = Task.Delay(Grace, time, CancellationToken.None).ContinueWith(_ => Environment.Exit(1), TaskScheduler.Default);
    }

    // An idle connection ends when the host ends, or when the host closes it after its own timeout.
    private static async Task<bool> IsThereAsync(Uri host, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host.Host, host.Port, cancellationToken);
            var buffer = new byte[256];
            while (await client.GetStream().ReadAsync(buffer, cancellationToken) > 0)
            {
            }

            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // The host's port is closed.
            return false;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return true;
        }
    }

    [LoggerMessage(60, LogLevel.Warning, "The Functions host has ended, so this worker stops")]
    private partial void LogGone();
}

using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sluice.Functions.Hosting;

/// <summary>
/// Ends the worker when its host is gone, however that ended. The worker's own connection to the host does not: it would stay for ever,
/// with the file of the embedded warehouse open, and keep the next worker from it.
/// </summary>
internal sealed partial class HostWatch(
    IConfiguration configuration, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<HostWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>How long the next worker has to wait for one whose host was killed: as long as that may take to end, and a little more.</summary>
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

        // What does not stop by itself must not keep the process.
        _ = Task.Delay(Grace, time, CancellationToken.None).ContinueWith(_ => Environment.Exit(1), TaskScheduler.Default);
    }

    // A connection that nothing is asked of ends with the host, or earlier, when the host has waited long enough for a question.
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
            // Nobody listens there any more.
            return false;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return true;
        }
    }

    [LoggerMessage(60, LogLevel.Warning, "The Functions host has ended, and so does this worker of it")]
    private partial void LogGone();
}

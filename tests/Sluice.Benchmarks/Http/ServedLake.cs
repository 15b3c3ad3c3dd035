using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Sluice.Benchmarks.Comparing;

namespace Sluice.Benchmarks.Http;

/// <summary>The command <c>run</c> as a process of its own, with a sample lake that is loaded.</summary>
internal sealed class ServedLake : IAsyncDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(50);

    private readonly Process process;
    private readonly CancellationTokenSource ended = new();
    private readonly Task watching;
    private long peak;

    private ServedLake(Process process, Uri address)
    {
        this.process = process;
        Address = address;
        watching = WatchAsync();
    }

    /// <summary>Its address, with a slash at the end.</summary>
    public Uri Address { get; }

    /// <summary>The most memory that the process has had since the last call, in bytes.</summary>
    public long TakePeak() => Interlocked.Exchange(ref peak, 0);

    /// <summary>Loads the files of a folder into a new warehouse, and copies it.</summary>
    /// <returns>The path of the warehouse, and that of the copy.</returns>
    public static async Task<(string Warehouse, string Copy)> LoadAsync(
        Workspace workspace, string data, CancellationToken cancellationToken)
    {
        var (file, copy) = (workspace.NewPath("own.duckdb"), workspace.NewPath("peer.duckdb"));
        using var loading = Start(workspace, data, file, "sweep");
        await loading.WaitForExitAsync(cancellationToken);
        if (loading.ExitCode != 0)
        {
            throw new InvalidOperationException($"The sample lake was not loaded: the command ended with {loading.ExitCode}.");
        }

        File.Copy(file, copy);
        return (file, copy);
    }

    /// <summary>Starts the process, and waits until its first sweep has found nothing to load.</summary>
    public static async Task<ServedLake> StartAsync(
        Workspace workspace, string data, string warehouse, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var served = new ServedLake(
            Start(workspace, data, warehouse, "run", "--port", $"{port}"), new Uri($"http://127.0.0.1:{port}/"));
        using var http = new HttpClient { BaseAddress = served.Address };
        while (!await served.IsReadyAsync(http, cancellationToken))
        {
            await Task.Delay(Often, cancellationToken);
        }

        return served;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await watching;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
        ended.Dispose();
    }

    private static Process Start(Workspace workspace, string data, string warehouse, params string[] verb) => Process.Start(
        new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "sluice.dll"), .. verb, "--data", data, "--warehouse", warehouse,
                "--lake", Workspace.SampleLake, "--home", workspace.NewPath("home"),
            ])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = RepositoryRoot.Path,
        })!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"The command run ended with {process.ExitCode}.");
        }

        try
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync("api/data/operations?$select=state", cancellationToken));
            var states = answer.RootElement.GetProperty("value").EnumerateArray().Select(o => o.GetProperty("state").GetString()).ToList();
            return states.Count > 1 && !states.Contains("running");
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task WatchAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            process.Refresh();
            if (!process.HasExited)
            {
                var now = process.WorkingSet64;
                Interlocked.Exchange(ref peak, Math.Max(Interlocked.Read(ref peak), now));
            }

            await Task.Delay(Often, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

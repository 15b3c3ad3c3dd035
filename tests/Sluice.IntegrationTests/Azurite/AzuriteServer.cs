using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sluice.IntegrationTests.Azurite;

/// <summary>
/// A running Azurite: the blob and the queue service on free ports of 127.0.0.1. Its check of the API version stays on: it
/// refuses versions that it does not know.
/// </summary>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    // The account of every emulator, published in the documentation of Azurite.
    private const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly Process process;

    private AzuriteServer(Process process, int blobPort, int queuePort)
    {
        this.process = process;
        BlobPort = blobPort;
        QueuePort = queuePort;
    }

    public int BlobPort { get; }

    public int QueuePort { get; }

    public string ConnectionString => ConnectionStringFor(BlobPort, QueuePort);

    /// <summary>The connection string for other ports, such as those of a proxy.</summary>
    public static string ConnectionStringFor(int blobPort, int queuePort) =>
        $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={AccountKey};"
        + $"BlobEndpoint=http://127.0.0.1:{blobPort}/devstoreaccount1;QueueEndpoint=http://127.0.0.1:{queuePort}/devstoreaccount1;";

    /// <summary>Starts Azurite and waits until it listens.</summary>
    /// <param name="location">The folder for its data; <see langword="null"/> to keep it in memory.</param>
    /// <param name="blobPort">The port of the blob service; 0 for a free one.</param>
    /// <param name="queuePort">The port of the queue service; 0 for a free one.</param>
    public static Task<AzuriteServer> StartAsync(string? location = null, int blobPort = 0, int queuePort = 0) => StartAsync(
        [
            "--silent", "--disableTelemetry",
            .. location is null ? (string[])["--inMemoryPersistence"] : ["--location", location],
            "--blobHost", "127.0.0.1", "--blobPort", $"{blobPort}", "--queueHost", "127.0.0.1", "--queuePort", $"{queuePort}",
            "--tableHost", "127.0.0.1", "--tablePort", "0",
        ],
        RepositoryRoot.Path);

    /// <summary>Starts Azurite and waits until it listens.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="folder">The folder that it runs in.</param>
    public static async Task<AzuriteServer> StartAsync(IEnumerable<string> options, string folder)
    {
        var start = new ProcessStartInfo("node", [RepositoryRoot.Of("node_modules", "azurite", "dist", "src", "azurite.js"), .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        var process = new Process { StartInfo = start };
        var ports = new Dictionary<string, int>();
        var listening = new TaskCompletionSource();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null && ListeningLine().Match(line.Data) is { Success: true } match)
            {
                ports[match.Groups["service"].Value] = int.Parse(match.Groups["port"].Value, null);
                if (ports.ContainsKey("Blob") && ports.ContainsKey("Queue"))
                {
                    listening.TrySetResult();
                }
            }
        };
        var errors = new List<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
            {
                errors.Add(line.Data);
            }
            else
            {
                listening.TrySetException(new InvalidOperationException($"Azurite did not start. {string.Join('\n', errors)}"));
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await listening.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return new AzuriteServer(process, ports["Blob"], ports["Queue"]);
    }

    /// <summary>Lets it save its data, and ends it. A new start at the same location has the data again.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    [GeneratedRegex(@"Azurite (?<service>\w+) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex ListeningLine();
}

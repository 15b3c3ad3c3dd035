using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Text.RegularExpressions;

namespace Sluice.Local.Storage;

/// <summary>
/// Azurite, the storage emulator, as a child of this process. It ends with this process, even if this process crashes, or with the last of
/// the other processes that use it. It writes its state to its folder when it ends.
/// </summary>
internal sealed partial class AzuriteProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);
    private readonly Process process;
    private readonly Queue<string> errors = new();
    private readonly Task output;
    private readonly TaskCompletionSource<AzuriteEndpoints> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool stopping;

    private AzuriteProcess(Process process)
    {
        this.process = process;
        output = Task.WhenAll(ReadOutputAsync(), ReadErrorsAsync());
        Ended = WaitAsync();
    }

    /// <summary>Its addresses, which are known once it has started.</summary>
    public AzuriteEndpoints Endpoints => ready.Task.Result;

    /// <summary>Completes when the process ends; fails with <see cref="AzuriteException"/> if it was not asked to end.</summary>
    public Task Ended { get; }

    /// <summary>
    /// Starts Azurite and waits until its three services and its port for other processes listen. The services use their usual ports if
    /// these are free, else any free ports.
    /// </summary>
    /// <param name="script">The path of <c>azurite.js</c>.</param>
    /// <param name="folder">The folder of its state, which is created if it is missing.</param>
    /// <param name="cancellationToken">Cancels the start and ends the process.</param>
    /// <exception cref="AzuriteException">Azurite does not start.</exception>
    public static async Task<AzuriteProcess> StartAsync(string script, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        int[] known = [10000, 10001, 10002];
        if (AreFree(known))
        {
            try
            {
                return await StartAsync(script, folder, known, cancellationToken);
            }
            catch (AzuriteException) when (!AreFree(known))
            {
                // Another program has taken a port meanwhile.
            }
        }

        return await StartAsync(script, folder, [0, 0, 0], cancellationToken);
    }

    /// <summary>Whether it keeps running for other processes after it was disposed of.</summary>
    public bool IsLeft => left.Task.IsCompleted;

    /// <summary>
    /// Asks it to end and waits until it has written its state; kills it if that takes too long. Leaves it running if other processes use
    /// it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        stopping = true;
        try
        {
            process.StandardInput.Close();
            await Task.WhenAny(process.WaitForExitAsync(), left.Task).WaitAsync(StopLimit);
            if (IsLeft)
            {
                return;
            }
        }
        catch (Exception e) when (e is TimeoutException or IOException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        await output;
        process.Dispose();
    }

    private static async Task<AzuriteProcess> StartAsync(string script, string folder, int[] ports, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Storage", "azurite-child.cjs"), script,
            "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", folder,
            "--blobHost", "127.0.0.1", "--blobPort", $"{ports[0]}",
            "--queueHost", "127.0.0.1", "--queuePort", $"{ports[1]}",
            "--tableHost", "127.0.0.1", "--tablePort", $"{ports[2]}",
        ];
        var start = new ProcessStartInfo("node", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        AzuriteProcess azurite;
        try
        {
            azurite = new AzuriteProcess(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new AzuriteException(
                "Node.js, which runs Azurite, was not found. Install it, or name another storage with --storage.", e);
        }

        try
        {
            await azurite.ready.Task.WaitAsync(StartLimit, cancellationToken);
            return azurite;
        }
        catch (Exception e)
        {
            await azurite.DisposeAsync();
            if (e is TimeoutException)
            {
                throw new AzuriteException($"Azurite did not start within {StartLimit.TotalSeconds:0} seconds.", e);
            }

            throw;
        }
    }

    private static bool AreFree(int[] ports) =>
        !IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(l => ports.Contains(l.Port));

    private async Task ReadOutputAsync()
    {
        Dictionary<string, Uri> services = [];
        int? users = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                services[match.Groups["service"].Value] = new Uri(match.Groups["address"].Value);
            }
            else if (UsersPort().Match(line) is { Success: true } port)
            {
                users = int.Parse(port.Groups[1].Value, CultureInfo.InvariantCulture);
            }
            else if (line == "Others use it")
            {
                left.TrySetResult();
            }

            if (services.Count == 3 && users is { } number)
            {
                ready.TrySetResult(new AzuriteEndpoints(process.Id, services["Blob"], services["Queue"], services["Table"], number));
            }
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                errors.Enqueue(line.Trim());
                if (errors.Count > 20)
                {
                    errors.Dequeue();
                }
            }
        }
    }

    private async Task WaitAsync()
    {
        await process.WaitForExitAsync();
        await output;
        if (stopping)
        {
            ready.TrySetCanceled();
            return;
        }

        var reason = errors.FirstOrDefault(l => l.Contains("rror", StringComparison.Ordinal)) ?? errors.LastOrDefault();
        var exception = new AzuriteException($"Azurite ended with code {process.ExitCode}{(reason is null ? "." : $": {reason}")}");
        if (!ready.TrySetException(exception))
        {
            throw exception;
        }
    }

    [GeneratedRegex(@"^Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>\S+)$")]
    private static partial Regex Listening();

    [GeneratedRegex(@"^Users connect to port (\d+)$")]
    private static partial Regex UsersPort();
}

using System.Diagnostics;
using System.Text.Json;
using Sluice.Files;

namespace Sluice.Local.Storage;

/// <summary>
/// The storage of a home folder: Azurite over <c>azurite/</c>. The first process that opens it starts Azurite. Other processes share that
/// Azurite, which ends with the last of them.
/// </summary>
internal sealed class LocalStorage : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly LocalHome home;
    private readonly FileStream? ownership;
    private readonly AzuriteProcess? azurite;
    private readonly AzuriteUse? use;

    private LocalStorage(LocalHome home, FileStream ownership, AzuriteProcess azurite)
    {
        this.home = home;
        this.ownership = ownership;
        this.azurite = azurite;
        Endpoints = azurite.Endpoints;
        Ended = azurite.Ended;
    }

    private LocalStorage(LocalHome home, AzuriteEndpoints endpoints, AzuriteUse use)
    {
        this.home = home;
        this.use = use;
        Endpoints = endpoints;
        Ended = use.Ended;
    }

    /// <summary>The addresses of its Azurite.</summary>
    public AzuriteEndpoints Endpoints { get; }

    /// <summary>Fails with <see cref="AzuriteException"/> if Azurite ends while it is in use.</summary>
    public Task Ended { get; }

    /// <summary>Opens the storage of a home folder.</summary>
    /// <param name="home">The folder.</param>
    /// <param name="startAnew">Whether to delete the content of the folder first.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <exception cref="AzuriteException">Azurite is missing or does not start, or the folder to delete is in use.</exception>
    public static async Task<LocalStorage> OpenAsync(LocalHome home, bool startAnew, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(home.Folder);
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (!startAnew && Read(home.AzuriteEndpoints) is { } endpoints
                && await AzuriteUse.TryBeginAsync(endpoints, cancellationToken) is { } use)
            {
                return new LocalStorage(home, endpoints, use);
            }

            if (TryOwn(home.AzuriteLock) is { } ownership)
            {
                try
                {
                    await EndOrphanAsync(home, cancellationToken);
                    if (startAnew)
                    {
                        Clear(home);
                    }

                    var script = await AzuriteInstallation.FindOrInstallAsync(cancellationToken);
                    var azurite = await AzuriteProcess.StartAsync(script, home.Azurite, cancellationToken);
                    await WriteAsync(home.AzuriteEndpoints, azurite.Endpoints);
                    return new LocalStorage(home, ownership, azurite);
                }
                catch
                {
                    await ownership.DisposeAsync();
                    throw;
                }
            }

            if (startAnew)
            {
                throw new AzuriteException(
                    $"{home.Folder} cannot be cleared because another process uses it. "
                        + "End that process, or name another folder with --home.");
            }

            if (watch.Elapsed > Limit)
            {
                throw new AzuriteException(
                    $"Another process is starting the Azurite of {home.Folder}, which does not answer. End that process first.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        use?.Dispose();
        if (azurite is not null && ownership is not null)
        {
            await azurite.DisposeAsync();
            if (!azurite.IsLeft)
            {
                File.Delete(home.AzuriteEndpoints);
            }

            await ownership.DisposeAsync();
        }
    }

    private static void Clear(LocalHome home)
    {
        var folder = new DirectoryInfo(home.Folder);
        foreach (var subfolder in folder.EnumerateDirectories())
        {
            subfolder.Delete(recursive: true);
        }

        foreach (var file in folder.EnumerateFiles().Where(f => f.FullName != home.AzuriteLock))
        {
            file.Delete();
        }
    }

    // The system releases the lock when the process ends, even if it crashes.
    private static FileStream? TryOwn(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    // The Azurite of an ended process ends by itself but first writes its state. Wait for it: two must not work on one folder.
    private static async Task EndOrphanAsync(LocalHome home, CancellationToken cancellationToken)
    {
        if (Read(home.AzuriteEndpoints) is not { } endpoints)
        {
            return;
        }

        var watch = Stopwatch.StartNew();
        while (await AnswersAsync(endpoints, cancellationToken) || IsNode(endpoints.ProcessId))
        {
            if (watch.Elapsed > Limit / 4)
            {
                if (await AnswersAsync(endpoints, cancellationToken))
                {
                    throw new AzuriteException(
                        $"The Azurite of {home.Folder} (process {endpoints.ProcessId}) does not end: another process uses it, "
                            + "or it was left behind. End that process, then start again.");
                }

                // The process with this id does not answer as Azurite, so the id belongs to another program now.
                break;
            }

            await Task.Delay(Pause, cancellationToken);
        }

        File.Delete(home.AzuriteEndpoints);
    }

    private static bool IsNode(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && process.ProcessName.StartsWith("node", StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(AzuriteEndpoints endpoints, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            foreach (var address in new[] { endpoints.Blob, endpoints.Queue })
            {
                using var response = await http.GetAsync(address, cancellationToken);
                if (!response.Headers.Server.ToString().StartsWith("Azurite-", StringComparison.Ordinal))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private static AzuriteEndpoints? Read(string path)
    {
        try
        {
            return LocalPath.KindOf(path) != PathKind.File ? null : JsonSerializer.Deserialize<AzuriteEndpoints>(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(string path, AzuriteEndpoints endpoints)
    {
        await File.WriteAllTextAsync($"{path}.new", JsonSerializer.Serialize(endpoints));
        File.Move($"{path}.new", path, overwrite: true);
    }
}

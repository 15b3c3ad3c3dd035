using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Sluice.AzureStorage;

namespace Sluice.IntegrationTests.Local;

/// <summary>A <c>run</c> with a home of its own: its process, its endpoints and its lake.</summary>
internal sealed class LocalLake : IAsyncDisposable
{
    private readonly HttpClient http = new();
    private readonly BlobContainerClient container;

    private LocalLake(Cli cli, string url, string connectionString)
    {
        Cli = cli;
        http.BaseAddress = new Uri(url);
        ConnectionString = connectionString;
        container = new BlobContainerClient(connectionString, "data", new BlobClientOptions(LakeStorageSettings.EmulatorVersion));
    }

    public Cli Cli { get; }

    public string ConnectionString { get; }

    public int Port => http.BaseAddress!.Port;

    public Uri Url => http.BaseAddress!;

    public static Task<LocalLake> StartAsync(string home, params string[] arguments) =>
        StartWithAsync([], home, arguments);

    /// <summary>Starts it with settings, each <c>name=value</c>.</summary>
    public static async Task<LocalLake> StartWithAsync(string[] settings, string home, params string[] arguments)
    {
        var cli = Cli.StartWith(settings, ["run", "--port", "0", "--home", home, .. arguments]);
        try
        {
            await cli.WaitForLineAsync(@"Press Ctrl\+C to stop\.");
            var url = cli.Output.Single(l => l.EndsWith("/api/health", StringComparison.Ordinal)).Trim();
            var given = Array.IndexOf(arguments, "--storage");
            var connectionString = given >= 0
                ? arguments[given + 1]
                : cli.Output.Single(l => l.Contains("BlobEndpoint=", StringComparison.Ordinal)).Trim();
            return new LocalLake(cli, url[..^"health".Length], connectionString);
        }
        catch
        {
            await cli.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Starts it and waits until it has swept. Only the trigger can find what is uploaded after that.
    /// </summary>
    public static async Task<LocalLake> StartSweptAsync(string home, params string[] arguments)
    {
        var lake = await StartAsync(home, [.. arguments, "--verbose"]);
        await lake.Cli.WaitForErrorAsync(@"Operation \d+, Sweep, has ended");
        return lake;
    }

    public Task<HttpResponseMessage> GetAsync(string route) =>
        http.GetAsync(new Uri(route, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<JsonElement>> ReadAsync(string set)
    {
        var answer = await http.GetFromJsonAsync<JsonElement>(
            new Uri($"data/{set}", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. answer.GetProperty("value").EnumerateArray()];
    }

    public async Task UploadAsync(string name, string text) =>
        await container.GetBlobClient(name).UploadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), overwrite: true, TestContext.Current.CancellationToken);

    /// <summary>Appends to an append blob. Creates it if it does not exist.</summary>
    public async Task AppendAsync(string name, string text)
    {
        var blob = container.GetAppendBlobClient(name);
        await blob.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        await blob.AppendBlockAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the sweep at the start has ended. Until then, a trigger may find its file busy.</summary>
    public async Task WaitForSweepAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!(await ReadAsync("operations")).Any(o => o.GetProperty("state").GetString() != "running"))
        {
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>Waits until a load of a file has ended, and returns it.</summary>
    public async Task<JsonElement> WaitForLoadAsync(string file, string state = "loaded", int count = 1)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (true)
        {
            var loads = (await ReadAsync("loads?$orderby=id desc"))
                .Where(l => l.GetProperty("file").GetString() == file && l.GetProperty("state").GetString() == state).ToList();
            if (loads.Count >= count)
            {
                return loads[0];
            }

            await Task.Delay(50, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Cli.DisposeAsync();
    }
}

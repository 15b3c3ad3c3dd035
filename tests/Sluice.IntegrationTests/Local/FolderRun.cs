using System.Net.Http.Json;
using System.Text.Json;

namespace Sluice.IntegrationTests.Local;

/// <summary>A <c>run --data .</c> in a folder: its process and its endpoints.</summary>
internal sealed class FolderRun : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly HttpClient http;

    private FolderRun(Cli cli, HttpClient http) => (Cli, this.http) = (cli, http);

    public Cli Cli { get; }

    /// <summary>The address of its endpoints.</summary>
    public Uri Api => http.BaseAddress!;

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="settings">Settings, each <c>name=value</c>.</param>
    public static Task<FolderRun> StartAsync(string folder, params string[] settings) => StartInAsync(folder, ".", settings);

    /// <summary>Starts it and waits until it serves.</summary>
    /// <param name="folder">The folder that it runs in.</param>
    /// <param name="data">The folder that is the lake.</param>
    /// <param name="settings">Settings, each <c>name=value</c>.</param>
    public static async Task<FolderRun> StartInAsync(string folder, string data, params string[] settings)
    {
        var cli = Cli.StartIn(folder, settings, "run", "--port", "0", "--data", data);
        try
        {
            await cli.WaitForLineAsync(@"Press Ctrl\+C to stop\.");
            var url = cli.Output.Single(l => l.EndsWith("/api/health", StringComparison.Ordinal)).Trim();
            return new FolderRun(cli, new HttpClient { BaseAddress = new Uri(url[..^"health".Length]) });
        }
        catch
        {
            await cli.DisposeAsync();
            throw;
        }
    }

    /// <summary>The rows of a set.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReadAsync(string set)
    {
        var answer = await http.GetFromJsonAsync<JsonElement>(
            new Uri($"data/{set}", UriKind.Relative), TestContext.Current.CancellationToken);
        return [.. answer.GetProperty("value").EnumerateArray()];
    }

    /// <summary>Reads a set until its rows fulfill a condition.</summary>
    public async Task<IReadOnlyList<JsonElement>> WaitAsync(string set, Func<IReadOnlyList<JsonElement>, bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var rows = await ReadAsync(set);
            if (condition(rows))
            {
                return rows;
            }

            Assert.False(limit.IsCancellationRequested, $"{set} stayed {string.Join(", ", rows)}. {string.Join('\n', Cli.Errors)}");
            await Task.Delay(30, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until the sweep at the start has ended.</summary>
    public Task WaitForSweepAsync() => WaitAsync("operations", o => o.Any(s => s.GetProperty("state").GetString() != "running"));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Cli.DisposeAsync();
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>The demo, and a browser to look at it with.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    private readonly TemporaryFolder home = new();
    private readonly HttpClient http = new();
    private Cli cli = null!;
    private IPlaywright playwright = null!;

    /// <summary>Where the app's endpoints are, a slash at the end.</summary>
    public Uri Api { get; private set; } = null!;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        cli = Cli.Start("demo", "--rows", "2000", "--dirt", "0.02", "--port", "0", "--home", home.Path);
        var browser = StartBrowserAsync();
        await cli.WaitForLineAsync(@"Ctrl\+C ends\.");
        var health = cli.Output.Single(l => l.EndsWith("/api/health", StringComparison.Ordinal)).Trim();
        Api = new Uri(health[..^"health".Length]);
        await browser;
    }

    public async ValueTask DisposeAsync()
    {
        await (Browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        http.Dispose();
        await cli.DisposeAsync();
        home.Dispose();
    }

    internal async Task<List<JsonElement>> RowsAsync(string path) =>
        [.. (await http.GetFromJsonAsync<JsonElement>(new Uri(Api, path), TestContext.Current.CancellationToken)).GetProperty("value").EnumerateArray()];

    internal Task<string> TextAsync(string path) => http.GetStringAsync(new Uri(Api, path), TestContext.Current.CancellationToken);

    private async Task StartBrowserAsync()
    {
        playwright = await Playwright.CreateAsync();

        // The system's browser: the one that Playwright brings along would have to be fetched.
        var executable = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
        Assert.True(File.Exists(executable), $"There is no browser at {executable}: install Chromium, or name another place in CHROMIUM.");
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }
}

using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>An app that runs on this machine, and a browser to look at it with.</summary>
public abstract class BrowserFixture : IAsyncLifetime
{
    /// <summary>A host name that resolves to this machine, but that the browser takes for one of the internet.</summary>
    public const string OtherName = "rebound.test";

    private readonly HttpClient http = new();
    private IPlaywright playwright = null!;

    /// <summary>The address of the app's endpoints, with a slash at the end.</summary>
    public Uri Api { get; private set; } = null!;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var browser = StartBrowserAsync();
        Api = await StartAppAsync();
        await browser;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await (Browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        playwright?.Dispose();
        http.Dispose();
    }

    /// <summary>Starts the app, and returns the address of its endpoints.</summary>
    protected abstract Task<Uri> StartAppAsync();

    internal async Task<List<JsonElement>> RowsAsync(string path) =>
        [.. (await http.GetFromJsonAsync<JsonElement>(new Uri(Api, path), TestContext.Current.CancellationToken))
            .GetProperty("value").EnumerateArray()];

    internal Task<string> TextAsync(string path) => http.GetStringAsync(new Uri(Api, path), TestContext.Current.CancellationToken);

    private async Task StartBrowserAsync()
    {
        playwright = await Playwright.CreateAsync();

        // The system's browser: tests would have to download Playwright's own.
        var executable = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
        Assert.True(File.Exists(executable), $"There is no browser at {executable}: install Chromium, or name another place in CHROMIUM.");
        Browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable,

            // Newer Chromium browsers themselves keep other sites from this machine. Other browsers do not, and the test is about the app.
            Args =
            [
                "--no-sandbox", "--disable-dev-shm-usage", "--disable-features=LocalNetworkAccessChecks",
                $"--host-resolver-rules=MAP {OtherName} 127.0.0.1",
            ],
        });
    }
}

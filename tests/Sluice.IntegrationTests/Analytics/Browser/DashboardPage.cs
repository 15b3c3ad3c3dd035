using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>A tab with the dashboard in it, and the errors in the tab.</summary>
internal sealed class DashboardPage : IAsyncDisposable
{
    private const string Violations = """
        window.violations = [];
        document.addEventListener('securitypolicyviolation', e => window.violations.push(`${e.violatedDirective} ${e.blockedURI}`));
        """;

    // Moves of what is shown, without those that the reader caused.
    private const string Shifts = """
        window.shifts = [];
        new PerformanceObserver(list => window.shifts.push(...list.getEntries().filter(e => !e.hadRecentInput)
          .map(e => ({ value: e.value, sources: e.sources.map(s => s.node?.outerHTML?.slice(0, 80) ?? s.node?.textContent ?? '') }))))
          .observe({ type: 'layout-shift', buffered: true });
        """;

    private readonly BrowserFixture dashboard;
    private readonly IBrowserContext context;
    private readonly List<string> errors = [];

    private DashboardPage(BrowserFixture dashboard, IBrowserContext context, IPage page)
    {
        this.dashboard = dashboard;
        this.context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Opens an empty tab.</summary>
    public static async Task<DashboardPage> OpenAsync(BrowserFixture dashboard, int width = 1280, ColorScheme theme = ColorScheme.Light)
    {
        var context = await dashboard.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = theme,
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(120_000);
        await context.AddInitScriptAsync(Violations);
        await context.AddInitScriptAsync(Shifts);
        return new DashboardPage(dashboard, context, await context.NewPageAsync());
    }

    /// <summary>Goes to a page of the dashboard and waits until it is shown.</summary>
    public async Task GoAsync(string hash = "#/reports")
    {
        await Page.GotoAsync(new Uri(dashboard.Api, $"dashboard{hash}").ToString());
        await WaitAsync();
    }

    /// <summary>Waits until the page and all its charts are shown.</summary>
    public async Task WaitAsync()
    {
        await Page.WaitForSelectorAsync("main[aria-busy=false]");
        await Page.WaitForFunctionAsync("() => !document.querySelector('[data-pending]')");
    }

    /// <summary>Checks that there were no errors in the tab.</summary>
    public async Task AssertNoErrorsAsync()
    {
        Assert.Empty(errors);
        Assert.Empty(await Page.EvaluateAsync<string[]>("() => window.violations"));
    }

    /// <summary>
    /// Checks that the page is no wider than the tab, and saves a screenshot of it in the system's folder for temporary files.
    /// </summary>
    public async Task AssertFitsAsync(string name, int width, ColorScheme theme, bool fullPage)
    {
        Assert.True(
            await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width, $"{name} is wider than {width} pixels.");
        await Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = System.IO.Path.Combine(
                System.IO.Path.GetTempPath(), "sluice-screenshots", $"{name.Replace('/', '-')}-{width}-{theme}.png".ToLowerInvariant()),
            FullPage = fullPage,
        });
    }

    /// <summary>
    /// How much of the page has moved while the rest of it came, as the web vitals measure it, and what. 0.1 is a good score.
    /// </summary>
    public async Task<(double Score, string Moved)> ShiftAsync()
    {
        var shifts = JsonElement.Parse(await Page.EvaluateAsync<string>("() => JSON.stringify(window.shifts)"));
        return (shifts.EnumerateArray().Sum(s => s.GetProperty("value").GetDouble()), shifts.GetRawText());
    }

    /// <summary>Checks that a screen reader and a keyboard can use the page, and that its colors have enough contrast.</summary>
    public async Task AssertAccessibleAsync() =>
        Assert.Empty((await Page.RunAxe()).Violations.Select(v => $"{v.Id}: {v.Nodes[0].Html}"));

    /// <summary>Waits until a condition is true, for as long as any machine needs.</summary>
    public static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
        {
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>How many listeners an element has, including those set as properties.</summary>
    public async Task<int> ListenersAsync(string id)
    {
        var session = await context.NewCDPSessionAsync(Page);
        var element = (await session.SendAsync("Runtime.evaluate", new() { ["expression"] = $"document.getElementById('{id}')" }))!.Value;
        var objectId = element.GetProperty("result").GetProperty("objectId").GetString()!;
        var listeners = (await session.SendAsync("DOMDebugger.getEventListeners", new() { ["objectId"] = objectId }))!.Value;
        await session.DetachAsync();
        return listeners.GetProperty("listeners").GetArrayLength();
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();
}

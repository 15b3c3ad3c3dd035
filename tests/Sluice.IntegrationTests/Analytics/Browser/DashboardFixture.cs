using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>The demo in a browser.</summary>
public sealed class DashboardFixture : BrowserFixture
{
    private readonly TemporaryFolder home = new();
    private Cli cli = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await cli.DisposeAsync();
        home.Dispose();
    }

    protected override async Task<Uri> StartAppAsync()
    {
        cli = Cli.Start("demo", "--rows", "2000", "--dirt", "0.02", "--port", "0", "--home", home.Path);
        await cli.WaitForLineAsync(@"Press Ctrl\+C to stop\.");
        var health = cli.Output.Single(l => l.EndsWith("/api/health", StringComparison.Ordinal)).Trim();
        return new Uri(health[..^"health".Length]);
    }
}

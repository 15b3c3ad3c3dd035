using System.Buffers.Binary;
using Microsoft.Playwright;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>The pictures of the documentation. To make them anew: set SLUICE_WRITE_DOCS to 1.</summary>
public sealed partial class DashboardTests
{
    private const string Question = "#/data/ads/chart?measure=count&by=created_at&step=month&color=category&mark=bar";
    private const int PictureWidth = 1280;
    private const int MostBytes = 400_000;

    [Theory]
    [InlineData("docs/dashboard.png", "#/reports", "README.md", "docs/dashboard.md")]
    [InlineData("docs/profile.png", "#/data/ads", "docs/dashboard.md")]
    [InlineData("docs/chart.png", Question, "docs/dashboard.md")]
    [InlineData("docs/rejects.png", "#/rejects", "docs/dashboard.md")]
    public async Task Its_pages_are_pictured(string picture, string route, params string[] pages)
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard, PictureWidth);
        await tab.GoAsync(route);
        var shown = await tab.Page.ScreenshotAsync(new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled });
        var file = RepositoryRoot.Of(picture.Split('/'));
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1")
        {
            await File.WriteAllBytesAsync(file, shown, TestContext.Current.CancellationToken);
        }

        var kept = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(SizeOf(shown), SizeOf(kept));
        Assert.InRange(kept.Length, 1, MostBytes);
        Assert.All(pages, page =>
        {
            var link = Path.GetRelativePath(Path.GetDirectoryName(RepositoryRoot.Of(page))!, file).Replace('\\', '/');
            Assert.Contains($"]({link})", File.ReadAllText(RepositoryRoot.Of(page)), StringComparison.Ordinal);
        });
    }

    // A PNG begins with eight bytes, and the length, type, width and height of its header.
    private static (int Width, int Height) SizeOf(byte[] png)
    {
        Assert.Equal("PNG"u8, png.AsSpan(1, 3));
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }
}

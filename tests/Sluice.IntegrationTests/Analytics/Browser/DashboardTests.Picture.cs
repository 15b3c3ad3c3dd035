using System.Buffers.Binary;
using Microsoft.Playwright;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>The picture of the README. To make it anew: set SLUICE_WRITE_DOCS to 1.</summary>
public sealed partial class DashboardTests
{
    private const string Picture = "docs/dashboard.png";
    private const int PictureWidth = 1280;
    private const int MostBytes = 400_000;

    [Fact]
    public async Task The_README_has_a_picture_of_the_dashboard()
    {
        await using var tab = await DashboardPage.OpenAsync(dashboard, PictureWidth);
        await tab.GoAsync();
        var shown = await tab.Page.ScreenshotAsync(new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled });
        var file = RepositoryRoot.Of(Picture.Split('/'));
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1")
        {
            await File.WriteAllBytesAsync(file, shown, TestContext.Current.CancellationToken);
        }

        var kept = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(SizeOf(shown), SizeOf(kept));
        Assert.InRange(kept.Length, 1, MostBytes);
        Assert.Contains(
            $"]({Picture})", await File.ReadAllTextAsync(RepositoryRoot.Of("README.md"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    // A PNG begins with eight bytes, and the length, type, width and height of its header.
    private static (int Width, int Height) SizeOf(byte[] png)
    {
        Assert.Equal("PNG"u8, png.AsSpan(1, 3));
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }
}

using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Docs;

/// <summary>What the examples of the documents assume to be there: a lake with its files loaded, and files beside it.</summary>
public sealed class ExampleFolder : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync()
    {
        await RunAsync("generate", "data", "--rows", "200", "--dirt", "0");
        Copy(RepositoryRoot.Of("lake"), folder.Of("lake"));
        File.Copy(folder.Of("data", "ads", "Ads.csv"), folder.Of("Ads.csv"));
        foreach (var place in (string[])["exports/Ads2.csv", "data/ads/2025/Ads.csv"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.Of(place))!);
            File.Copy(folder.Of("Ads.csv"), folder.Of(place));
        }

        Directory.CreateDirectory(folder.Of("data", "orders"));
        folder.Write("data/orders/Orders.csv", "id,ordered_on,amount\n1,2026-01-31,12.50\n");
        await RunAsync("sweep", "--data", ".");
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Copies it.</summary>
    internal void CopyTo(string target) => Copy(folder.Path, target);

    private static void Copy(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }

    private async Task RunAsync(params string[] arguments)
    {
        var (exitCode, _, errors) = await Cli.RunInAsync(folder.Path, [], arguments);
        Assert.True(exitCode == 0, string.Join('\n', errors));
    }
}

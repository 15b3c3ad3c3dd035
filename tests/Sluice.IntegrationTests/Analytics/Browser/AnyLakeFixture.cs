using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>A folder of CSVs that nobody has written a report for.</summary>
public sealed class AnyLakeFixture : BrowserFixture
{
    private readonly TemporaryFolder folder = new();
    private FolderRun run = null!;

    /// <summary>The folder of the lake.</summary>
    internal string Folder => folder.Path;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await run.DisposeAsync();
        folder.Dispose();
    }

    protected override async Task<Uri> StartAppAsync()
    {
        var samples = Directory.GetFiles(RepositoryRoot.Of("node_modules", "vega-datasets", "data"), "*.csv");
        foreach (var sample in samples)
        {
            File.Copy(sample, folder.Of(Path.GetFileName(sample)));
        }

        Assert.Equal(0, (await Cli.RunInAsync(folder.Path, [], "init")).ExitCode);
        File.Delete(folder.Of(Path.Combine("lake", "reports.json")));
        run = await FolderRun.StartAsync(folder.Path);
        await run.WaitAsync("files?$filter=state eq 'loaded'", f => f.Count == samples.Length);
        return run.Api;
    }
}

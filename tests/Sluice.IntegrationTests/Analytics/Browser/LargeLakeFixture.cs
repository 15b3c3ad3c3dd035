using System.Globalization;
using System.Text.Json;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>A lake of many datasets, one of which has many columns.</summary>
public sealed class LargeLakeFixture : BrowserFixture
{
    /// <summary>How many datasets there are.</summary>
    public const int Datasets = 200;

    /// <summary>How many columns the first dataset has.</summary>
    public const int Columns = 300;

    private readonly TemporaryFolder folder = new();
    private FolderRun run = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await run.DisposeAsync();
        folder.Dispose();
    }

    protected override async Task<Uri> StartAppAsync()
    {
        var resources = Enumerable.Range(0, Datasets).Select(i => new
        {
            name = $"set{i}",
            path = $"data/set{i}/*.csv",
            schema = new
            {
                fields = Enumerable.Range(0, i == 0 ? Columns : 2)
                    .Select(c => new { name = $"c{c}", type = c == 1 ? "integer" : "string" }),
            },
        });
        Directory.CreateDirectory(folder.Of("lake"));
        await File.WriteAllTextAsync(
            folder.Of(Path.Combine("lake", "datapackage.json")), JsonSerializer.Serialize(new { name = "large", resources }));
        Directory.CreateDirectory(folder.Of("set0"));
        var names = string.Join(',', Enumerable.Range(0, Columns).Select(c => $"c{c}"));
        var rows = Enumerable.Range(0, 50).Select(
            r => string.Join(
                ',', Enumerable.Range(0, Columns).Select(c => c == 1 ? r.ToString(CultureInfo.InvariantCulture) : $"v{r % 7}")));
        await File.WriteAllLinesAsync(folder.Of(Path.Combine("set0", "a.csv")), [names, .. rows]);
        run = await FolderRun.StartAsync(folder.Path);
        await run.WaitAsync("files?$filter=state eq 'loaded'", f => f.Count == 1);
        return run.Api;
    }
}

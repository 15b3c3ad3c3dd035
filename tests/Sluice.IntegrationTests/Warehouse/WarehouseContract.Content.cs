using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    [Fact]
    public async Task Files_are_found_by_the_start_of_their_content()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await CommitContentAsync(dataset, "data/people/a.csv", "100-aa");
        await CommitContentAsync(dataset, "data/people/b.csv", "1000-aa");
        await CommitContentAsync(dataset, "data/people/c.csv", null);
        Assert.Equal("100-aa", (await FindFileAsync("data/people/a.csv")).Content);
        Assert.Null((await FindFileAsync("data/people/c.csv")).Content);

        Assert.Equal(["data/people/a.csv"], await FindAsync("100-"));
        Assert.Equal(["data/people/a.csv"], await FindAsync("100-aa"));
        Assert.Empty(await FindAsync("100-aab"));

        async Task<IEnumerable<string>> FindAsync(string content) =>
            (await Warehouse.ReadFilesAsync(new LedgerQuery { Dataset = dataset.Name, Content = content }, Cancel)).Select(f => f.Path);
    }

    [Fact]
    public async Task The_ledger_names_the_first_file_with_the_same_content_whose_rows_are_there()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var refused = await CommitContentAsync(dataset, "data/people/0.csv", "100-aa", LoadState.Refused);
        var first = await CommitContentAsync(dataset, "data/people/a.csv", "100-aa");
        var second = await CommitContentAsync(dataset, "data/people/b.csv", "100-aa");
        var skipped = await CommitContentAsync(dataset, "data/people/c.csv", "100-aa", LoadState.Skipped);
        var other = await CommitContentAsync(dataset, "data/people/d.csv", "100-bb");
        var unknown = await CommitContentAsync(dataset, "data/people/e.csv", null);

        Assert.Equal(
            [(refused, null), (first, null), (second, first), (skipped, first), (other, null), (unknown, null)],
            (await Warehouse.ReadFilesAsync(dataset.Name, Cancel)).Values.OrderBy(f => f.Path, StringComparer.Ordinal)
                .Select(f => (f.Id, f.DuplicateOf)));
    }

    private async Task<long> CommitContentAsync(Dataset dataset, string path, string? content, LoadState state = LoadState.Loaded)
    {
        var version = LoadDriver.Version(path);
        var target = await Driver.StartAsync(dataset, version);
        await using var transaction = await Warehouse.BeginAsync(target, Cancel);
        var progress = LoadDriver.Progress(version, 1) with { Content = content };
        await transaction.CommitAsync(
            state == LoadState.Loaded ? progress : progress with { State = state, Checkpoint = null }, Cancel);
        return target.File.Id;
    }
}

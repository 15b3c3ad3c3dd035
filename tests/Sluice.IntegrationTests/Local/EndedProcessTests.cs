using Sluice.DuckDb;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Local;

/// <summary>What the ledger says of a load whose process ends during the load.</summary>
public sealed class EndedProcessTests : IDisposable
{
    private const int Rows = 500_000;
    private const string Header = "id,owner_id,title,category,price,city,created_at,deleted_at\n";
    private static readonly string Content = Header + string.Concat(Enumerable.Range(1, Rows).Select(RunTests.Ad));
    private readonly TemporaryFolder home = new();
    private readonly TemporaryFolder files = new();

    public void Dispose()
    {
        home.Dispose();
        files.Dispose();
    }

    [Fact]
    public async Task One_that_was_killed_is_running_until_the_next_process_starts_which_says_what_it_knows()
    {
        await EndLoadAsync(async cli =>
        {
            await cli.KillAsync();
            return 0;
        });
        Assert.Equal(LoadState.Running, (await LoadAsync()).State);

        // Another file, so that no load of this one starts.
        var other = files.Write("Other.csv", Header + RunTests.Ad(1));
        var (exitCode, _, errors) = await Cli.RunAsync("load", other, "--dataset", "ads", "--home", home.Path);

        Assert.Equal(0, exitCode);
        Assert.Matches("^warning: data/ads/Ads.csv: load 1 was abandoned: its process", Assert.Single(errors));
        var load = await LoadAsync();
        Assert.Equal((LoadState.Failed, LedgerTexts.ProcessEnded), (load.State, load.Error));
    }

    [Fact]
    public async Task One_that_was_interrupted_says_so_itself()
    {
        var (exitCode, errors) = await EndLoadAsync(cli => cli.InterruptAsync());

        Assert.Equal((130, ""), (exitCode, string.Join('\n', errors)));
        var load = await LoadAsync();
        Assert.Equal((LoadState.Failed, "The load was stopped; the next load resumes at its last commit."), (load.State, load.Error));
    }

    [Fact]
    public async Task So_does_one_that_was_asked_to_end()
    {
        var (exitCode, errors) = await EndLoadAsync(cli => cli.TerminateAsync());

        Assert.Equal(130, exitCode);
        Assert.Empty(errors);
        Assert.Equal((LoadState.Failed, LoadState.Failed), ((await LoadAsync()).State, (await FileAsync()).State));
        Assert.Contains("was stopped", (await LoadAsync()).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task And_one_of_an_app_that_serves(bool asked)
    {
        await using (var lake = await LocalLake.StartAsync(home.Path))
        {
            await lake.UploadAsync("ads/Ads.csv", Content);
            await lake.WaitForLoadAsync("data/ads/Ads.csv", "running");
            await (asked ? lake.Cli.TerminateAsync() : lake.Cli.InterruptAsync());
            Assert.Empty(lake.Cli.Errors);
        }

        var load = await LoadAsync();
        Assert.Equal((LoadState.Failed, "The load was stopped because the app stopped; the next load resumes at its last commit."),
            (load.State, load.Error));
    }

    private async Task<(int ExitCode, IReadOnlyList<string> Errors)> EndLoadAsync(Func<Cli, Task<int>> end)
    {
        var file = files.Write("Ads.csv", Content);
        await using var cli = Cli.StartWith(["Load__CommitRows=10000"], "load", file, "--dataset", "ads", "--home", home.Path);
        await cli.WaitForLineAsync(@"rows/s: ([1-9]|\d\d)%");
        return (await end(cli), cli.Errors);
    }

    private async Task<Load> LoadAsync()
    {
        await using var warehouse = DuckDbWarehouse.Open(home.Of("warehouse.duckdb"));
        var query = new LedgerQuery { File = "data/ads/Ads.csv" };
        return Assert.Single(await warehouse.ReadLoadsAsync(query, TestContext.Current.CancellationToken));
    }

    private async Task<FileRecord> FileAsync()
    {
        await using var warehouse = DuckDbWarehouse.Open(home.Of("warehouse.duckdb"));
        return (await warehouse.FindFileAsync("data/ads/Ads.csv", TestContext.Current.CancellationToken))!;
    }
}

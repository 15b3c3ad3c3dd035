using Sluice.Analytics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Requests;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    [Fact]
    public async Task The_rows_of_a_file_are_current_until_the_definition_changes_and_again_after_a_load()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, version, LoadState.Failed), version, Cancel);
        Assert.Null(await ReadCurrentAsync());
        await Driver.LoadAsync(dataset, version, People("1=Ann"));
        Assert.True(await ReadCurrentAsync());

        var changed = await PrepareAsync(dataset with { OnReject = RejectPolicy.SkipFile });
        Assert.False(await ReadCurrentAsync());
        await Driver.LoadAsync(changed, version, People("1=Ann"), replace: true);

        Assert.True(await ReadCurrentAsync());
    }

    [Fact]
    public async Task Rows_are_current_by_the_definition_of_the_process_that_is_asked()
    {
        var old = await PreparePeopleAsync(WriteMode.Append);
        await Driver.LoadAsync(old, LoadDriver.Version("data/people/a.csv"), People("1=Ann"));
        var others = await PreparePeopleAsync(WriteMode.Append, "others");
        await Driver.LoadAsync(others, LoadDriver.Version("data/others/a.csv"), People("1=Ann"));
        var changed = await PrepareAsync(old with { OnReject = RejectPolicy.SkipFile });
        await Driver.LoadAsync(changed, LoadDriver.Version("data/people/b.csv"), People("2=Bob"));
        await Driver.LoadAsync(changed, LoadDriver.Version("data/people/c.csv"), People("3=Cid"));
        var failed = LoadDriver.Version("data/people/d.csv");
        await Warehouse.StartLoadAsync(LoadDriver.NewLoad(changed, failed, LoadState.Failed), failed, Cancel);

        // While a deployment rolls, a process with the old definition can start after one with the new definition.
        await PrepareAsync(old);

        Assert.Equal((3, 1, 1), await CountCurrentAsync(changed, others));
        Assert.Equal((2, 2, 1), await CountCurrentAsync(old, others));
        Assert.Equal((0, 0, 5), await CountCurrentAsync());
    }

    [Fact]
    public async Task A_reload_that_has_begun_is_not_forgotten_and_ends_with_the_commit()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        await Driver.LoadAsync(dataset, version, People("1=Ann"));
        var reload = LoadDriver.NewLoad(dataset, version) with { Kind = LoadKind.Replace };

        var (load, file) = await Warehouse.StartLoadAsync(reload, version, Cancel);
        Assert.Equal(LedgerTexts.Reloading, file.Fingerprint);
        await Warehouse.EndLoadAsync(load with { State = LoadState.Failed, Error = "so", FinishedAt = LoadDriver.Noon }, version, Cancel);
        Assert.Equal(LedgerTexts.Reloading, (await FindFileAsync(version.Path)).Fingerprint);
        Assert.False(await ReadCurrentAsync());

        Assert.Equal(dataset.Fingerprint, (await Driver.LoadAsync(dataset, version, People("1=Ann"), replace: true)).Fingerprint);
    }

    [Fact]
    public async Task A_file_that_is_another_datasets_now_has_no_fingerprint()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        await Driver.LoadAsync(dataset, version, People("1=Ann"));

        var (_, file) = await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, version) with { Dataset = "others" }, version, Cancel);

        Assert.Null(file.Fingerprint);
    }

    /// <summary>How many files are current, are not, and are not known to be, as a process with these datasets answers.</summary>
    private async Task<(long Current, long Stale, long Unknown)> CountCurrentAsync(params Dataset[] known)
    {
        using var service = new AnalyticsService(
            AnalyticsModel.From(new LakeDefinition("test", known)), Warehouse.Queries, new QueryLimits(), TimeProvider.System);
        return (await CountAsync("true"), await CountAsync("false"), await CountAsync("null"));

        Task<long> CountAsync(string value) => service.CountAsync(
            service.Resolve("files")! with { Options = new Dictionary<string, string> { ["$filter"] = $"current eq {value}" } }, Cancel);
    }
}

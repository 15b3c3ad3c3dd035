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
}

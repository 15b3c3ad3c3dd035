using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Loading;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Operations;

/// <summary>What lies in a container of the lake and matches no dataset.</summary>
public sealed class UnmatchedFilesTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    private const string Row = "id,city\n1,Paris\n";

    [Fact]
    public async Task A_sweep_records_every_file_that_matches_no_dataset_once_wherever_it_lies()
    {
        var (_, sweeper) = await PrepareSweepAsync("cities/**/*.csv", "towns/new/*.csv", "one.csv");
        string[] strange =
        [
            "a.txt", "cities/Cities.CSV", "cities/2024/b.csv.gz", "city/c.csv", "deep/er/d.csv", "one.csv.bak", "towns/e.csv",
            "towns/new/old/f.csv", "_temp/x.csv", "towns/.x/y.csv",
        ];
        string[] marks = ["_SUCCESS", "cities/_committed_1", ".keep"];
        foreach (var name in strange.Concat(marks))
        {
            await UploadAsync(name, Row);
        }

        await UploadAsync("cities/a.csv", Row);
        await UploadAsync("towns/new/a.csv", Row);
        await UploadAsync("one.csv", Row);
        var swept = await sweeper.SweepAsync(Token);

        Assert.Equal((3, 3), (swept.Files, swept.Loaded));
        Assert.Equal(strange.Select(PathOf).Order(StringComparer.Ordinal), await IgnoredAsync());
        Assert.Equal(
            $"The file matches no dataset. Its name differs from {PathOf("cities/**/*.csv")} (d0) only in upper and lower case. Rename it, "
                + "or set \"sluice:caseInsensitive\": true.",
            (await Warehouse.FindFileAsync(PathOf("cities/Cities.CSV"), Token))!.Error);

        Assert.Equal(3, (await sweeper.SweepAsync(Token)).Unchanged);
        Assert.Equal(strange.Length, (await Warehouse.ReadLoadsAsync(new LedgerQuery { State = LoadState.Ignored }, Token)).Count);
    }

    [Fact]
    public async Task A_file_that_is_renamed_or_gone_is_ignored_no_longer()
    {
        var (_, sweeper) = await PrepareSweepAsync("cities/*.csv");
        await UploadAsync("cities/a.CSV", Row);
        await UploadAsync("other/b.csv", Row);
        await sweeper.SweepAsync(Token);
        Assert.Equal([PathOf("cities/a.CSV"), PathOf("other/b.csv")], await IgnoredAsync());

        await Storage.DeleteAsync(PathOf("cities/a.CSV"), Token);
        await UploadAsync("cities/a.csv", Row);
        Assert.Equal(1, (await sweeper.SweepAsync(Token)).Loaded);
        Assert.Equal([PathOf("other/b.csv")], await IgnoredAsync());
        Assert.Equal(LoadState.Removed, (await Warehouse.FindFileAsync(PathOf("cities/a.CSV"), Token))!.State);
    }

    [Fact]
    public async Task A_file_that_was_ignored_is_loaded_when_the_definition_is_corrected()
    {
        var (_, sweeper) = await PrepareSweepAsync("cities/*.csv");
        await UploadAsync("cities/2024/a.csv", Row);
        await sweeper.SweepAsync(Token);
        Assert.Equal([PathOf("cities/2024/a.csv")], await IgnoredAsync());

        (_, sweeper) = await PrepareSweepAsync("cities/**/*.csv");
        var swept = await sweeper.SweepAsync(Token);
        var file = await Warehouse.FindFileAsync(PathOf("cities/2024/a.csv"), Token);
        Assert.Equal((1, 1, LoadState.Loaded, null), (swept.Files, swept.Loaded, file!.State, file.Error));
        Assert.Empty(await IgnoredAsync());
        Assert.Equal(["1|Paris|1"], Rows("d0"));
    }

    [Fact]
    public async Task Rows_of_a_file_that_no_longer_matches_stay_until_it_is_gone()
    {
        var (_, sweeper) = await PrepareSweepAsync("cities/**/*.csv");
        await UploadAsync("cities/2024/a.csv", Row);
        await sweeper.SweepAsync(Token);

        (_, sweeper) = await PrepareSweepAsync("cities/*.csv");
        Assert.Equal(0, (await sweeper.SweepAsync(Token)).Removed);
        Assert.Equal([PathOf("cities/2024/a.csv")], await IgnoredAsync());
        Assert.Equal(0, (await sweeper.SweepAsync(Token)).Removed);
        Assert.Equal(["1|Paris|1"], Rows("d0"));

        await Storage.DeleteAsync(PathOf("cities/2024/a.csv"), Token);
        Assert.Equal(1, (await sweeper.SweepAsync(Token)).Removed);
        Assert.Empty(Rows("d0"));
        Assert.Empty(await IgnoredAsync());
    }

    private async Task<List<string>> IgnoredAsync() =>
    [
        .. (await Warehouse.ReadFilesAsync(new LedgerQuery { State = LoadState.Ignored }, Token)).Select(f => f.Path)
            .Order(StringComparer.Ordinal),
    ];

    private async Task<(Loader Loader, Sweeper Sweeper)> PrepareSweepAsync(params string[] globs)
    {
        var cities = Lake(onDelete: DeletePolicy.Remove).Datasets[0];
        var lake = new LakeDefinition(
            "test", [.. globs.Select((glob, i) => cities with { Name = $"d{i}", Paths = [new DatasetPath(Container, glob)] })]);
        var loader = await PrepareAsync(lake);
        return (loader, new Sweeper(lake, Storage, Warehouse, loader, new LoaderOptions(), Time, NullLogger<Sweeper>.Instance));
    }
}

using Sluice.IntegrationTests.Azurite;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Loading;

/// <summary>Files that grow where no two rows of a file may have the same key.</summary>
public sealed class UniqueGrowthTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    private const string Start = "id,city\n1,Rome\n2,Oslo\n5,Bern\n";

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task A_tail_whose_keys_do_not_ascend_is_compared_with_all_rows_before(int commitRows)
    {
        var loader = await PrepareAsync(UniqueLake(), new LoaderOptions { CommitRows = commitRows });
        await LoadAsync(loader, "a.csv", Start);

        var grown = await LoadAsync(loader, "a.csv", Start + "7,Lima\n8,Kyiv\n2,Graz\n3,Bonn\n8,Nice\n");

        Assert.Equal((LoadState.Loaded, LoadKind.Append, 3, 2), (grown.State, grown.Kind, grown.Rows, grown.Rejected));
        Assert.Equal(["1|Rome|1", "2|Oslo|2", "3|Bonn|7", "5|Bern|3", "7|Lima|4", "8|Kyiv|5"], Rows());
        Assert.Equal(
            [(6, "row 2 has this value already"), (8, "row 5 has this value already")],
            (await Warehouse.ReadRejectsAsync(new LedgerQuery { File = PathOf("a.csv") }, Token)).Select(r => (r.Row, r.Message)));
        var file = await Warehouse.FindFileAsync(PathOf("a.csv"), Token);
        Assert.Equal((6, 2), (file!.Rows, file.Rejected));
    }

    [Fact]
    public async Task The_greatest_key_is_remembered_from_load_to_load_and_a_record_that_may_grow_is_left_out()
    {
        var loader = await PrepareAsync(UniqueLake());
        await LoadAsync(loader, "a.csv", Start + "7,Lima\n9,Kyi");
        Assert.Equal(7, await LastKeyAsync());

        await LoadAsync(loader, "a.csv", Start + "7,Lima\n9,Kyiv\n10,Graz\n");
        Assert.Equal(10, await LastKeyAsync());

        await LoadAsync(loader, "a.csv", Start + "7,Lima\n9,Kyiv\n10,Graz\n8,Nice\n");
        Assert.Null(await LastKeyAsync());

        await LoadAsync(loader, "a.csv", Start + "7,Lima\n9,Kyiv\n10,Graz\n8,Nice\n8,Bonn\n");
        Assert.Equal(["1|Rome|1", "2|Oslo|2", "5|Bern|3", "7|Lima|4", "8|Nice|7", "9|Kyiv|5", "10|Graz|6"], Rows());
    }

    private async Task<long?> LastKeyAsync()
    {
        var checkpoint = (await Warehouse.FindFileAsync(PathOf("a.csv"), Token))!.Checkpoint!;
        return checkpoint.LastKeys is { } keys ? keys["unique id"] : null;
    }
}

using Sluice.DuckDb;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>The views of rows whose foreign keys refer to nothing.</summary>
public sealed class DuckDbOrphanTests : IAsyncDisposable
{
    private static readonly Dataset People = Datasets.People("people", WriteMode.Merge);
    private readonly DuckDbWarehouse warehouse = DuckDbWarehouse.Open(":memory:");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => warehouse.DisposeAsync();

    [Fact]
    public async Task A_row_is_an_orphan_until_what_it_refers_to_is_loaded()
    {
        var pets = Referring("pets", Datasets.Integer("owner"), new ForeignKey(["owner"], "people", ["id"]));
        await PrepareAsync(People, pets);
        await LoadAsync(pets, [1L, 10L], [2L, 20L], [3L, null]);
        Assert.Equal(["1: owner -> people (id)", "2: owner -> people (id)"], Orphans(pets));

        await LoadAsync(People, [10L, "Ann"]);

        Assert.Equal(["2: owner -> people (id)"], Orphans(pets));
    }

    [Fact]
    public async Task A_text_refers_to_a_number_that_is_written_so()
    {
        var pets = Referring("pets", Datasets.Text("owner"), new ForeignKey(["owner"], "people", ["id"]));
        await PrepareAsync(People, pets);
        await LoadAsync(People, [10L, "Ann"]);

        await LoadAsync(pets, [1L, "10"], [2L, "ten"]);

        Assert.Equal(["2: owner -> people (id)"], Orphans(pets));
    }

    [Fact]
    public async Task A_row_is_there_for_each_of_its_keys_that_refers_to_nothing()
    {
        var pets = Referring(
            "pets", Datasets.Integer("owner"), new ForeignKey(["owner"], "people", ["id"]), new ForeignKey(["id"], "people", ["id"]));
        await PrepareAsync(People, pets);

        await LoadAsync(pets, [1L, 10L]);

        Assert.Equal(["1: id -> people (id)", "1: owner -> people (id)"], Orphans(pets));
    }

    [Fact]
    public async Task A_foreign_key_that_is_not_defined_any_more_has_no_orphans()
    {
        var pets = Referring("pets", Datasets.Integer("owner"), new ForeignKey(["owner"], "people", ["id"]));
        await PrepareAsync(People, pets);

        await PrepareAsync(People, pets with { Schema = pets.Schema with { ForeignKeys = [] } });

        using var connection = warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM duckdb_views() WHERE view_name = 'orphans/pets'";
        Assert.Equal(0L, command.ExecuteScalar());
    }

    private static Dataset Referring(string name, Field field, params IReadOnlyList<ForeignKey> keys)
    {
        var dataset = Datasets.Of(name, Datasets.Key("id"), field);
        return dataset with { Schema = dataset.Schema with { ForeignKeys = keys } };
    }

    private Task PrepareAsync(params IReadOnlyList<Dataset> datasets) =>
        warehouse.PrepareAsync(new LakeDefinition("test", datasets), Cancel);

    private Task<FileRecord> LoadAsync(Dataset dataset, params object?[][] rows) =>
        new LoadDriver(warehouse).LoadAsync(dataset, LoadDriver.Version($"data/{dataset.Name}/a.csv"), rows);

    private List<string> Orphans(Dataset dataset)
    {
        using var connection = warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id || ': ' || _foreign_key FROM sluice.\"orphans/{dataset.Name}\" ORDER BY 1";
        using var reader = command.ExecuteReader();
        List<string> orphans = [];
        while (reader.Read())
        {
            orphans.Add(reader.GetString(0));
        }

        return orphans;
    }
}

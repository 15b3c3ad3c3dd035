using Sluice.DuckDb;
using Sluice.Lake.Definition;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>The views of rows with duplicate keys.</summary>
public sealed class DuckDbDuplicateTests : IAsyncDisposable
{
    private readonly DuckDbWarehouse warehouse = DuckDbWarehouse.Open(":memory:");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => warehouse.DisposeAsync();

    [Fact]
    public async Task Rows_of_two_files_with_one_primary_key_are_duplicates()
    {
        var people = Datasets.People("people", WriteMode.Append);

        await LoadAsync(people, [[1L, "Ann"], [2L, "Bob"]], [[2L, "Bill"], [3L, "Cid"]]);

        Assert.Equal(["id: 2 Bill", "id: 2 Bob"], Duplicates("people"));
    }

    [Fact]
    public async Task Rows_without_a_value_in_a_field_of_the_key_are_none()
    {
        var people = Datasets.Of("people", Datasets.Integer("id"), Datasets.Text("name"));
        people = people with { Schema = people.Schema with { UniqueKeys = [["id", "name"]] } };

        await LoadAsync(people, [[1L, null], [2L, "Bob"]], [[1L, null], [2L, "Bob"]]);

        Assert.Equal(["id, name: 2 Bob", "id, name: 2 Bob"], Duplicates("people"));
    }

    [Fact]
    public async Task Rows_of_a_merge_have_their_other_keys_twice_only()
    {
        var people = Datasets.People("people", WriteMode.Merge);
        people = people with { Schema = people.Schema with { UniqueKeys = [["name"], ["id"]] } };

        await LoadAsync(people, [[1L, "Ann"], [2L, "Bob"]], [[1L, "Ann"], [3L, "Bob"]]);

        Assert.Equal(["name: 2 Bob", "name: 3 Bob"], Duplicates("people"));
    }

    private async Task LoadAsync(Dataset dataset, params IReadOnlyList<object?[][]> files)
    {
        await warehouse.PrepareAsync(new LakeDefinition("test", [dataset]), Cancel);
        for (var i = 0; i < files.Count; i++)
        {
            await new LoadDriver(warehouse).LoadAsync(dataset, LoadDriver.Version($"data/people/{i}.csv", minutes: i), files[i]);
        }
    }

    private List<string> Duplicates(string dataset)
    {
        using var connection = warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT concat(_key, ': ', id, ' ', name) FROM sluice.\"duplicates/{dataset}\" ORDER BY 1";
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}

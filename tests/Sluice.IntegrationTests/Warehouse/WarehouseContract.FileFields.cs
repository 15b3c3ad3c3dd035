using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.SqlServer;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    private static readonly DateTime Day = new(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    public async Task Values_of_the_path_and_the_time_of_a_file_are_columns_like_any_other(WriteMode mode)
    {
        var visits = Datasets.Of(
            "visits",
            Datasets.Text("region", maxLength: 10) with { From = FieldSource.Path, Constraints = new FieldConstraints { Required = true } },
            Datasets.Key("id"),
            Datasets.Of("day", FieldType.Date, new ColumnType(ColumnKind.Date)) with { From = FieldSource.Path },
            Datasets.Of("uploaded", FieldType.Datetime, new ColumnType(ColumnKind.Timestamp)) with { From = FieldSource.FileLastModified });
        visits = visits with
        {
            WriteMode = mode,
            Paths = [new DatasetPath("data", "{region}/{day}.csv")],
            Schema = visits.Schema with { PrimaryKey = ["region", "id"] },
        };
        await PrepareAsync(visits);
        var storage = new MemoryLake();
        using var loader = new Loader(
            new LakeDefinition("test", [visits]), storage, Warehouse, new LoaderOptions(), TimeProvider.System,
            NullLogger<Loader>.Instance);

        Assert.Equal((LoadState.Loaded, 2), await LoadAsync("eu/2024-05-01", "id\n1\n2\n", hour: 1));
        Assert.Equal((LoadState.Loaded, 1), await LoadAsync("us/2024-05-01", "id\n1\n", hour: 2));
        Assert.Equal((LoadState.Loaded, 1), await LoadAsync("eu/2024-05-01", "id\n1\n2\n3\n", hour: 3));
        Assert.Equal((LoadState.Loaded, 1), await LoadAsync("eu/2024-05-02", "id\n2\n", hour: 4));
        string[] added = ["eu 1 05-01 01", "eu 2 05-01 01", "eu 3 05-01 03", "us 1 05-01 02", "eu 2 05-02 04"];
        Assert.Equal((mode == WriteMode.Merge ? added.Except(["eu 2 05-01 01"]) : added).Order(), await ReadVisitsAsync());

        Assert.Equal((LoadState.Loaded, 1), await LoadAsync("us/2024-05-01", "id\n7\n", hour: 5));
        Assert.Equal((LoadState.Refused, 0), await LoadAsync("eu/2024-05-02", "id\n8\n", hour: 6, to: "eu/2024-13-40"));

        // In a merge, a key that a new version no longer has stays.
        var replaced = await ReadVisitsAsync();
        Assert.Contains("us 7 05-01 05", replaced);
        Assert.Equal(mode == WriteMode.Merge, replaced.Contains("us 1 05-01 02"));
        Assert.DoesNotContain(replaced, r => r.Contains(" 8 ", StringComparison.Ordinal));

        async Task<(LoadState, long)> LoadAsync(string name, string text, int hour, string? to = null)
        {
            var path = $"data/{to ?? name}.csv";
            storage.Put(path, Encoding.UTF8.GetBytes(text), Day.AddHours(hour));
            var load = await loader.LoadAsync(path, LoadTrigger.Blob, null, Cancel);
            return (load.State, load.Rows);
        }

        async Task<List<string>> ReadVisitsAsync() =>
            [.. (await ReadRowsAsync(visits)).Select(r => FormattableString.Invariant($"{r[0]} {r[1]} {r[2]:MM-dd} {r[3]:HH}")).Order()];
    }
}

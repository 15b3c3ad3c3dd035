using System.IO.Compression;
using Sluice.DuckDb;
using Sluice.IntegrationTests.Local;
using Sluice.IntegrationTests.SqlServer;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>
/// Warehouses that released versions have made are opened, migrated and used. Each release with a new script of the ledger adds its own
/// file to the folder <c>Released</c>, named after its last script.
/// </summary>
public sealed class ReleasedLedgerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Dataset Cities { get; } = Datasets.Of("cities", Datasets.Key("id"), Datasets.Text("city"));

    private static Dataset People { get; } = Datasets.People("people", WriteMode.Merge);

    private static LakeDefinition Lake { get; } = new("released", [Cities, People]);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ledger-0003")]
    public async Task A_file_of_a_released_version_keeps_its_rows_and_its_history_and_can_be_loaded_into(string name)
    {
        await using var warehouse = DuckDbWarehouse.Open(Unpack($"{name}.duckdb.gz"));

        await warehouse.PrepareAsync(Lake, Cancel);

        Assert.Equal(
            ["1 Paris 1", "3 Nice 3", "4 Metz 1"],
            DuckDbRows.Read(warehouse, Cities).Select(r => $"{r[0]} {r[1]} {r[3]}").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["1 Ann", "2 Ben", "3 Cy"], DuckDbRows.Read(warehouse, People).Select(r => $"{r[0]} {r[1]}").Order(StringComparer.Ordinal));
        Assert.Equal(["x,Lyon"], (await warehouse.ReadRejectsAsync(new LedgerQuery(), Cancel)).Select(r => r.RawText));
        var files = await warehouse.ReadFilesAsync(new LedgerQuery(), Cancel);
        Assert.Equal((5, 1), (files.Count, files.Count(f => f.State == LoadState.Refused)));
        Assert.All(files, f => Assert.Null(f.Fingerprint));
        Assert.All(files, f => Assert.Equal((0L, 0L), (f.Erased, f.Checkpoint?.Position.Erased ?? 0)));
        var loads = await warehouse.ReadLoadsAsync(new LedgerQuery(), Cancel);
        Assert.Equal(5, loads.Count);
        Assert.All(loads, l => Assert.Equal(0, l.Erased));

        Assert.All(files, f => Assert.Null(Current(warehouse, f.Path)));
        var file = await new LoadDriver(warehouse).LoadAsync(
            People, LoadDriver.Version("data/people/p.csv", etag: "v2"), [[9L, "Zoe"]], replace: true);
        Assert.True(Current(warehouse, file.Path));
        Assert.Equal(1, await warehouse.EraseRowsAsync(0, Cities, new FieldValues(["id"], [3L]), Cancel));
        Assert.Empty(await warehouse.ReadTombstonesAsync(0, Cancel));
        await warehouse.PrepareAsync(Lake, Cancel);
    }

    [Theory]
    [InlineData("ledger-0003")]
    public async Task A_database_of_a_released_version_keeps_its_history_and_can_be_loaded_into(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        var script = await File.ReadAllTextAsync(PathOf($"{name}.sql"), Cancel);
        foreach (var batch in script.Split("\nGO\n", StringSplitOptions.RemoveEmptyEntries))
        {
            await database.ExecuteAsync(batch);
        }

        await using var warehouse = database.Open();
        await warehouse.PrepareAsync(new LakeDefinition("released", [People]), Cancel);

        var file = (await warehouse.FindFileAsync("data/people/a.csv", Cancel))!;
        Assert.Equal((2L, null, "v1"), (file.Rows, file.Fingerprint, file.Checkpoint!.ETag));
        Assert.Equal((0L, 0L), (file.Erased, file.Checkpoint.Position.Erased));
        Assert.Equal([true], await database.ReadAsync("SELECT [current] FROM sluice.files;", r => r.IsDBNull(0)));
        Assert.Equal(0, Assert.Single(await warehouse.ReadLoadsAsync(new LedgerQuery(), Cancel)).Erased);
        Assert.Equal([0L], await database.ReadAsync("SELECT erased FROM sluice.files;", r => r.GetInt64(0)));
        var next = await new LoadDriver(warehouse).LoadAsync(
            People, LoadDriver.Version("data/people/a.csv", etag: "v2"), [[9L, "Zoe"]], replace: true);
        Assert.Equal(People.Fingerprint, next.Fingerprint);
        Assert.Equal([true], await database.ReadAsync("SELECT [current] FROM sluice.files;", r => r.GetBoolean(0)));
    }

    private static bool? Current(DuckDbWarehouse warehouse, string path)
    {
        using var connection = warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT \"current\" FROM sluice.files WHERE path = '{path}'";
        return command.ExecuteScalar() as bool?;
    }

    private static string PathOf(string name) =>
        RepositoryRoot.Of("tests", "Sluice.IntegrationTests", "Warehouse", "Released", name);

    private string Unpack(string name)
    {
        var path = folder.Of("warehouse.duckdb");
        using var packed = new GZipStream(File.OpenRead(PathOf(name)), CompressionMode.Decompress);
        using var file = File.Create(path);
        packed.CopyTo(file);
        return path;
    }
}

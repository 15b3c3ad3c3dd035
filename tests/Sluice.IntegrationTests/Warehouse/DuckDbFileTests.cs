using Sluice.DuckDb;
using Sluice.DuckDb.Instance;
using Sluice.IntegrationTests.SqlServer;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>Faults that only a DuckDB file can have.</summary>
public sealed class DuckDbFileTests : IDisposable
{
    private static readonly Dataset Dataset = Datasets.People("people", WriteMode.Append);
    private static readonly LakeDefinition Lake = new("test", [Dataset]);

    private readonly string folder = Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():N}");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // By default, DuckDB names an attached file by its file name: one with the name of a schema would make "sluice.file" and "lake.people"
    // ambiguous.
    [Theory]
    [InlineData("warehouse.duckdb")]
    [InlineData("sluice.duckdb")]
    [InlineData("lake.duckdb")]
    [InlineData("a b'c\"d;é.db")]
    public async Task What_was_loaded_is_there_when_the_file_is_opened_again(string name)
    {
        var path = Path.Combine(folder, "made", "here", name);
        await using (var warehouse = DuckDbWarehouse.Open(path))
        {
            await warehouse.PrepareAsync(Lake, Cancel);
            await new LoadDriver(warehouse).LoadAsync(Dataset, LoadDriver.Version("data/people/a.csv"), [[1L, "Ann"]]);
        }

        Assert.Equal([name], Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
        await using var again = DuckDbWarehouse.Open(path);
        await again.PrepareAsync(Lake, Cancel);
        Assert.Equal("Ann", Assert.Single(DuckDbRows.Read(again, Dataset))[1]);
        Assert.Equal(1, (await again.FindFileAsync("data/people/a.csv", Cancel))!.Rows);
        var next = await new LoadDriver(again).LoadAsync(Dataset, LoadDriver.Version("data/people/b.csv"), [[2L, "Bob"]]);
        Assert.Equal([1L, next.Id], DuckDbRows.Read(again, Dataset).Select(r => r[2]));
    }

    // Each column keeps its newest rows in memory, and a process that is killed leaves them to the next one.
    [Fact]
    public async Task Wide_tables_have_memory_enough_and_can_be_opened_again_after_a_kill()
    {
        Dataset[] sets =
        [
            .. ((int[])[1400, 800]).Select((columns, i) => Datasets.Of(
                $"wide{i}", [Datasets.Key("id"), .. Enumerable.Range(1, columns).Select(c => Datasets.Text($"c{c}"))])),
            .. Enumerable.Range(1, 12).Select(i => Datasets.People($"narrow{i}", WriteMode.Append)),
        ];
        var lake = new LakeDefinition("test", sets);
        var path = Path.Combine(folder, "wide.duckdb");
        var copy = Path.Combine(folder, "copy.duckdb");
        await using (var warehouse = DuckDbWarehouse.Open(path))
        {
            await warehouse.PrepareAsync(lake, Cancel);
            foreach (var set in sets)
            {
                object?[] row = [1L, .. set.Schema.Fields.Skip(1).Select(f => f.Name)];
                await new LoadDriver(warehouse).LoadAsync(set, LoadDriver.Version($"data/{set.Name}/a.csv"), [row]);
            }

            // What a killed process leaves.
            File.Copy(path, copy);
            if (File.Exists($"{path}.wal"))
            {
                File.Copy($"{path}.wal", $"{copy}.wal");
            }
        }

        foreach (var file in (string[])[path, copy])
        {
            await using var again = DuckDbWarehouse.Open(file);
            await again.PrepareAsync(lake, Cancel);
            using var connection = again.OpenConnection();
            Assert.All(sets, s => Assert.Equal(1, connection.Count($"SELECT count(*) FROM lake.{s.Name}")));
        }
    }

    [Fact]
    public async Task A_file_that_is_open_in_another_process_is_refused_until_that_process_ends()
    {
        var path = Path.Combine(folder, "warehouse.duckdb");
        using (var holder = await WarehouseHolder.StartAsync(path, Cancel))
        {
            var refusal = Assert.Throws<WarehouseUnavailableException>(() => DuckDbWarehouse.Open(path));

            Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
            Assert.Contains($"is open in another process (PID {holder.ProcessId})", refusal.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', refusal.Message);
        }

        await using var warehouse = DuckDbWarehouse.Open(path);
        await warehouse.PrepareAsync(Lake, Cancel);
    }

    [Fact]
    public async Task A_file_whose_process_is_about_to_end_is_waited_for_and_the_wait_is_told()
    {
        var path = Path.Combine(folder, "warehouse.duckdb");
        var status = new RecordedStatus(TimeProvider.System);
        using var holder = await WarehouseHolder.StartAsync(path, Cancel);
        var opening = Task.Run(() => DuckDbWarehouse.Open(path, TimeSpan.FromMinutes(2), status), Cancel);
        await Task.WhenAny(status.Received, opening).WaitAsync(Cancel);
        holder.End();

        await using var warehouse = await opening;

        Assert.Equal(
            $"The warehouse file {path} is open in another process (PID {holder.ProcessId}). Waiting up to 120 seconds until it is closed.",
            Assert.Single(status.Sentences));
        await warehouse.PrepareAsync(Lake, Cancel);
    }

    [Fact]
    public async Task Warehouses_on_one_file_in_one_process_share_it_and_its_locks()
    {
        var path = Path.Combine(folder, "warehouse.duckdb");
        await using var first = DuckDbWarehouse.Open(path);
        await first.PrepareAsync(Lake, Cancel);
        await using (var second = DuckDbWarehouse.Open(Path.Combine(folder, "x", "..", "warehouse.duckdb")))
        {
            await new LoadDriver(second).LoadAsync(Dataset, LoadDriver.Version("data/people/a.csv"), [[1L, "Ann"]]);
            await using var held = await second.TryLockAsync("data/people/a.csv", Cancel);
            Assert.Null(await first.TryLockAsync("data/people/a.csv", Cancel));
        }

        Assert.Single(DuckDbRows.Read(first, Dataset));
    }

    [Fact]
    public async Task A_file_that_is_not_a_warehouse_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "notes.txt");
        await File.WriteAllTextAsync(path, new string('x', 10_000), Cancel);

        var refusal = Assert.Throws<WarehouseFileException>(() => DuckDbWarehouse.Open(path));

        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(path, Cancel));
    }

    [Fact]
    public async Task A_file_that_is_damaged_is_refused_with_what_to_do()
    {
        var path = Path.Combine(folder, "warehouse.duckdb");
        await using (var warehouse = DuckDbWarehouse.Open(path))
        {
            await warehouse.PrepareAsync(Lake, Cancel);
        }

        using (var file = new FileStream(path, FileMode.Open))
        {
            file.SetLength(5_000);
        }

        var refusal = Assert.Throws<WarehouseUnavailableException>(() => DuckDbWarehouse.Open(path));

        Assert.StartsWith(
            $"The warehouse file {path} cannot be opened. If it is damaged, restore a copy of it, "
            + "or name another file and load the lake again. "
            + "DuckDB reports: ",
            refusal.Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_named()
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "", Cancel);

        var refusal = Assert.Throws<WarehouseFileException>(() => DuckDbWarehouse.Open(Path.Combine(file, "warehouse.duckdb")));

        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warehouse_of_a_later_version_is_refused()
    {
        await using var warehouse = DuckDbWarehouse.Open(":memory:");
        await warehouse.PrepareAsync(Lake, Cancel);
        using (var connection = warehouse.OpenConnection())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "INSERT INTO sluice.script VALUES ('9999-later.sql')";
            command.ExecuteNonQuery();
        }

        var refusal = await Assert.ThrowsAsync<WarehouseUnavailableException>(() => warehouse.PrepareAsync(Lake, Cancel));

        Assert.Contains("later version", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queries_cannot_reach_other_files()
    {
        await using var warehouse = DuckDbWarehouse.Open(":memory:");
        using var connection = warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM read_csv('/etc/passwd')";

        Assert.Contains("disabled", Assert.ThrowsAny<Exception>(command.ExecuteReader).Message, StringComparison.Ordinal);
    }
}

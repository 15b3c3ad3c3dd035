using Sluice.IntegrationTests.Azurite;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Loading;

/// <summary>
/// Renames of files. Azurite has no hierarchical namespace, so a rename is an upload to the new path and a deletion of the old one: the
/// same bytes, with another ETag.
/// </summary>
public sealed class MoveTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    private const string Cities = "id,city\n1,Rome\n2,Oslo\n";

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    public async Task A_rename_within_a_dataset_moves_the_rows_and_reads_none_of_them_again(WriteMode mode)
    {
        var loader = await PrepareAsync(Lake(mode));
        var before = await LoadAsync(loader, "a.csv", Cities);
        var file = (await FindAsync("a.csv"))!;
        await RenameAsync("a.csv", "b.csv", Cities);

        var load = (await MoveAsync(loader, "a.csv", "b.csv"))!;

        Assert.Equal((LoadState.Loaded, LoadKind.Append, 0L, 0L), (load.State, load.Kind, load.Rows, load.Bytes));
        Assert.Equal(PathOf("b.csv"), load.File);
        var moved = (await FindAsync("b.csv"))!;
        Assert.Equal((file.Id, LoadState.Loaded, 2L), (moved.Id, moved.State, moved.Rows));
        Assert.Null(await FindAsync("a.csv"));
        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
        Assert.Equal(
            [load.Id, before.Id],
            (await Warehouse.ReadLoadsAsync(new LedgerQuery { File = PathOf("b.csv") }, Token)).Select(l => l.Id));
    }

    [Fact]
    public async Task Rows_that_have_values_of_the_path_get_those_of_the_new_one()
    {
        var loader = await PrepareAsync(PathLake(WriteMode.Append));
        await LoadAsync(loader, "Rome/a.csv", "id\n1\n");
        await RenameAsync("Rome/a.csv", "Oslo/a.csv", "id\n1\n");

        var load = (await MoveAsync(loader, "Rome/a.csv", "Oslo/a.csv"))!;

        Assert.Equal((LoadState.Loaded, LoadKind.Replace, 1L), (load.State, load.Kind, load.Rows));
        Assert.Equal(["1|Oslo|1"], Rows());
        Assert.Equal(0L, (await MoveAsync(loader, "Rome/a.csv", "Oslo/a.csv"))!.Rows);
    }

    [Fact]
    public async Task Rows_that_have_values_of_the_path_get_those_of_the_new_one_though_the_first_load_there_fails()
    {
        var storage = new HookedStorage(Storage);
        var loader = await PrepareAsync(PathLake(WriteMode.Append), storage: storage);
        await LoadAsync(loader, "Rome/a.csv", "id\n1\n");
        await RenameAsync("Rome/a.csv", "Oslo/a.csv", "id\n1\n");
        storage.OnRead = (_, _) => throw new IOException("The disk is gone.");
        Assert.Equal(LoadState.Failed, (await MoveAsync(loader, "Rome/a.csv", "Oslo/a.csv"))!.State);

        storage.OnRead = (_, _) => Task.CompletedTask;
        await MoveAsync(loader, "Rome/a.csv", "Oslo/a.csv");

        Assert.Equal(["1|Oslo|1"], Rows());
    }

    [Fact]
    public async Task Rows_whose_key_comes_from_the_path_are_those_of_the_new_path_only()
    {
        var loader = await PrepareAsync(PathLake(WriteMode.Merge));
        await LoadAsync(loader, "Rome/a.csv", "id\n1\n");
        await RenameAsync("Rome/a.csv", "Oslo/a.csv", "id\n1\n");

        await MoveAsync(loader, "Rome/a.csv", "Oslo/a.csv");

        Assert.Equal(["1|Oslo|1"], Rows());
    }

    private LakeDefinition PathLake(WriteMode mode)
    {
        var cities = Lake(mode).Datasets[0];
        IReadOnlyList<Field> fields = [cities.Schema.Fields[0], cities.Schema.Fields[1] with { From = FieldSource.Path }];
        var schema = cities.Schema with { Fields = fields, PrimaryKey = mode == WriteMode.Merge ? ["id", "city"] : [] };
        return new LakeDefinition("test", [cities with { Paths = [new DatasetPath(Container, "{city}/*.csv")], Schema = schema }]);
    }

    [Fact]
    public async Task A_file_with_other_bytes_at_the_new_path_replaces_the_rows()
    {
        var loader = await PrepareAsync(Lake());
        await LoadAsync(loader, "a.csv", Cities);
        await RenameAsync("a.csv", "b.csv", "id,city\n7,Bonn\n");

        var load = (await MoveAsync(loader, "a.csv", "b.csv"))!;

        Assert.Equal((LoadState.Loaded, LoadKind.Replace), (load.State, load.Kind));
        Assert.Equal(["7|Bonn|1"], Rows());
    }

    [Fact]
    public async Task In_a_replace_dataset_the_file_that_moved_is_still_the_table()
    {
        var loader = await PrepareAsync(Lake(WriteMode.Replace));
        await LoadAsync(loader, "a.csv", Cities);
        await RenameAsync("a.csv", "b.csv", Cities);

        Assert.Equal(LoadState.Loaded, (await MoveAsync(loader, "a.csv", "b.csv"))!.State);
        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
    }

    [Fact]
    public async Task A_rename_from_a_name_of_no_dataset_loads_the_file()
    {
        var loader = await PrepareAsync(Lake());
        await RenameAsync("a.csv.tmp", "a.csv", Cities);

        var load = (await MoveAsync(loader, "a.csv.tmp", "a.csv"))!;

        Assert.Equal((LoadState.Loaded, LoadKind.New, LoadTrigger.Blob, 2L), (load.State, load.Kind, load.Trigger, load.Rows));
    }

    [Theory]
    [InlineData(DeletePolicy.Remove)]
    [InlineData(DeletePolicy.Keep)]
    public async Task A_rename_to_a_name_of_no_dataset_is_a_deletion(DeletePolicy onDelete)
    {
        var loader = await PrepareAsync(Lake(onDelete: onDelete));
        await LoadAsync(loader, "a.csv", Cities);
        await RenameAsync("a.csv", "a.csv.old", Cities);

        var removal = await MoveAsync(loader, "a.csv", "a.csv.old");

        Assert.Equal(onDelete == DeletePolicy.Remove ? LoadState.Removed : null, removal?.State);
        Assert.Equal(onDelete == DeletePolicy.Remove ? [] : ["1|Rome|1", "2|Oslo|2"], Rows());
        Assert.Null(await FindAsync("a.csv.old"));
    }

    [Theory]
    [InlineData(DeletePolicy.Remove)]
    [InlineData(DeletePolicy.Keep)]
    public async Task A_file_that_the_rename_has_overwritten_loses_its_rows_and_none_is_there_twice(DeletePolicy onDelete)
    {
        var loader = await PrepareAsync(Lake(onDelete: onDelete));
        await LoadAsync(loader, "a.csv", Cities);
        await LoadAsync(loader, "b.csv", "id,city\n8,Lima\n9,Cork\n");
        await RenameAsync("a.csv", "b.csv", Cities);

        var load = (await MoveAsync(loader, "a.csv", "b.csv"))!;

        Assert.Equal((LoadState.Loaded, LoadKind.Replace), (load.State, load.Kind));
        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
        Assert.Equal(LoadState.Removed, (await FindAsync("a.csv"))!.State);
    }

    [Theory]
    [InlineData(DeletePolicy.Remove)]
    [InlineData(DeletePolicy.Keep)]
    public async Task A_new_path_that_a_sweep_has_loaded_first_keeps_its_rows_and_the_old_ones_go(DeletePolicy onDelete)
    {
        var loader = await PrepareAsync(Lake(onDelete: onDelete));
        await LoadAsync(loader, "a.csv", Cities);
        await RenameAsync("a.csv", "b.csv", Cities);
        await loader.LoadAsync(PathOf("b.csv"), LoadTrigger.Sweep, null, Token);

        Assert.Equal(LoadState.Unchanged, (await MoveAsync(loader, "a.csv", "b.csv"))!.State);
        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
    }

    [Fact]
    public async Task The_same_event_twice_does_nothing_more()
    {
        var loader = await PrepareAsync(Lake(onDelete: DeletePolicy.Remove));
        await LoadAsync(loader, "a.csv", Cities);
        await RenameAsync("a.csv", "b.csv", Cities);
        await MoveAsync(loader, "a.csv", "b.csv");

        Assert.Equal(LoadState.Unchanged, (await MoveAsync(loader, "a.csv", "b.csv"))!.State);
        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
    }

    [Fact]
    public async Task Two_renames_whose_first_event_comes_late_move_the_rows_twice()
    {
        var loader = await PrepareAsync(Lake());
        await LoadAsync(loader, "a.csv", Cities);
        await RenameAsync("a.csv", "c.csv", Cities);

        // By now b.csv is gone, too.
        Assert.Null(await MoveAsync(loader, "a.csv", "b.csv"));
        Assert.Equal(0, (await MoveAsync(loader, "b.csv", "c.csv"))!.Rows);

        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
        Assert.NotNull(await FindAsync("c.csv"));
    }

    [Fact]
    public async Task Two_renames_whose_events_come_in_the_wrong_order_end_the_same_where_gone_files_lose_their_rows()
    {
        var loader = await PrepareAsync(Lake(onDelete: DeletePolicy.Remove));
        await LoadAsync(loader, "a.csv", Cities);
        await RenameAsync("a.csv", "c.csv", Cities);

        await MoveAsync(loader, "b.csv", "c.csv");
        await MoveAsync(loader, "a.csv", "b.csv");

        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
    }

    [Fact]
    public async Task An_old_path_that_has_a_file_again_keeps_its_own_rows()
    {
        var loader = await PrepareAsync(Lake(onDelete: DeletePolicy.Remove));
        await LoadAsync(loader, "a.csv", Cities);
        await RenameAsync("a.csv", "b.csv", Cities);
        await UploadAsync("a.csv", "id,city\n3,Kyiv\n");

        await MoveAsync(loader, "a.csv", "b.csv");

        Assert.Equal(["1|Rome|1", "2|Oslo|2", "3|Kyiv|1"], Rows());
    }

    [Fact]
    public async Task An_event_that_is_older_than_the_version_in_the_ledger_is_about_another_file()
    {
        var loader = await PrepareAsync(Lake());
        var old = await UploadAsync("a.csv", Cities);
        await RenameAsync("a.csv", "b.csv", Cities);
        await loader.LoadAsync(PathOf("b.csv"), LoadTrigger.Blob, null, Token);
        var later = await UploadLaterAsync("a.csv", "id,city\n3,Kyiv\n", old);
        await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
        await Storage.DeleteAsync(PathOf("a.csv"), Token);

        // The event of the first rename comes again. The rows of the second file are kept, because it was deleted, not renamed.
        await loader.MoveAsync(PathOf("a.csv"), PathOf("b.csv"), later.LastModified.AddSeconds(-0.5), Token);

        Assert.Equal(["1|Rome|1", "2|Oslo|2", "3|Kyiv|1"], Rows());
    }

    [Fact]
    public async Task Between_datasets_the_file_is_gone_from_one_and_new_in_the_other()
    {
        var cities = Lake(onDelete: DeletePolicy.Remove).Datasets[0];
        var towns = cities with { Name = "towns", Paths = [new DatasetPath(Container, "towns/*.csv")] };
        var loader = await PrepareAsync(new LakeDefinition("test", [cities, towns]));
        await LoadAsync(loader, "a.csv", Cities);
        await RenameAsync("a.csv", "towns/a.csv", Cities);

        await MoveAsync(loader, "a.csv", "towns/a.csv");

        Assert.Empty(Rows());
        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows("towns"));
    }

    [Fact]
    public async Task A_load_that_was_cut_off_goes_on_under_the_new_path()
    {
        var hooked = new HookedStorage(Storage)
        {
            OnRead = (_, at) => at > 600_000 ? throw new LakeUnavailableException("The line is cut.") : Task.CompletedTask,
        };
        var text = $"id,city\n{string.Concat(Enumerable.Range(1, 100_000).Select(i => $"{i},c{i % 7}\n"))}";
        var loader = await PrepareAsync(Lake(), new LoaderOptions { CommitRows = 20_000 }, hooked);
        Assert.Equal(LoadState.Failed, (await LoadAsync(loader, "a.csv", text)).State);
        var committed = Rows().Count;
        Assert.InRange(committed, 20_000, 80_000);
        await RenameAsync("a.csv", "b.csv", text);
        hooked.OnRead = (_, _) => Task.CompletedTask;

        var load = (await MoveAsync(loader, "a.csv", "b.csv"))!;

        Assert.Equal((LoadState.Loaded, LoadKind.Append, 100_000L - committed), (load.State, load.Kind, load.Rows));
        Assert.Equal(100_000, Rows().Count);
        Assert.Equal(100_000, (await FindAsync("b.csv"))!.Rows);
    }

    [Fact]
    public async Task Rejects_move_with_the_file_and_their_own_file_stays_where_it_is()
    {
        var loader = await PrepareAsync(Lake());

        // Rejects files of other tests are in the same container.
        const string Text = "id,city\n1,Rome\nx,Oslo\n";
        var before = await LoadAsync(loader, "rejected-a.csv", Text);
        await RenameAsync("rejected-a.csv", "rejected-b.csv", Text);

        var load = (await MoveAsync(loader, "rejected-a.csv", "rejected-b.csv"))!;

        Assert.Equal((0L, 0L), (load.Rows, load.Rejected));
        var reject = Assert.Single(await Warehouse.ReadRejectsAsync(new LedgerQuery { File = PathOf("rejected-b.csv") }, Token));
        Assert.Equal((before.Id, 2L), (reject.Load, reject.Row));
        var kept = Assert.Single(await Warehouse.ReadLoadsAsync(new LedgerQuery { Load = before.Id }, Token));
        Assert.Contains("Oslo", await ReadTextAsync(kept.RejectsFile!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rename_waits_for_a_load_of_the_old_path_and_gives_up_if_that_takes_too_long()
    {
        var loader = await PrepareAsync(Lake());
        await LoadAsync(loader, "a.csv", Cities);
        await RenameAsync("a.csv", "b.csv", Cities);
        var held = (await Warehouse.TryLockAsync(PathOf("a.csv"), Token))!;
        var busy = MoveAsync(loader, "a.csv", "b.csv");
        while (!busy.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var fault = await Assert.ThrowsAsync<FileBusyException>(() => busy);
        Assert.Contains("is working on one of them", fault.Message, StringComparison.Ordinal);

        var waiting = MoveAsync(loader, "a.csv", "b.csv");
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();
        while (!waiting.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(0, (await waiting)!.Rows);
        Assert.Equal(["1|Rome|1", "2|Oslo|2"], Rows());
    }

    private Task<FileRecord?> FindAsync(string name) => Warehouse.FindFileAsync(PathOf(name), Token);

    private Task<Load?> MoveAsync(Loader loader, string from, string to) =>
        loader.MoveAsync(PathOf(from), PathOf(to), DateTimeOffset.MaxValue, Token);

    private async Task RenameAsync(string from, string to, string content)
    {
        await UploadAsync(to, content);
        await Storage.DeleteAsync(PathOf(from), Token);
    }
}

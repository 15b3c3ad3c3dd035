using Sluice.IntegrationTests.Azurite;
using Sluice.Lake.Definition;
using Sluice.Lake.Events;
using Sluice.Ledger;
using Sluice.Operations;

namespace Sluice.IntegrationTests.Operations;

/// <summary>Renames of folders. Azurite has none, so each is played by uploads to the new folder and deletions in the old one.</summary>
public sealed class RenamesTests(AzuriteFixture azurite) : OperationsTest(azurite)
{
    [Fact]
    public async Task The_files_of_a_renamed_folder_move_with_their_rows_and_none_is_read_again()
    {
        var lake = FolderLake();
        var (renames, worker) = await PrepareAsync(lake);
        await FillAsync("in/old", 120);
        await SweepAsync(worker);
        var before = await Warehouse.ReadFilesAsync("cities", Token);
        await RenameFolderAsync("in/old", "in/new", 120);

        Assert.Null(await renames.FollowAsync(Renamed("in/old", "in/new"), Token));
        await DrainAsync(worker);

        var operation = await LastAsync();
        Assert.Equal(
            (OperationKind.Load, OperationState.Succeeded, 120, 120, 120, 0),
            (operation.Kind, operation.State, operation.Matched, operation.FilesDone, operation.Loaded, operation.Rows));
        var after = await Warehouse.ReadFilesAsync("cities", Token);
        Assert.Equal(
            before.ToDictionary(f => f.Key.Replace("in/old/", "in/new/", StringComparison.Ordinal), f => f.Value.Id),
            after.ToDictionary(f => f.Key, f => f.Value.Id));
        Assert.Equal(120, Rows().Count);

        // The same event again finds nothing to do.
        await renames.FollowAsync(Renamed("in/old", "in/new"), Token);
        await DrainAsync(worker);
        Assert.Equal((120, 0), ((await LastAsync()).Unchanged, (await LastAsync()).Rows));
        Assert.Equal(120, Rows().Count);
    }

    [Fact]
    public async Task The_files_of_a_folder_that_leaves_a_dataset_are_gone_and_come_back_with_it()
    {
        var (renames, worker) = await PrepareAsync(FolderLake(DeletePolicy.Remove));
        await FillAsync("in/a", 3);
        await FillAsync("in/ab", 1, from: 7);
        await SweepAsync(worker);
        await RenameFolderAsync("in/a", "out/a", 3);

        await renames.FollowAsync(Renamed("in/a", "out/a"), Token);
        await DrainAsync(worker);

        Assert.Equal((OperationState.Succeeded, 3), ((await LastAsync()).State, (await LastAsync()).Removed));
        Assert.Equal(["7|c|1"], Rows());

        await RenameFolderAsync("out/a", "in/c", 3);
        await renames.FollowAsync(Renamed("out/a", "in/c"), Token);
        await DrainAsync(worker);
        Assert.Equal(["0|c|1", "1|c|1", "2|c|1", "7|c|1"], Rows());
    }

    [Fact]
    public async Task A_folder_that_leaves_the_containers_of_the_lake_is_not_looked_into()
    {
        var (renames, worker) = await PrepareAsync(FolderLake(DeletePolicy.Remove));
        await FillAsync("in/a", 2);
        await SweepAsync(worker);
        await Storage.DeleteAsync(PathOf("in/a/0000.csv"), Token);
        await Storage.DeleteAsync(PathOf("in/a/0001.csv"), Token);

        // No container can have this name, so a listing of it would fail.
        await renames.FollowAsync(
            new LakeEvent(LakeEventKind.FolderRenamed, "X/a") { From = PathOf("in/a") }, Token);
        await DrainAsync(worker);

        Assert.Equal((OperationState.Succeeded, 2), ((await LastAsync()).State, (await LastAsync()).Removed));
        Assert.Empty(Rows());
    }

    [Fact]
    public async Task An_event_of_another_lake_or_that_is_no_rename_starts_nothing()
    {
        var (renames, _) = await PrepareAsync(FolderLake());
        await renames.FollowAsync(new LakeEvent(LakeEventKind.FolderRenamed, "other/b") { From = "other/a" }, Token);
        await renames.FollowAsync(new LakeEvent(LakeEventKind.FileRenamed, "other/b.csv") { From = "other/a.csv" }, Token);
        await renames.FollowAsync(new LakeEvent(LakeEventKind.FileWritten, PathOf("in/a.csv")), Token);

        Assert.Null(await Warehouse.FindOperationAsync(1, Token));
    }

    private LakeDefinition FolderLake(DeletePolicy onDelete = DeletePolicy.Keep) => new(
        "test", [Lake(onDelete: onDelete).Datasets[0] with { Paths = [new DatasetPath(Container, "in/**/*.csv")] }]);

    private async Task<(Renames Renames, Worker Worker)> PrepareAsync(LakeDefinition lake)
    {
        var worker = await NewWorkerAsync(lake);
        return (new Renames(lake, await PrepareAsync(lake, Options), Starter), worker);
    }

    private async Task SweepAsync(Worker worker)
    {
        await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await DrainAsync(worker);
    }

    private async Task<Operation> LastAsync()
    {
        Operation? last = null;
        for (var id = 1L; await Warehouse.FindOperationAsync(id, Token) is { } operation; id++)
        {
            last = operation;
        }

        return last!;
    }

    private LakeEvent Renamed(string from, string to) =>
        new(LakeEventKind.FolderRenamed, PathOf(to)) { From = PathOf(from), Time = DateTimeOffset.MaxValue };

    private Task FillAsync(string folder, int count, int from = 0) => Parallel.ForAsync(
        from, from + count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token },
        async (i, _) => await UploadAsync($"{folder}/{i:D4}.csv", $"id,city\n{i},c\n"));

    private async Task RenameFolderAsync(string from, string to, int count)
    {
        await FillAsync(to, count);
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token },
            async (i, _) => await Storage.DeleteAsync(PathOf($"{from}/{i:D4}.csv"), Token));
    }
}

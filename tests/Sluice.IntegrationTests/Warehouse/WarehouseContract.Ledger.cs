using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    [Fact]
    public async Task A_file_that_the_ledger_does_not_know_is_not_found()
    {
        Assert.Null(await Warehouse.FindFileAsync("data/people/a.csv", Cancel));
        Assert.Empty(await Warehouse.ReadFilesAsync("people", Cancel));
        await Warehouse.CheckAsync(Cancel);
    }

    [Fact]
    public async Task A_load_that_begins_gets_a_number_and_adds_its_file()
    {
        var dataset = Datasets.People("people", WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv", 3);
        var begun = LoadDriver.NewLoad(dataset, version) with { Kind = null };

        var (load, file) = await Warehouse.StartLoadAsync(begun, version, Cancel);

        Assert.True(load.Id > 0);
        Assert.Equal(begun with { Id = load.Id }, load);
        Assert.Equal(load, await FindLoadAsync(load.Id));
        Assert.Equal(
            new FileRecord
            {
                Id = file.Id,
                Path = version.Path,
                Dataset = "people",
                State = LoadState.Running,
                ETag = version.ETag,
                LastModified = version.LastModified,
                Length = version.Length,
                Rows = 0,
                Rejected = 0,
                Fingerprint = null,
                Checkpoint = null,
                RowVersion = 0,
                LastLoad = load.Id,
                AttemptFingerprint = null,
                Attempts = 0,
                NextTry = null,
                Error = null,
                UpdatedAt = LoadDriver.Noon,
            },
            file);
        Assert.Equal(file, await FindFileAsync(version.Path));
    }

    [Fact]
    public async Task A_commit_writes_load_file_and_checkpoint()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv") with { Kind = BlobKind.Append };
        var target = await Driver.StartAsync(dataset, version);
        var progress = LoadDriver.Progress(version, 2) with
        {
            Kind = LoadKind.Append,
            Rows = 2,
            Rejected = 3,
            Bytes = 4,
            FileRows = 50,
            FileRejected = 60,
            RejectsFile = "rejects/people/a.csv/1.csv",
        };
        await using var transaction = await Warehouse.BeginAsync(target, Cancel);

        var file = await transaction.CommitAsync(progress, Cancel);

        Assert.Equivalent(progress.Checkpoint, file.Checkpoint, strict: true);
        Assert.Equal(progress.Fingerprint, file.Fingerprint);
        Assert.Equal(
            (LoadState.Loaded, 50L, 60L, target.File.RowVersion + 1, target.LoadId, progress.Time),
            (file.State, file.Rows, file.Rejected, file.RowVersion, file.LastLoad, file.UpdatedAt));
        Assert.Equivalent(file, await FindFileAsync(version.Path), strict: true);
        var load = await FindLoadAsync(target.LoadId);
        Assert.Equal(
            (LoadState.Loaded, LoadKind.Append, 2L, 3L, 4L, progress.Time, progress.RejectsFile),
            (load.State, load.Kind!.Value, load.Rows, load.Rejected, load.Bytes, load.FinishedAt!.Value, load.RejectsFile));
    }

    [Fact]
    public async Task A_commit_of_a_running_load_shows_its_progress()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var target = await Driver.StartAsync(dataset, LoadDriver.Version("data/people/a.csv"));
        var file = (await Driver.CommitAsync(target, People("1=Ann 2=Bob"), 1, LoadState.Running)).File;

        var load = await FindLoadAsync(target.LoadId);
        Assert.Equal((LoadState.Running, 2L, null), (load.State, load.Rows, load.FinishedAt));
        Assert.Equal((LoadState.Running, 2L, false), (file.State, file.Rows, file.Checkpoint!.Complete));
    }

    [Fact]
    public async Task Failed_loads_of_a_version_count_its_attempts_until_one_does_not_fail()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var (load, _) = await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, version), version, Cancel);
            Assert.Equal(attempt, load.Attempt);
            load = load with
            {
                State = LoadState.Failed,
                Error = "it broke",
                FinishedAt = LoadDriver.Noon.AddMinutes(attempt),
                NextTry = attempt == 1 ? LoadDriver.Noon.AddHours(1) : null,
            };
            await Warehouse.EndLoadAsync(load, version, Cancel);

            Assert.Equal(load, await FindLoadAsync(load.Id));
            var failed = await FindFileAsync(version.Path);
            Assert.Equal(
                (LoadState.Failed, attempt, "it broke", load.FinishedAt, load.NextTry),
                (failed.State, failed.Attempts, failed.Error, failed.UpdatedAt, failed.NextTry));
        }

        var loaded = await Driver.LoadAsync(dataset, version, People("1=Ann"));

        Assert.Equal((LoadState.Loaded, 0, null, null), (loaded.State, loaded.Attempts, loaded.NextTry, loaded.Error));
    }

    [Fact]
    public async Task A_file_that_is_another_datasets_now_has_nothing_loaded()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        await Driver.LoadAsync(dataset, version, People("1=Ann"));

        var (_, same) = await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, version), version, Cancel);
        Assert.NotNull(same.Checkpoint);
        var (_, other) = await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, version) with { Dataset = "others" }, version, Cancel);

        Assert.Equal(("others", LoadState.Running, null), (other.Dataset, other.State, other.Checkpoint));
        Assert.Equal(other, await FindFileAsync(version.Path));
    }

    [Fact]
    public async Task Another_version_of_a_file_that_failed_is_attempted_for_the_first_time()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, version, LoadState.Failed), version, Cancel);
        var next = LoadDriver.Version("data/people/a.csv", 1, "v2");

        var (load, _) = await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, next), next, Cancel);

        Assert.Equal(1, load.Attempt);
    }

    [Fact]
    public async Task A_file_that_failed_is_attempted_for_the_first_time_with_another_definition()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        foreach (var (definition, attempt) in new (string?, int)[] { ("one", 1), ("one", 2), ("two", 1), ("one", 1), (null, 1), (null, 2) })
        {
            var begun = LoadDriver.NewLoad(dataset, version) with { Fingerprint = definition };
            var (load, file) = await Warehouse.StartLoadAsync(begun, version, Cancel);
            Assert.Equal((attempt, attempt - 1, definition), (load.Attempt, file.Attempts, file.AttemptFingerprint));
            Assert.Equal(definition, load.Fingerprint);
            var ended = load with { State = LoadState.Failed, Error = "so", FinishedAt = LoadDriver.Noon };
            await Warehouse.EndLoadAsync(ended, version, Cancel);

            file = await FindFileAsync(version.Path);
            Assert.Equal((attempt, definition), (file.Attempts, file.AttemptFingerprint));
        }

        // A load that began and ended at once is an attempt too.
        await Warehouse.StartLoadAsync(
            LoadDriver.NewLoad(dataset, version, LoadState.Failed) with { Fingerprint = "three" }, version, Cancel);
        Assert.Equal("three", (await FindFileAsync(version.Path)).AttemptFingerprint);
    }

    [Fact]
    public async Task A_load_that_is_left_again_and_again_counts_as_attempts_though_nothing_of_it_was_recorded()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), People("1=Ann"));
        var version = LoadDriver.Version("data/people/a.csv", 1, "v2");
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var (load, file) = await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, version), version, Cancel);
            Assert.Equal((attempt, attempt - 1), (load.Attempt, file.Attempts));
        }
    }

    [Fact]
    public async Task The_rejects_file_of_a_load_can_be_told_afterwards()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var target = await Driver.StartAsync(dataset, LoadDriver.Version("data/people/a.csv"));
        await Warehouse.RecordRejectsFileAsync(target.LoadId, "rejects/people/a.csv/1.csv", Cancel);
        Assert.Equal("rejects/people/a.csv/1.csv", (await FindLoadAsync(target.LoadId)).RejectsFile);
    }

    [Theory]
    [InlineData(LoadState.Failed, 2)]
    [InlineData(LoadState.Superseded, 1)]
    [InlineData(LoadState.Refused, 0)]
    [InlineData(LoadState.Ignored, 0)]
    public async Task A_load_that_ends_as_it_begins_changes_what_is_known_of_the_file_but_not_its_checkpoint(LoadState state, int attempts)
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var before = await Driver.LoadAsync(dataset, LoadDriver.Version("data/people/a.csv"), People("1=Ann"));
        var version = LoadDriver.Version("data/people/a.csv", 5, "v2") with { Length = 77 };
        await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, version, LoadState.Failed), version, Cancel);

        var (load, file) = await Warehouse.StartLoadAsync(
            LoadDriver.NewLoad(dataset, version, state) with { Error = "so" }, version, Cancel);

        Assert.Equivalent(
            before with
            {
                State = state,
                ETag = "v2",
                LastModified = version.LastModified,
                Length = 77,
                Attempts = attempts,
                Error = "so",
                LastLoad = load.Id,
                UpdatedAt = load.FinishedAt!.Value,
            },
            file,
            strict: true);
    }

    [Fact]
    public async Task A_file_of_no_dataset_is_recorded_as_ignored()
    {
        var version = LoadDriver.Version("data/readme.txt");
        var (load, file) = await Warehouse.StartLoadAsync(
            LoadDriver.NewLoad(null, version, LoadState.Ignored) with { Kind = null }, version, Cancel);

        Assert.Equal((null, null, LoadState.Ignored), (load.Dataset, load.Kind, load.State));
        Assert.Equal((null, LoadState.Ignored), (file.Dataset, file.State));
    }

    [Fact]
    public async Task A_load_that_finds_nothing_new_is_recorded_and_does_not_touch_the_file()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        var before = await Driver.LoadAsync(dataset, version, People("1=Ann"));

        var (load, file) = await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, version, LoadState.Unchanged), version, Cancel);

        Assert.NotEqual(before.LastLoad, load.Id);
        Assert.Equivalent(before, file, strict: true);
        Assert.Equivalent(before, await FindFileAsync(version.Path), strict: true);
    }

    [Fact]
    public async Task Events_that_are_repeated_for_a_version_have_one_load_together()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        await Driver.LoadAsync(dataset, version, People("1=Ann"));
        var unchanged = LoadDriver.NewLoad(dataset, version, LoadState.Unchanged);
        var (first, _) = await Warehouse.StartLoadAsync(unchanged, version, Cancel);
        var hour = LoadDriver.Noon.AddHours(1);
        var later = unchanged with { Trigger = LoadTrigger.Http, StartedAt = hour, FinishedAt = hour.AddHours(1) };

        var (second, _) = await Warehouse.StartLoadAsync(later, version, Cancel);
        var (other, _) = await Warehouse.StartLoadAsync(later with { ETag = "v2" }, version with { ETag = "v2" }, Cancel);

        Assert.Equal(later with { Id = first.Id }, second);
        Assert.Equal(second, await FindLoadAsync(first.Id));
        Assert.NotEqual(first.Id, other.Id);
        Assert.Equal(3, (await Warehouse.ReadLoadsAsync(new LedgerQuery { File = version.Path }, Cancel)).Count);

        // After another load, an event is a load of its own: loads are in the order of their ids.
        await Driver.LoadAsync(dataset, version, People("1=Ann"), replace: true);
        var (last, _) = await Warehouse.StartLoadAsync(later, version, Cancel);
        Assert.True(last.Id > other.Id + 1);
    }

    [Fact]
    public async Task A_load_that_was_left_running_is_recorded_as_failed_when_the_next_one_of_the_file_begins()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var version = LoadDriver.Version("data/people/a.csv");
        var cut = await Driver.StartAsync(dataset, version);
        var committed = await Driver.CommitAsync(cut, People("1=Ann"), 1, LoadState.Running);
        var other = await Driver.StartAsync(dataset, LoadDriver.Version("data/people/b.csv"));

        var begun = LoadDriver.NewLoad(dataset, version) with { StartedAt = LoadDriver.Noon.AddHours(1) };
        var (_, file) = await Warehouse.StartLoadAsync(begun, version, Cancel);

        var load = await FindLoadAsync(cut.LoadId);
        Assert.Equal((LoadState.Failed, LoadDriver.Noon.AddHours(1), 1L), (load.State, load.FinishedAt!.Value, load.Rows));
        Assert.StartsWith("The process that ran this load ended", load.Error, StringComparison.Ordinal);
        Assert.Equal(1, file.Attempts);
        Assert.Equivalent(committed.File.Checkpoint, file.Checkpoint, strict: true);
        Assert.Equal(LoadState.Running, (await FindLoadAsync(other.LoadId)).State);
    }

    [Fact]
    public async Task Files_of_a_dataset_are_read_by_path()
    {
        var (people, pets) = (await PreparePeopleAsync(WriteMode.Append), await PreparePeopleAsync(WriteMode.Append, "pets"));
        var a = await Driver.LoadAsync(people, LoadDriver.Version("data/people/a.csv"), People("1=Ann"));
        var upper = await Driver.LoadAsync(people, LoadDriver.Version("data/people/A.csv"), People("1=Ann"));
        await Driver.LoadAsync(pets, LoadDriver.Version("data/pets/a.csv"), People("1=Rex"));

        var files = await Warehouse.ReadFilesAsync("people", Cancel);

        Assert.Equal(["data/people/A.csv", "data/people/a.csv"], files.Keys.Order(StringComparer.Ordinal));
        Assert.Equivalent(a, files[a.Path], strict: true);
        Assert.Equivalent(upper, files[upper.Path], strict: true);
    }

    [Fact]
    public async Task The_ledger_is_read_newest_first_by_condition_and_page()
    {
        var (people, pets) = (await PreparePeopleAsync(WriteMode.Append), await PreparePeopleAsync(WriteMode.Append, "pets"));
        List<long> loads = [];
        foreach (var (dataset, name, state) in new[]
        {
            (people, "a", LoadState.Failed), (pets, "b", LoadState.Refused), (people, "c", LoadState.Failed),
            (people, "a", LoadState.Refused),
        })
        {
            var version = LoadDriver.Version($"data/{dataset.Name}/{name}.csv");
            var load = LoadDriver.NewLoad(dataset, version, state) with { FinishedAt = LoadDriver.Noon.AddMinutes(loads.Count) };
            loads.Add((await Warehouse.StartLoadAsync(load, version, Cancel)).Load.Id);
        }

        Assert.Equal([3, 2, 1, 0], await LoadsAsync(new LedgerQuery()));
        Assert.Equal([3, 2, 0], await LoadsAsync(new LedgerQuery { Dataset = "people" }));
        Assert.Equal([3, 0], await LoadsAsync(new LedgerQuery { File = "data/people/a.csv" }));
        Assert.Equal([2, 0], await LoadsAsync(new LedgerQuery { State = LoadState.Failed }));
        Assert.Equal([0], await LoadsAsync(new LedgerQuery { State = LoadState.Failed, File = "data/people/a.csv" }));
        Assert.Equal([1], await LoadsAsync(new LedgerQuery { Load = loads[1] }));
        Assert.Equal([2, 1], await LoadsAsync(new LedgerQuery { Skip = 1, Top = 2 }));
        Assert.Empty(await LoadsAsync(new LedgerQuery { Skip = 4 }));
        Assert.Equal("people/a people/c pets/b", await FilesAsync(new LedgerQuery()));
        Assert.Equal("people/a people/c", await FilesAsync(new LedgerQuery { Dataset = "people" }));
        Assert.Equal("people/a pets/b", await FilesAsync(new LedgerQuery { State = LoadState.Refused }));
        Assert.Equal("people/c", await FilesAsync(new LedgerQuery { File = "data/people/c.csv" }));
        Assert.Equal("people/c", await FilesAsync(new LedgerQuery { Skip = 1, Top = 1 }));

        async Task<List<int>> LoadsAsync(LedgerQuery query) =>
            [.. (await Warehouse.ReadLoadsAsync(query, Cancel)).Select(l => loads.IndexOf(l.Id))];

        async Task<string> FilesAsync(LedgerQuery query) =>
            string.Join(' ', (await Warehouse.ReadFilesAsync(query, Cancel)).Select(f => f.Path[5..^4]));
    }

    [Fact]
    public async Task Rejects_are_read_newest_load_first_by_condition_and_page()
    {
        var (people, pets) = (await PreparePeopleAsync(WriteMode.Append), await PreparePeopleAsync(WriteMode.Append, "pets"));
        List<LoadTarget> targets = [];
        foreach (var (dataset, name) in new[] { (people, "a"), (pets, "b"), (people, "c") })
        {
            var target = await Driver.StartAsync(dataset, LoadDriver.Version($"data/{dataset.Name}/{name}.csv"));
            await using var transaction = await Warehouse.BeginAsync(target, Cancel);
            await transaction.WriteAsync([LoadDriver.Reject(2, $"{name}2"), LoadDriver.Reject(1, $"{name}1")], Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(target.Version, 0), Cancel);
            targets.Add(target);
        }

        Assert.Equal("c1 c2 b1 b2 a1 a2", await RejectsAsync(new LedgerQuery()));
        Assert.Equal("c1 c2 a1 a2", await RejectsAsync(new LedgerQuery { Dataset = "people" }));
        Assert.Equal("b1 b2", await RejectsAsync(new LedgerQuery { Load = targets[1].LoadId }));
        Assert.Equal("a1 a2", await RejectsAsync(new LedgerQuery { File = "data/people/a.csv" }));
        Assert.Equal("c2 b1", await RejectsAsync(new LedgerQuery { Skip = 1, Top = 2 }));

        async Task<string> RejectsAsync(LedgerQuery query) =>
            string.Join(' ', (await Warehouse.ReadRejectsAsync(query, Cancel)).Select(r => r.RawText));
    }

    [Fact]
    public async Task The_lock_of_a_file_is_held_by_one_at_a_time()
    {
        var held = await Warehouse.TryLockAsync("data/people/a.csv", Cancel);
        Assert.NotNull(held);
        Assert.Null(await Warehouse.TryLockAsync("data/people/a.csv", Cancel));
        await using (var other = await Warehouse.TryLockAsync("data/people/A.csv", Cancel))
        {
            Assert.NotNull(other);
        }

        await held.DisposeAsync();
        await using var next = await Warehouse.TryLockAsync("data/people/a.csv", Cancel);
        Assert.NotNull(next);

        // Releasing a lock twice does not release the next holder's.
        await held.DisposeAsync();
        Assert.Null(await Warehouse.TryLockAsync("data/people/a.csv", Cancel));
    }

    [Fact]
    public async Task Of_many_that_take_a_lock_at_the_same_time_one_gets_it()
    {
        var locks = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => Task.Run(() => Warehouse.TryLockAsync("data/people/a.csv", Cancel), Cancel)));

        await Assert.Single(locks, l => l is not null)!.DisposeAsync();
    }
}

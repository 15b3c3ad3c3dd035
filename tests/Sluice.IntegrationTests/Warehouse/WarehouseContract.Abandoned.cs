using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    private const int Attempts = 3;
    private static readonly FileVersion Left = LoadDriver.Version("data/people/a.csv", 5, "v2");
    private static readonly DateTimeOffset Later = LoadDriver.Noon.AddHours(1);

    [Fact]
    public async Task A_running_load_whose_lock_is_free_ends_as_failed_and_its_file_is_due_at_once()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await Driver.LoadAsync(dataset, LoadDriver.Version(Left.Path), People("1=Ann"));
        var begun = await Driver.StartAsync(dataset, Left);

        var ended = Assert.Single(await EndAbandonedAsync());

        Assert.Equal(ended, await FindLoadAsync(begun.LoadId));
        Assert.Equal((LoadState.Failed, Later, 1, Later), (ended.State, ended.FinishedAt, ended.Attempt, ended.NextTry));
        Assert.StartsWith("The process that ran this load ended", ended.Error, StringComparison.Ordinal);
        Assert.Equivalent(
            begun.File with { State = LoadState.Failed, Attempts = 1, NextTry = Later, Error = ended.Error, UpdatedAt = Later },
            await FindFileAsync(Left.Path), strict: true);
        Assert.Empty(await EndAbandonedAsync());
    }

    [Fact]
    public async Task A_file_of_which_a_load_begins_is_running_and_of_the_version_of_the_load()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var failed = LoadDriver.NewLoad(dataset, LoadDriver.Version(Left.Path), LoadState.Failed)
            with
        { Error = "it broke", NextTry = Later };
        await Warehouse.StartLoadAsync(failed, LoadDriver.Version(Left.Path), Cancel);

        var file = (await Driver.StartAsync(dataset, Left with { Length = 77 })).File;

        Assert.Equal(
            (LoadState.Running, "v2", Left.LastModified, 77L, null, null),
            (file.State, file.ETag, file.LastModified, file.Length, file.Error, file.NextTry));
    }

    [Fact]
    public async Task A_running_load_whose_lock_is_held_is_somebodys()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await using var held = await Warehouse.TryLockAsync(Left.Path, Cancel);
        var begun = await Driver.StartAsync(dataset, Left);
        var other = await Driver.StartAsync(dataset, LoadDriver.Version("data/people/b.csv"));

        Assert.Equal([other.LoadId], (await EndAbandonedAsync()).Select(l => l.Id));

        Assert.Equal(LoadState.Running, (await FindLoadAsync(begun.LoadId)).State);
        Assert.Equal(LoadState.Running, (await FindFileAsync(Left.Path)).State);
    }

    [Fact]
    public async Task A_load_that_was_left_keeps_what_it_committed_and_is_a_first_attempt_at_what_is_left()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, Left, LoadState.Failed) with { Attempt = Attempts }, Left, Cancel);
        var begun = await Driver.StartAsync(dataset, Left);
        Assert.Equal(Attempts, begun.File.Attempts);
        var committed = await Driver.CommitAsync(begun, People("1=Ann"), 1, LoadState.Running);

        var ended = Assert.Single(await EndAbandonedAsync());

        Assert.Equal((1L, 900L, 1, Later), (ended.Rows, ended.Bytes, ended.Attempt, ended.NextTry));
        Assert.Equivalent(
            committed.File with { State = LoadState.Failed, Attempts = 1, NextTry = Later, Error = ended.Error, UpdatedAt = Later },
            await FindFileAsync(Left.Path), strict: true);
        Assert.Equal("1=Ann", await ReadPeopleAsync(dataset));
    }

    [Fact]
    public async Task A_file_whose_loads_are_left_again_and_again_is_in_the_end_only_tried_when_a_person_asks()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            await Driver.StartAsync(dataset, Left);
            var ended = Assert.Single(await EndAbandonedAsync());
            Assert.Equal((attempt, attempt < Attempts ? Later : (DateTimeOffset?)null), (ended.Attempt, ended.NextTry));
        }

        var file = await FindFileAsync(Left.Path);
        Assert.Equal((Attempts, null), (file.Attempts, file.NextTry));
    }

    [Fact]
    public async Task No_load_ends_before_it_begins_whosever_clock_is_late()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var (a, b) = (await Driver.StartAsync(dataset, Left), await Driver.StartAsync(dataset, LoadDriver.Version("data/people/b.csv")));
        var early = LoadDriver.Noon.AddHours(-1);

        await Warehouse.StartLoadAsync(LoadDriver.NewLoad(dataset, Left) with { StartedAt = early }, Left, Cancel);
        await Warehouse.EndAbandonedLoadsAsync(early, Attempts, Cancel);

        Assert.Equal(LoadDriver.Noon, (await FindLoadAsync(a.LoadId)).FinishedAt);
        Assert.Equal(LoadDriver.Noon, (await FindLoadAsync(b.LoadId)).FinishedAt);
    }

    [Fact]
    public async Task The_one_who_began_a_load_knows_better_why_it_ended_than_who_gave_it_up()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var begun = await Driver.StartAsync(dataset, Left);
        var given = Assert.Single(await EndAbandonedAsync());
        var end = given with { Error = "it broke", FinishedAt = LoadDriver.Noon.AddMinutes(1), NextTry = LoadDriver.Noon.AddMinutes(2) };

        await Warehouse.EndLoadAsync(end, Left, Cancel);

        Assert.Equal(end, await FindLoadAsync(begun.LoadId));
        var file = await FindFileAsync(Left.Path);
        Assert.Equal((LoadState.Failed, "it broke", end.NextTry), (file.State, file.Error, file.NextTry));
    }

    [Theory]
    [InlineData(LoadState.Failed)]
    [InlineData(LoadState.Superseded)]
    public async Task An_end_that_comes_after_the_next_load_has_begun_says_nothing_of_the_file(LoadState state)
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var begun = await Driver.StartAsync(dataset, LoadDriver.Version(Left.Path));
        var next = await Driver.StartAsync(dataset, Left);
        var end = (await FindLoadAsync(begun.LoadId)) with { State = state, Error = "it broke" };

        await Warehouse.EndLoadAsync(end, LoadDriver.Version(Left.Path), Cancel);

        Assert.Equal(end, await FindLoadAsync(begun.LoadId));
        Assert.Equivalent(next.File, await FindFileAsync(Left.Path), strict: true);
    }

    [Fact]
    public async Task A_load_whose_last_commit_was_made_has_ended_by_it_whatever_its_own_process_thinks()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var begun = await Driver.StartAsync(dataset, Left);
        var file = (await Driver.CommitAsync(begun, People("1=Ann"), 1, LoadState.Loaded)).File;
        var loaded = await FindLoadAsync(begun.LoadId);

        await Warehouse.EndLoadAsync(loaded with { State = LoadState.Failed, Error = "the answer was lost" }, Left, Cancel);

        Assert.Equal(loaded, await FindLoadAsync(begun.LoadId));
        Assert.Equivalent(file, await FindFileAsync(Left.Path), strict: true);
    }

    [Fact]
    public async Task What_a_load_has_committed_counts_also_where_its_own_process_does_not_know_of_it()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var begun = await Driver.StartAsync(dataset, Left);
        var unaware = await FindLoadAsync(begun.LoadId);
        await Driver.CommitAsync(begun, People("1=Ann 2=Bob"), 1, LoadState.Running);

        await Warehouse.EndLoadAsync(unaware with { State = LoadState.Failed, Error = "the answer was lost" }, Left, Cancel);

        var ended = await FindLoadAsync(begun.LoadId);
        Assert.Equal((LoadState.Failed, 2L, 900L), (ended.State, ended.Rows, ended.Bytes));
    }

    [Fact]
    public async Task A_load_that_was_given_up_and_commits_all_the_same_is_as_the_commit_says()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        var begun = await Driver.StartAsync(dataset, Left);
        await EndAbandonedAsync();

        await Driver.CommitAsync(begun, People("1=Ann"), 1, LoadState.Loaded);

        var load = await FindLoadAsync(begun.LoadId);
        Assert.Equal((LoadState.Loaded, null, null), (load.State, load.Error, load.NextTry));
        Assert.Equal((LoadState.Loaded, null, null),
            ((await FindFileAsync(Left.Path)).State, (await FindFileAsync(Left.Path)).Error, (await FindFileAsync(Left.Path)).NextTry));
    }

    [Fact]
    public async Task No_load_that_somebody_is_at_work_on_ends_so_while_loads_begin_commit_and_end()
    {
        var dataset = await PreparePeopleAsync(WriteMode.Append);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var looking = Task.Run(
            async () =>
            {
                List<Load> ended = [];
                while (!stop.IsCancellationRequested)
                {
                    ended.AddRange(await EndAbandonedAsync());
                }

                return ended;
            },
            Cancel);

        await Parallel.ForEachAsync(Enumerable.Range(0, 4), Cancel, async (worker, _) =>
        {
            for (var round = 0; round < 5; round++)
            {
                var version = LoadDriver.Version($"data/people/{worker}.csv", round, $"v{round}");
                await using var held = await Warehouse.TryLockAsync(version.Path, Cancel);
                var begun = await Driver.StartAsync(dataset, version);
                begun = await Driver.CommitAsync(begun, People($"{worker}=x"), 1 + (2 * round), LoadState.Running);
                await Driver.CommitAsync(begun, People($"{worker}=y"), 2 + (2 * round), LoadState.Loaded);
            }
        });
        await stop.CancelAsync();

        Assert.Empty(await looking);
        Assert.All(
            await Warehouse.ReadLoadsAsync(new LedgerQuery(), Cancel), l => Assert.Equal((LoadState.Loaded, null), (l.State, l.Error)));
    }

    private Task<IReadOnlyList<Load>> EndAbandonedAsync() => Warehouse.EndAbandonedLoadsAsync(Later, Attempts, Cancel);
}

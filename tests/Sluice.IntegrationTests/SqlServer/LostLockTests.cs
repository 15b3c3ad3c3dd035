using Microsoft.Data.SqlClient;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.SqlServer;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>
/// An instance whose connections are cut in the middle of a load has lost its lock without knowing it. Other instances may end
/// its load and start another.
/// </summary>
public sealed class LostLockTests(SharedDatabase shared) : IClassFixture<SharedDatabase>, IAsyncLifetime
{
    private static readonly Dataset People = Datasets.People("people", WriteMode.Append);
    private static readonly DateTimeOffset Later = LoadDriver.Noon.AddHours(1);

    // Of this run alone: some servers share the locks of a name among all their databases.
    private readonly FileVersion version = LoadDriver.Version($"data/people/{Guid.NewGuid():N}.csv");
    private FaultProxy proxy = null!;
    private SqlServerWarehouse cut = null!;
    private SqlServerWarehouse other = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = await shared.EmptiedAsync();
        var source = new SqlConnectionStringBuilder(database.ConnectionString).DataSource.Split(',');
        proxy = new FaultProxy(source[0], int.Parse(source[1], null));
        cut = new SqlServerWarehouse(
            new SqlConnectionStringBuilder(database.ConnectionString) { DataSource = $"127.0.0.1,{proxy.Port}" }.ConnectionString,
            TimeProvider.System);
        other = database.Open();
        await other.PrepareAsync(new LakeDefinition("test", [People]), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (proxy is not null)
        {
            await cut.DisposeAsync();
            await other.DisposeAsync();
            await proxy.DisposeAsync();
        }
    }

    [Fact]
    public async Task It_does_not_end_the_load_of_the_one_who_has_the_lock_now_by_beginning_its_own()
    {
        await using var lost = await cut.TryLockAsync(version.Path, Cancel);
        proxy.CutAll();
        await using var held = await TakeAsync();
        var running = await StartAsync(other);

        await Assert.ThrowsAsync<WarehouseInterruptedException>(() => StartAsync(cut));

        var last = await LastAsync();
        Assert.Equal((running.Id, LoadState.Running), (last.Id, last.State));
    }

    [Fact]
    public async Task Its_load_is_given_up_by_others_and_has_its_true_reason_once_it_can_say_it()
    {
        await using var lost = await cut.TryLockAsync(version.Path, Cancel);
        var running = await StartAsync(cut);
        proxy.CutAll();
        await (await TakeAsync()).DisposeAsync();

        Assert.Empty(await cut.EndAbandonedLoadsAsync(Later, 3, Cancel));
        Assert.Equal(LedgerTexts.ProcessGone, Assert.Single(await other.EndAbandonedLoadsAsync(Later, 3, Cancel)).Error);
        await cut.EndLoadAsync(
            running with { State = LoadState.Failed, Error = "The lock was lost.", FinishedAt = Later }, version, Cancel);

        var load = await LastAsync();
        Assert.Equal((LoadState.Failed, "The lock was lost."), (load.State, load.Error));
    }

    [Fact]
    public async Task Its_load_commits_nothing_more_and_leaves_the_file_to_the_load_that_has_begun_since()
    {
        await using var lost = await cut.TryLockAsync(version.Path, Cancel);
        var (begun, file) = await cut.StartLoadAsync(LoadDriver.NewLoad(People, version), version, Cancel);
        proxy.CutAll();
        await using var held = await TakeAsync();
        var next = await StartAsync(other);

        await using (var transaction = await cut.BeginAsync(new LoadTarget(People, file, version, begun.Id), Cancel))
        {
            await Assert.ThrowsAsync<WarehouseInterruptedException>(() => transaction.CommitAsync(LoadDriver.Progress(version, 0), Cancel));
        }

        await cut.EndLoadAsync(begun with { State = LoadState.Failed, Error = "The lock was lost.", FinishedAt = Later }, version, Cancel);
        var known = (await other.FindFileAsync(version.Path, Cancel))!;
        Assert.Equal((LoadState.Running, next.Id, null), (known.State, known.LastLoad, known.Error));
    }

    // The server needs a moment to notice that a connection is gone.
    private async Task<IAsyncDisposable> TakeAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (await other.TryLockAsync(version.Path, limit.Token) is { } taken)
            {
                return taken;
            }
        }
    }

    private async Task<Load> StartAsync(SqlServerWarehouse warehouse) =>
        (await warehouse.StartLoadAsync(LoadDriver.NewLoad(People, version), version, Cancel)).Load;

    private async Task<Load> LastAsync() => (await other.ReadLoadsAsync(new LedgerQuery { File = version.Path, Top = 1 }, Cancel)).Single();
}

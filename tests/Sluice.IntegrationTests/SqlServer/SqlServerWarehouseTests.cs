using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.SqlServer.Connections;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>The contract on the SQL Server that the tests are given.</summary>
public sealed class SqlServerWarehouseTests(SharedDatabase shared) : WarehouseContract, IClassFixture<SharedDatabase>
{
    private TestDatabase database = null!;
    private bool isHostile;

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    public async Task Commits_of_a_load_are_written_side_by_side_and_only_made_one_after_the_other(WriteMode mode)
    {
        var dataset = await PreparePeopleAsync(mode);
        var version = LoadDriver.Version("data/people/a.csv");
        var target = await Driver.StartAsync(dataset, version);
        var first = LoadDriver.Progress(version, 2, LoadState.Running);
        var next = target with { File = target.File with { RowVersion = target.File.RowVersion + 1, Checkpoint = first.Checkpoint } };
        await using var one = await Warehouse.BeginAsync(target, Cancel);
        await using var two = await Warehouse.BeginAsync(next, Cancel);
        await using var early = await Warehouse.BeginAsync(next, Cancel);
        await one.WriteAsync(Batches.Of(dataset, People("1=Ann 2=Bob")), Cancel);
        await two.WriteAsync(Batches.Of(dataset, People("3=Cid 2=Eve"), firstRow: 3), Cancel);
        await early.WriteAsync(Batches.Of(dataset, People("3=Dan"), firstRow: 3), Cancel);
        await two.CompleteAsync(Cancel);

        await Assert.ThrowsAsync<CheckpointConflictException>(() => early.CommitAsync(LoadDriver.Progress(version, 3), Cancel));
        Assert.Empty(await ReadRowsAsync(dataset));
        await early.DisposeAsync();
        await one.CommitAsync(first, Cancel);
        Assert.Equal("1=Ann 2=Bob", await ReadPeopleAsync(dataset));
        await two.CommitAsync(LoadDriver.Progress(version, 4), Cancel);

        Assert.Equal(mode == WriteMode.Merge ? "1=Ann 2=Eve 3=Cid" : "1=Ann 2=Bob 2=Eve 3=Cid", await ReadPeopleAsync(dataset));
    }

    [Theory]
    [InlineData("DROP TABLE lake.visits;")]
    [InlineData("ALTER TABLE lake.visits DROP COLUMN place;")]
    public async Task A_table_that_is_not_as_its_schema_says_is_not_loaded_into(string change)
    {
        var dataset = await PrepareAsync(Datasets.Of("visits", Datasets.Text("place"), Datasets.Integer("count")));
        var target = await Driver.StartAsync(dataset, LoadDriver.Version("data/visits/a.csv"));
        await database.ExecuteAsync(change);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => Warehouse.BeginAsync(target, Cancel));

        Assert.Equal("The table of dataset visits does not match its schema: the warehouse was not prepared for it.", exception.Message);
    }

    protected override async Task<IWarehouse> CreateAsync()
    {
        database = await shared.EmptiedAsync();
        return database.Open();
    }

    protected override async Task<int> ReadTicksPerUnitAsync() => (await database.LimitsAsync()).TicksPerUnit;

    protected override async Task<string> WithNulAsync(string text) =>
        (await database.LimitsAsync()).HoldsNul ? text : text.Replace("\0", "", StringComparison.Ordinal);

    protected override async Task RequireNameAsync(string name)
    {
        // Not every server can drop what it has created.
        isHostile = true;
        Assert.SkipUnless(await database.CanNameAsync(name), "This server has no tables and columns of this name.");
    }

    protected override async Task RequireLockTimeoutAsync()
    {
        var number = await database.LockTimeoutAsync();
        Assert.SkipUnless(number == TransientErrors.LockTimeout, $"This server ends a wait for a lock with another error, {number}.");
    }

    protected override async ValueTask CleanUpAsync()
    {
        if (isHostile)
        {
            await shared.RenewAsync();
        }
    }

    protected override Task<IReadOnlyList<object?[]>> ReadRowsAsync(Dataset dataset) => SqlServerRows.ReadAsync(database, dataset);
}

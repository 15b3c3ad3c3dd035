using Sluice.Analytics.Queries;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>What every warehouse promises. A test class of each adapter inherits it.</summary>
public abstract partial class WarehouseContract : IAsyncLifetime
{
    private readonly List<Dataset> datasets = [];

    protected IWarehouse Warehouse { get; private set; } = null!;

    private protected LoadDriver Driver { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Warehouse = await CreateAsync();
        Driver = new LoadDriver(Warehouse);
        await Warehouse.PrepareAsync(new LakeDefinition("test", []), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Warehouse.DisposeAsync();
        await CleanUpAsync();
    }

    /// <summary>Creates an empty warehouse.</summary>
    protected abstract Task<IWarehouse> CreateAsync();

    /// <summary>Removes what <see cref="CreateAsync"/> made.</summary>
    protected virtual ValueTask CleanUpAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// The resolution of the times that the server returns, in ticks. A server that stands in for SQL Server may have a coarser
    /// one than the warehouse asks for.
    /// </summary>
    protected virtual Task<int> ReadTicksPerUnitAsync() => Task.FromResult(Warehouse.Limits.TicksPerUnit);

    /// <summary>
    /// A text that has NUL characters, or what is left of it on a server that cannot hold them and stands in for SQL Server.
    /// </summary>
    protected virtual Task<string> WithNulAsync(string text) => Task.FromResult(text);

    /// <summary>Skips the test if a server that stands in for SQL Server cannot have tables and columns of a name.</summary>
    protected virtual Task RequireNameAsync(string name) => Task.CompletedTask;

    /// <summary>
    /// Skips the test if a server that stands in for SQL Server does not end a wait for a lock as SQL Server does.
    /// </summary>
    protected virtual Task RequireLockTimeoutAsync() => Task.CompletedTask;

    /// <summary>
    /// Reads the committed rows of a dataset on a connection of its own: the values of the schema's fields, then <c>_file</c> and
    /// <c>_row</c>, ordered by those two. Values have the types of batches, except decimals: they are texts with all digits of the
    /// scale.
    /// </summary>
    protected abstract Task<IReadOnlyList<object?[]>> ReadRowsAsync(Dataset dataset);

    /// <summary>Adds a dataset to the lake and prepares the warehouse for it.</summary>
    protected async Task<Dataset> PrepareAsync(Dataset dataset)
    {
        datasets.RemoveAll(d => d.Name == dataset.Name);
        datasets.Add(dataset);
        await Warehouse.PrepareAsync(new LakeDefinition("test", [.. datasets]), Cancel);
        return dataset;
    }

    protected Task<Dataset> PreparePeopleAsync(WriteMode mode, string name = "people") => PrepareAsync(Datasets.People(name, mode));

    /// <summary>The rows of a dataset of people as <c>1=Ann 2=Bob</c>, ordered by id.</summary>
    protected async Task<string> ReadPeopleAsync(Dataset dataset) =>
        string.Join(' ', (await ReadRowsAsync(dataset))
            .Select(r => (Id: (long)r[0]!, Name: r[1])).OrderBy(r => r.Id).Select(r => $"{r.Id}={r.Name}"));

    /// <summary>Rows of people, written as they are read.</summary>
    protected static List<object?[]> People(string people) =>
        [.. people.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split('=')).Select(p => new object?[] { long.Parse(p[0], null), p[1] })];

    protected async Task<FileRecord> FindFileAsync(string path) =>
        await Warehouse.FindFileAsync(path, Cancel) ?? throw new InvalidOperationException($"{path} is not in the ledger.");

    /// <summary>Whether the rows of the only file are current.</summary>
    protected async Task<bool?> ReadCurrentAsync()
    {
        await using var rows = await Warehouse.Queries.QueryAsync(new QueryText("SELECT \"current\" FROM sluice.files", []), Cancel);
        Assert.True(await rows.ReadAsync());
        return rows.Row.IsDBNull(0) ? null : rows.Row.GetBoolean(0);
    }

    protected async Task<Load> FindLoadAsync(long number) =>
        Assert.Single(await Warehouse.ReadLoadsAsync(new LedgerQuery { Load = number }, Cancel));
}

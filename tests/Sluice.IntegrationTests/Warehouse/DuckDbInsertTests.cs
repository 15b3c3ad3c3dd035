using Sluice.DuckDb;
using Sluice.DuckDb.Instance;
using Sluice.Lake.Definition;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>Rows by the thousand, which DuckDB inserts on several threads while they arrive.</summary>
public sealed class DuckDbInsertTests : IAsyncDisposable
{
    private const int Batch = 10_000;
    private const string File = "data/people/a.csv";
    private static readonly int WideBatches = Effort.Of(usual: 3, thorough: 10);

    private readonly DuckDbWarehouse warehouse = DuckDbWarehouse.Open(":memory:");

    public static TheoryData<WriteMode> Modes => [WriteMode.Append, WriteMode.Merge, WriteMode.Replace];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => warehouse.DisposeAsync();

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task All_rows_arrive_once_with_their_numbers(WriteMode mode)
    {
        var target = await StartAsync(mode);
        await using (var transaction = await warehouse.BeginAsync(target, Cancel))
        {
            for (var batch = 0; batch < 30; batch++)
            {
                await transaction.WriteAsync(People(target.Dataset, batch * Batch), Cancel);
            }

            await transaction.CommitAsync(LoadDriver.Progress(target.Version, 30 * Batch), Cancel);
        }

        Assert.Equal((30 * Batch, 30 * Batch), (Count("count(DISTINCT id)"), Count("count(DISTINCT _row)")));
        Assert.Equal(0, Count("count(*) FILTER (id <> _row OR name <> 'the person of the number ' || id)"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Rejects_of_many_megabytes_come_along(WriteMode mode)
    {
        var target = await StartAsync(mode);
        await using (var transaction = await warehouse.BeginAsync(target, Cancel))
        {
            for (var batch = 0; batch < 5; batch++)
            {
                await transaction.WriteAsync(People(target.Dataset, batch * (Batch + 10)), Cancel);
                var raw = new string('x', 700_000);
                await transaction.WriteAsync(
                    [.. Enumerable.Range(1, 10).Select(i => LoadDriver.Reject((batch * (Batch + 10)) + Batch + i, raw))], Cancel);
            }

            await transaction.CommitAsync(LoadDriver.Progress(target.Version, 5 * (Batch + 10)), Cancel);
        }

        Assert.Equal(5 * Batch, Count("count(*)"));
        Assert.Equal((50, 50 * 700_000), (Count("count(*)", "sluice.reject"), Count("sum(length(raw_text))::BIGINT", "sluice.reject")));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Rows_that_are_not_committed_leave_nothing(WriteMode mode)
    {
        var target = await StartAsync(mode);
        await using (var transaction = await warehouse.BeginAsync(target, Cancel))
        {
            await transaction.WriteAsync(People(target.Dataset, 0), Cancel);
            await transaction.WriteAsync([LoadDriver.Reject(Batch + 1, "x,y")], Cancel);
        }

        Assert.Equal((0, 0), (Count("count(*)"), Count("count(*)", "sluice.reject")));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_load_that_is_stopped_ends_and_can_be_begun_again(WriteMode mode)
    {
        var target = await StartAsync(mode);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using (var transaction = await warehouse.BeginAsync(target, stop.Token))
        {
            await transaction.WriteAsync(People(target.Dataset, 0), stop.Token);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => transaction.WriteAsync(People(target.Dataset, Batch), stop.Token));
        }

        await using (var transaction = await warehouse.BeginAsync(target, Cancel))
        {
            await transaction.WriteAsync(People(target.Dataset, 0), Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(target.Version, Batch), Cancel);
        }

        Assert.Equal(Batch, Count("count(*)"));
    }

    [Fact]
    public async Task An_insert_that_fails_says_so_and_not_that_it_was_stopped()
    {
        var target = await StartAsync(WriteMode.Append);
        await using var transaction = await warehouse.BeginAsync(target, Cancel);

        // Each row needs an id. How far the statement gets before it fails depends on DuckDB, so there are many batches.
        var batch = Batches.Of(
            target.Dataset, Enumerable.Range(1, Batch).Select(i => new object?[] { i == Batch ? null : (long)i, "somebody" }));
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            async () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    await transaction.WriteAsync(batch, Cancel);
                }
            });

        Assert.Contains("dataset people", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loads_that_wait_for_their_rows_hold_up_no_other()
    {
        var people = Datasets.People("people", WriteMode.Append);
        await warehouse.PrepareAsync(new LakeDefinition("test", [people]), Cancel);

        // Enough DuckDB threads to take all parts of a statement from the thread that runs it.
        using var connection = warehouse.OpenConnection();
        connection.Execute("SET threads = 8");
        var waiting = new List<(LoadTarget Target, ILoadTransaction Transaction)>();
        for (var file = 0; file < 2 * Environment.ProcessorCount; file++)
        {
            var target = await Driver.StartAsync(people, LoadDriver.Version($"data/people/{file}.csv"));
            var transaction = await warehouse.BeginAsync(target, Cancel);
            await transaction.WriteAsync(People(people, file * Batch), Cancel);
            waiting.Add((target, transaction));
        }

        await Driver.LoadAsync(people, LoadDriver.Version(File), [[-1L, "the last"]]);
        Assert.Equal(1, Count("count(*)"));
        foreach (var (number, (target, transaction)) in waiting.Index())
        {
            await transaction.WriteAsync(People(people, (number + waiting.Count) * Batch), Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(target.Version, 2 * Batch), Cancel);
            await transaction.DisposeAsync();
        }

        Assert.Equal((2 * waiting.Count * Batch) + 1, Count("count(DISTINCT id)"));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Many_wide_loads_at_once_have_memory_enough(WriteMode mode)
    {
        var wide = Datasets.Of("wide", [Datasets.Key("id"), .. Enumerable.Range(1, 20).Select(i => Datasets.Text($"text{i}"))]);
        wide = wide with { WriteMode = mode, Schema = wide.Schema with { PrimaryKey = ["id"] } };
        var path = Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():N}.duckdb");
        try
        {
            await using var filed = DuckDbWarehouse.Open(path);
            await filed.PrepareAsync(new LakeDefinition("test", [wide]), Cancel);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(file => Task.Run(() => LoadAsync(filed, file), Cancel)));

            using var connection = filed.OpenConnection();
            Assert.Equal(
                mode == WriteMode.Replace ? WideBatches * Batch : 6 * WideBatches * Batch,
                connection.Count("SELECT count(DISTINCT (_file, _row)) FROM lake.wide"));
        }
        finally
        {
            System.IO.File.Delete(path);
        }

        async Task LoadAsync(DuckDbWarehouse warehouse, int file)
        {
            var target = await new LoadDriver(warehouse).StartAsync(wide, LoadDriver.Version($"data/wide/{file}.csv"));
            await using var transaction = await warehouse.BeginAsync(target, Cancel);
            var rows = Batches.Of(
                wide, Enumerable.Range(1, Batch)
                    .Select(i => (object?[])[(long)i, .. Enumerable.Range(1, 20).Select(c => $"the text of column {c} in row {i}")]));
            for (var batch = 0; batch < WideBatches; batch++)
            {
                Number(rows, firstId: (((batch * 6L) + file) * Batch) + 1, firstRow: (batch * Batch) + 1);
                await transaction.WriteAsync(rows, Cancel);
            }

            await transaction.CommitAsync(LoadDriver.Progress(target.Version, WideBatches * Batch), Cancel);
        }
    }

    // The same texts again, in rows of their own.
    private static void Number(ColumnBatch rows, long firstId, long firstRow)
    {
        rows.Clear();
        var ids = (ValueColumn<long>)rows.Columns[0];
        for (var i = 0; i < Batch; i++)
        {
            ids.Set(i, firstId + i);
            rows.AddRow(firstRow + i);
        }
    }

    private LoadDriver Driver => new(warehouse);

    private async Task<LoadTarget> StartAsync(WriteMode mode)
    {
        var people = Datasets.People("people", mode);
        await warehouse.PrepareAsync(new LakeDefinition("test", [people]), Cancel);
        return await Driver.StartAsync(people, LoadDriver.Version(File));
    }

    private static ColumnBatch People(Dataset dataset, int before) =>
        Batches.Of(dataset, Enumerable.Range(before + 1, Batch).Select(i => new object?[] { (long)i, $"the person of the number {i}" }),
            before + 1);

    private long Count(string what, string table = "lake.people")
    {
        using var connection = warehouse.OpenConnection();
        return connection.Count($"SELECT {what} FROM {table}");
    }
}

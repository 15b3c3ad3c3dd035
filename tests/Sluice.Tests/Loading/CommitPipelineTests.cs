using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.Tests.Loading;

public sealed class CommitPipelineTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dataset Cities = new()
    {
        Name = "cities",
        Paths = [new DatasetPath("data", "*.csv")],
        WriteMode = WriteMode.Append,
        Schema = new TableSchema
        {
            Fields = [new Field { Name = "id", Type = FieldType.Integer, Column = new ColumnType(ColumnKind.Int64) }],
        },
    };

    private static readonly FileVersion Version = new("data/a.csv", "v1", 1000, Noon, Noon, BlobKind.Block);

    private readonly List<ReadBatch> given = [];
    private readonly List<long> committed = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_commit_waits_for_the_one_before_it_however_early_it_is_written()
    {
        var (warehouse, held) = HeldWarehouse.Create(commits: 2);
        await using var line = await BeginAsync(warehouse);
        line.Write(Batch());
        await line.CommitAsync(Progress(10));
        line.Write(Batch());
        var all = line.CompleteAsync(Progress(20));
        held.Begun[1].LetWrite();
        await UntilAsync(() => given.Count == 1);
        Assert.Equal(["begin 1", "begin 2"], held.Events);

        held.Begun[0].LetWrite();
        await all;

        Assert.Equal(["begin 1", "begin 2", "commit 1", "commit 2"], held.Events);
        Assert.Equal([10, 20], committed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task As_many_commits_are_written_side_by_side_as_the_warehouse_takes(int commits)
    {
        var (warehouse, held) = HeldWarehouse.Create(commits);
        await using var line = await BeginAsync(warehouse);
        for (var i = 1; i < commits; i++)
        {
            line.Write(Batch());
            await line.CommitAsync(Progress(i));
        }

        line.Write(Batch());
        var next = line.CommitAsync(Progress(commits));
        Assert.False(next.IsCompleted);
        Assert.Equal(commits, held.Begun.Count);

        held.Begun[0].LetWrite();
        await next;

        Assert.Equal(["commit 1", $"begin {commits + 1}"], held.Events[^2..]);
        Assert.True(held.Begun[0].IsDisposed);
        held.Begun.Skip(1).ToList().ForEach(t => t.LetWrite());
    }

    [Fact]
    public async Task A_commit_compares_with_the_version_and_the_checkpoint_that_the_one_before_it_leaves()
    {
        var (warehouse, held) = HeldWarehouse.Create(commits: 2);
        await using var line = await BeginAsync(warehouse);
        await line.CommitAsync(Progress(10));
        await line.CommitAsync(Progress(20));

        Assert.Equal([(7, null), (8, 10), (9, 20)],
            held.Begun.Select(t => (t.Target.File.RowVersion, t.Target.File.Checkpoint?.Position.Records)));
    }

    [Fact]
    public async Task No_commit_is_made_after_one_that_failed()
    {
        var (warehouse, held) = HeldWarehouse.Create(commits: 2);
        await using (var line = await BeginAsync(warehouse))
        {
            line.Write(Batch());
            await line.CommitAsync(Progress(10));
            line.Write(Batch());
            var all = line.CompleteAsync(Progress(20));
            held.Begun[1].LetWrite();
            held.Begun[0].Fail(new IOException("The connection was cut."));

            Assert.Equal("The connection was cut.", (await Assert.ThrowsAsync<IOException>(() => all)).Message);
        }

        Assert.Equal(["begin 1", "begin 2"], held.Events);
        Assert.Empty(committed);
        Assert.All(held.Begun, t => Assert.True(t.IsDisposed));
    }

    [Fact]
    public async Task After_a_failure_batches_are_still_given_back_and_the_next_one_is_refused()
    {
        var (warehouse, held) = HeldWarehouse.Create(commits: 1);
        await using var line = await BeginAsync(warehouse);
        line.Write(Batch());
        line.Write(Batch());
        held.Begun[0].Fail(new IOException("The connection was cut."));
        await UntilAsync(() => given.Count == 2);

        Assert.Throws<IOException>(() => line.Write(Batch()));
    }

    [Fact]
    public async Task A_commit_that_is_on_its_way_when_the_load_fails_is_made_and_what_was_written_since_is_not()
    {
        var (warehouse, held) = HeldWarehouse.Create(commits: 2);
        var line = await BeginAsync(warehouse);
        line.Write(Batch());
        await line.CommitAsync(Progress(10));
        line.Write(Batch());

        var ending = line.DisposeAsync();
        held.Begun[0].LetWrite();
        await ending;

        Assert.Equal(["begin 1", "begin 2", "commit 1"], held.Events);
        Assert.All(held.Begun, t => Assert.True(t.IsDisposed));
    }

    private async Task<CommitPipeline> BeginAsync(IWarehouse warehouse)
    {
        var file = new FileRecord
        {
            Id = 1,
            Path = Version.Path,
            Dataset = Cities.Name,
            State = LoadState.Running,
            ETag = Version.ETag,
            LastModified = Noon,
            Length = Version.Length,
            Rows = 0,
            Rejected = 0,
            Fingerprint = null,
            Checkpoint = null,
            RowVersion = 7,
            LastLoad = 1,
            AttemptFingerprint = null,
            Attempts = 0,
            NextTry = null,
            Error = null,
            UpdatedAt = Noon,
        };
        var load = new Load
        {
            Id = 1,
            File = Version.Path,
            Dataset = Cities.Name,
            Kind = LoadKind.New,
            State = LoadState.Running,
            Trigger = LoadTrigger.Command,
            ETag = Version.ETag,
            StartedAt = Noon,
        };
        var line = new CommitPipeline(
            warehouse, new LoadTarget(Cities, file, Version, load.Id), new LoadTelemetry(load), Return,
            (p, _) => committed.Add(p.Rows), Cancel);
        await line.BeginAsync(_ => Task.CompletedTask);
        return line;
    }

    private void Return(ReadBatch batch)
    {
        lock (given)
        {
            given.Add(batch);
        }
    }

    private static ReadBatch Batch()
    {
        var rows = new ColumnBatch(Cities.Schema, 1);
        rows.AddRow(1);
        return new ReadBatch(rows, []);
    }

    private static LoadProgress Progress(long rows) => new()
    {
        Checkpoint = new Checkpoint
        {
            ETag = Version.ETag,
            Position = new ReadPosition(Offset: rows, Lines: rows, Records: rows, Rejected: 0),
            PrefixHash = [],
            Header = "id",
            Delimiter = ',',
            BlobKind = BlobKind.Block,
            CreatedOn = Noon,
            Complete = false,
        },
        Fingerprint = Cities.Fingerprint,
        State = LoadState.Running,
        Kind = LoadKind.New,
        Rows = rows,
        Rejected = 0,
        Bytes = rows,
        FileRows = rows,
        FileRejected = 0,
        Time = Noon,
    };

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, Cancel);
        }
    }
}

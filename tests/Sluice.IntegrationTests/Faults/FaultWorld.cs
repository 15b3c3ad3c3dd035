using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.DuckDb;
using Sluice.IntegrationTests.Loading;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Faults;

/// <summary>A lake in memory, a warehouse in memory, and a loader whose calls to both may fail.</summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    private const string Name = "cities";
    private static readonly TimeSpan LongerThanAnyPause = TimeSpan.FromDays(2);
    private static readonly LoaderOptions SmallCommits = new() { CommitRows = 2 };
    private readonly DuckDbWarehouse warehouse = DuckDbWarehouse.Open(DuckDbWarehouse.InMemory);
    private readonly FakeTimeProvider time = new(LoadDriver.Noon);
    private readonly ILakeStorage faultyLake;
    private readonly IWarehouse faultyWarehouse;
    private Loader loader = null!;
    private Sweeper sweeper = null!;
    private Dataset dataset = null!;

    private FaultWorld()
    {
        Lake = new MemoryLake(time);
        faultyLake = FaultyPort.Over<ILakeStorage>(Lake, Points);
        faultyWarehouse = FaultyPort.Over<IWarehouse>(warehouse, Points);
    }

    /// <summary>The calls that may fail.</summary>
    public FaultPoints Points { get; } = new();

    /// <summary>The lake; calls to it from here do not fail.</summary>
    public MemoryLake Lake { get; }

    public static async Task<FaultWorld> CreateAsync(WriteMode mode)
    {
        var world = new FaultWorld();
        await world.DefineAsync(mode, most: 6);
        return world;
    }

    public static string PathOf(string name) => $"data/{name}";

    /// <summary>Begins to load with another definition, as a new process does.</summary>
    /// <param name="mode">The write mode.</param>
    /// <param name="most">The greatest id that is allowed.</param>
    public async Task DefineAsync(WriteMode mode, int most)
    {
        dataset = new Dataset
        {
            Name = Name,
            Paths = [new DatasetPath("data", "*.csv")],
            WriteMode = mode,
            OnReject = RejectPolicy.SkipRow,
            OnDelete = DeletePolicy.Remove,
            Dialect = CsvDialect.Default,
            Schema = new TableSchema
            {
                PrimaryKey = mode == WriteMode.Merge ? ["id"] : [],
                Fields =
                [
                    new Field
                    {
                        Name = "id",
                        Type = FieldType.Integer,
                        Column = new ColumnType(ColumnKind.Int64),
                        Constraints = new FieldConstraints { Required = true, Maximum = $"{most}" },
                    },
                    new Field { Name = "city", Column = new ColumnType(ColumnKind.Text) },
                ],
            },
        };
        var lake = new LakeDefinition("test", [dataset]);
        await warehouse.PrepareAsync(lake, CancellationToken.None);
        loader = new Loader(lake, faultyLake, faultyWarehouse, SmallCommits, time, NullLogger<Loader>.Instance);
        sweeper = new Sweeper(lake, faultyLake, faultyWarehouse, loader, SmallCommits, time, NullLogger.Instance);
    }

    /// <summary>Writes a file, newer than all others.</summary>
    public void Write(string name, string content)
    {
        time.Advance(TimeSpan.FromMinutes(1));
        Lake.Write(PathOf(name), content);
    }

    public Task LoadAsync(string name) => TryAsync(() => loader.LoadAsync(PathOf(name), LoadTrigger.Blob, null, CancellationToken.None));

    public Task ReloadAsync(string name) =>
        TryAsync(() => loader.ReloadAsync(PathOf(name), LoadTrigger.Http, null, CancellationToken.None));

    public Task RemoveAsync(string name) => TryAsync(() => loader.RemoveAsync(dataset, PathOf(name), CancellationToken.None));

    /// <summary>Sweeps when nothing fails any more, until a sweep finds nothing to do.</summary>
    public async Task RecoverAsync()
    {
        for (var sweeps = 0; ; sweeps++)
        {
            time.Advance(LongerThanAnyPause);
            var result = await AdvancingAsync(sweeper.SweepAsync(CancellationToken.None));
            if (result is { Loaded: 0, Failed: 0, Busy: 0, Removed: 0, Refused: 0 })
            {
                return;
            }

            Assert.True(sweeps < 3, $"The sweeps do not come to an end: {result}");
        }
    }

    /// <summary>What the warehouse and the lake have, as text that is the same for the same files.</summary>
    public async Task<IReadOnlyList<string>> DescribeAsync()
    {
        var files = await warehouse.ReadFilesAsync(new LedgerQuery { Top = 1000 }, CancellationToken.None);
        var loads = await warehouse.ReadLoadsAsync(new LedgerQuery { Top = 1000 }, CancellationToken.None);
        var rejects = await warehouse.ReadRejectsAsync(new LedgerQuery { Top = 1000 }, CancellationToken.None);
        Assert.DoesNotContain(loads, l => l.State == LoadState.Running);
        foreach (var path in files.Select(f => f.Path))
        {
            await using var @lock = await warehouse.TryLockAsync(path, CancellationToken.None);
            Assert.NotNull(@lock);
        }

        // What was rejected can be found in the lake.
        var written = Lake.Paths($"{RejectsFile.Container}/").Select(Lake.Read).ToList();
        Assert.All(rejects, r => Assert.Contains(written, w => w.Contains(r.RawText, StringComparison.Ordinal)));
        Assert.All(loads.Where(l => l.RejectsFile is not null), l => Assert.Contains(l.RejectsFile, Lake.Paths(RejectsFile.Container)));
        return
        [
            .. files.OrderBy(f => f.Path, StringComparer.Ordinal).Select(f => $"{f.Path} {f.State} rows {f.Rows} rejected {f.Rejected} "
                + $"to {f.Checkpoint?.Position.Offset} {f.Checkpoint?.Complete} {f.Fingerprint == dataset.Fingerprint}"),
            .. rejects.Select(r => $"{r.File}:{r.Line} {r.Row} {r.Rule} {r.RawText}").Order(StringComparer.Ordinal),
            .. Rows(files.ToDictionary(f => f.Id, f => f.Path)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        Points.Disarm();
        await sweeper.StopAsync();
        loader.Dispose();
        await warehouse.DisposeAsync();
    }

    private List<string> Rows(Dictionary<long, string> paths)
    {
        using var connection = warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT _file, _row, id, coalesce(city, '') FROM lake.{Name}";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add($"{paths[reader.GetInt64(0)]} {reader.GetInt64(1)}: {reader.GetInt64(2)} {reader.GetString(3)}");
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private async Task TryAsync<T>(Func<Task<T>> load)
    {
        try
        {
            await AdvancingAsync(load());
        }
        catch (Exception) when (Points.HasFailed)
        {
            // A trigger sees it, and comes again.
        }
    }

    // The pauses of a load go by the clock of the test, which must not reach the end of what is kept.
    private async Task<T> AdvancingAsync<T>(Task<T> work)
    {
        while (await Task.WhenAny(work, Task.Delay(1)) != work)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        return await work;
    }
}

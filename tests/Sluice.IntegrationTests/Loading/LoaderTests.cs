using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.AzureStorage;
using Sluice.DuckDb;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Loading;

/// <summary>Files in Azurite, rows in DuckDB, and the protocol between them.</summary>
public sealed class LoaderTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string container = $"c{Guid.NewGuid():N}";
    private readonly DuckDbWarehouse warehouse = DuckDbWarehouse.Open(":memory:");
    private AzureLake storage = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        storage = new AzureLake(LakeStorageSettings.FromConnectionString(azurite.ConnectionString).CreateClient());
        await storage.EnsureContainersAsync([container], Token);
    }

    public ValueTask DisposeAsync() => warehouse.DisposeAsync();

    [Fact]
    public async Task A_new_file_is_loaded_and_its_rejects_are_kept_with_the_reason()
    {
        var load = await LoadAsync(await PrepareAsync(WriteMode.Append), "a.csv", "id,city\n1,Paris\nx,Lyon\n3,\n");
        Assert.Equal((LoadState.Loaded, LoadKind.New, 2, 1), (load.State, load.Kind, load.Rows, load.Rejected));
        Assert.Equal(["1|Paris|1", "3||3"], Rows());
        var reject = Assert.Single(await warehouse.ReadRejectsAsync(new LedgerQuery { Load = load.Id }, Token));
        Assert.Equal((2, 3, 16, "id", "type", "x,Lyon"), (reject.Row, reject.Line, reject.ByteOffset, reject.Field, reject.Rule, reject.RawText));
        Assert.Equal(Untimed(load), Untimed(Assert.Single(await warehouse.ReadLoadsAsync(new LedgerQuery(), Token))));
    }

    [Fact]
    public async Task The_rejects_come_back_as_a_file_that_loads_once_it_is_mended()
    {
        var loader = await PrepareAsync(WriteMode.Append);
        var load = await LoadAsync(loader, "a.csv", "id,city\n1,Paris\nx,\"Ly\"\"on\"\n");
        await using var stream = await storage.OpenReadAsync((await storage.FindAsync(load.RejectsFile!, Token))!, 0, Token);
        var rejects = await new StreamReader(stream, Encoding.UTF8).ReadToEndAsync(Token);
        Assert.Equal("id,city,\"_errors\"\r\nx,\"Ly\"\"on\",\"id: \"\"x\"\" is not an integer\"\r\n", rejects);
        load = await LoadAsync(loader, "b.csv", rejects.Replace("\nx,", "\n2,", StringComparison.Ordinal));
        Assert.Equal((LoadState.Loaded, 1, 0), (load.State, load.Rows, load.Rejected));
        Assert.Equal(["1|Paris|1", "2|Ly\"on|1"], Rows());
    }

    [Fact]
    public async Task The_rejects_come_back_in_the_quotes_of_their_dataset()
    {
        var loader = await PrepareAsync(WriteMode.Append, dialect: new Dialect { QuoteChar = "'" });
        var load = await LoadAsync(loader, "a.csv", "id,city\n'x','L''Isle'\n");
        await using var stream = await storage.OpenReadAsync((await storage.FindAsync(load.RejectsFile!, Token))!, 0, Token);
        var rejects = await new StreamReader(stream, Encoding.UTF8).ReadToEndAsync(Token);
        load = await LoadAsync(loader, "b.csv", rejects.Replace("'x'", "2", StringComparison.Ordinal));
        Assert.Equal((LoadState.Loaded, 1, 0), (load.State, load.Rows, load.Rejected));
        Assert.Equal(["2|L'Isle|1"], Rows());
    }

    [Fact]
    public async Task A_version_that_is_loaded_is_not_loaded_again()
    {
        var loader = await PrepareAsync(WriteMode.Append);
        await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n");
        var again = await loader.LoadAsync($"{container}/a.csv", LoadTrigger.Blob, null, Token);
        Assert.Equal(LoadState.Unchanged, again.State);
        Assert.Equal(["1|Paris|1"], Rows());
    }

    [Fact]
    public async Task A_file_that_grows_is_read_from_where_it_ended_and_its_unended_record_again()
    {
        var loader = await PrepareAsync(WriteMode.Append);
        await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n2,Ly");
        Assert.Equal(["1|Paris|1", "2|Ly|2"], Rows());
        var load = await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n2,Lyon\n3,Nice\n");
        Assert.Equal((LoadKind.Append, 2L), (load.Kind, load.Rows));
        Assert.Equal(["1|Paris|1", "2|Lyon|2", "3|Nice|3"], Rows());
        var file = await warehouse.FindFileAsync($"{container}/a.csv", Token);
        Assert.Equal((3, 0), (file!.Rows, file.Rejected));
    }

    [Fact]
    public async Task A_file_whose_prefix_changes_is_replaced()
    {
        var loader = await PrepareAsync(WriteMode.Append);
        await LoadAsync(loader, "a.csv", "id,city\n1,Paris\nx,Lyon\n");
        var load = await LoadAsync(loader, "a.csv", "id,city\n1,Metz\n2,Lyon\n3,Nice\n");
        Assert.Equal(LoadKind.Replace, load.Kind);
        Assert.Equal(["1|Metz|1", "2|Lyon|2", "3|Nice|3"], Rows());
        Assert.Empty(await warehouse.ReadRejectsAsync(new LedgerQuery(), Token));
    }

    [Fact]
    public async Task Commits_of_a_few_rows_add_up_to_the_file()
    {
        var loader = await PrepareAsync(WriteMode.Append, commitRows: 1);
        var load = await LoadAsync(loader, "a.csv", "id,city\n" + string.Concat(Enumerable.Range(1, 100_000).Select(i => $"{i},c{i}\n")));
        Assert.Equal(100_000, load.Rows);
        Assert.Equal(100_000, Rows().Distinct().Count());
        Assert.True((await warehouse.FindFileAsync(load.File, Token))!.Version > 1);
    }

    [Theory]
    [InlineData("id,town\n1,Paris\n", "column \"city\" is missing")]
    [InlineData("", "The file is empty")]
    [InlineData("PK\u0003\u0004", "a ZIP archive")]
    public async Task A_file_that_does_not_fit_is_refused_and_leaves_no_row(string content, string reason)
    {
        var loader = await PrepareAsync(WriteMode.Append);
        await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n");
        var load = await LoadAsync(loader, "a.csv", content);
        Assert.Equal(LoadState.Refused, load.State);
        Assert.Contains(reason, load.Error, StringComparison.Ordinal);
        Assert.Empty(Rows());
    }

    [Fact]
    public async Task A_file_over_its_limit_of_rejects_leaves_no_row_behind_and_all_of_its_rejects()
    {
        var loader = await PrepareAsync(WriteMode.Append, onReject: new RejectPolicy(MaxRows: 1));
        var load = await LoadAsync(loader, "a.csv", "id,city\n1,Paris\nx,a\ny,b\n4,d\nz,c\n");
        Assert.Equal((LoadState.Refused, 0, 3), (load.State, load.Rows, load.Rejected));
        Assert.Empty(Rows());
        Assert.Equal(3, (await warehouse.ReadRejectsAsync(new LedgerQuery { Load = load.Id }, Token)).Count);
        Assert.Equal(LoadState.Unchanged, (await loader.LoadAsync(load.File, LoadTrigger.Blob, null, Token)).State);
    }

    [Fact]
    public async Task Merged_rows_are_those_of_the_later_row_and_the_later_file()
    {
        var loader = await PrepareAsync(WriteMode.Merge);
        await UploadAsync("b.csv", "id,city\n1,old\n3,old\n");
        await UploadAsync("a.csv", "id,city\n1,x\n2,x\n1,new\n");
        await loader.LoadAsync($"{container}/a.csv", LoadTrigger.Blob, null, Token);
        await loader.LoadAsync($"{container}/b.csv", LoadTrigger.Blob, null, Token);
        var rows = Rows().Select(r => r[..r.LastIndexOf('|')]);
        var (a, b) = (await storage.FindAsync($"{container}/a.csv", Token), await storage.FindAsync($"{container}/b.csv", Token));
        Assert.Equal(a!.LastModified > b!.LastModified ? ["1|new", "2|x", "3|old"] : ["1|old", "2|x", "3|old"], rows);
    }

    [Fact]
    public async Task The_newest_file_of_a_replace_dataset_is_the_table()
    {
        var loader = await PrepareAsync(WriteMode.Replace);
        await LoadAsync(loader, "a.csv", "id,city\n1,a\n2,a\n");
        await LoadAsync(loader, "b.csv", "id,city\n3,b\n");
        Assert.Equal(["3|b|1"], Rows());
    }

    [Fact]
    public async Task An_older_file_of_a_replace_dataset_is_the_whole_table_once_it_grows()
    {
        var loader = await PrepareAsync(WriteMode.Replace);
        await UploadAsync("a.csv", "id,city\n1,a\n");
        var newest = await UploadAsync("b.csv", "id,city\n3,b\n");
        await loader.LoadAsync($"{container}/b.csv", LoadTrigger.Blob, null, Token);
        await loader.LoadAsync($"{container}/a.csv", LoadTrigger.Blob, null, Token);
        Assert.Equal(["3|b|1"], Rows());

        // The lake counts last-modified in seconds: upload until it is a later one.
        while ((await UploadAsync("a.csv", "id,city\n1,a\n2,a\n")).LastModified <= newest.LastModified)
        {
        }

        await loader.LoadAsync($"{container}/a.csv", LoadTrigger.Blob, null, Token);
        Assert.Equal(["1|a|1", "2|a|2"], Rows());
    }

    [Fact]
    public async Task A_file_of_no_dataset_is_ignored_and_recorded_once()
    {
        var loader = await PrepareAsync(WriteMode.Append);
        var first = await LoadAsync(loader, "notes.txt", "hello");
        var second = await LoadAsync(loader, "notes.txt", "hello again");
        Assert.Equal((LoadState.Ignored, first.Id), (second.State, second.Id));
        Assert.Single(await warehouse.ReadLoadsAsync(new LedgerQuery(), Token));
    }

    [Fact]
    public async Task Of_two_loads_of_a_file_at_once_one_works_and_no_row_is_twice()
    {
        var loader = await PrepareAsync(WriteMode.Append);
        await UploadAsync("a.csv", "id,city\n" + string.Concat(Enumerable.Range(1, 50_000).Select(i => $"{i},c\n")));
        var loads = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => loader.LoadAsync($"{container}/a.csv", LoadTrigger.Blob, null, Token)));
        Assert.Single(loads, l => l.State == LoadState.Loaded);
        Assert.DoesNotContain(loads, l => l.State is not (LoadState.Loaded or LoadState.Busy or LoadState.Unchanged));
        Assert.Equal(50_000, Rows().Count);
    }

    [Fact]
    public async Task A_sweep_loads_what_is_not_loaded_and_nothing_else()
    {
        var loader = await PrepareAsync(WriteMode.Append);
        await LoadAsync(loader, "a.csv", "id,city\n1,a\n");
        await UploadAsync("b.csv", "id,city\n2,b\n");
        await UploadAsync("c.csv", "nonsense\n");
        var lake = Lake(WriteMode.Append, RejectPolicy.SkipRow);
        var sweeper = new Sweeper(lake, storage, warehouse, loader, new LoaderOptions(), TimeProvider.System, NullLogger<Sweeper>.Instance);
        var first = await sweeper.SweepAsync(Token);
        Assert.Equal((3, 1, 1, 1), (first.Files, first.Unchanged, first.Loaded, first.Refused));
        var second = await sweeper.SweepAsync(Token);
        Assert.Equal((3, 3, 0), (second.Files, second.Unchanged, second.Loaded));
        Assert.Equal(2, Rows().Count);
    }

    // The ledger keeps microseconds.
    private static Load Untimed(Load load) => load with { StartedAt = default, FinishedAt = null };

    private async Task<Loader> PrepareAsync(
        WriteMode mode, int commitRows = 1_000_000, RejectPolicy? onReject = null, Dialect? dialect = null)
    {
        var lake = Lake(mode, onReject ?? RejectPolicy.SkipRow, dialect);
        await warehouse.PrepareAsync(lake, Token);
        return new Loader(
            lake, storage, warehouse, new LoaderOptions { CommitRows = commitRows }, TimeProvider.System, NullLogger<Loader>.Instance);
    }

    private LakeDefinition Lake(WriteMode mode, RejectPolicy onReject, Dialect? dialect = null) => new("test",
    [
        new Dataset
        {
            Name = "cities",
            Path = new DatasetPath(container, "*.csv"),
            WriteMode = mode,
            OnReject = onReject,
            Dialect = dialect ?? Dialect.Default,
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
                        Constraints = new FieldConstraints { Required = true },
                    },
                    new Field { Name = "city", Column = new ColumnType(ColumnKind.Text) },
                ],
            },
        },
    ]);

    private async Task<Load> LoadAsync(Loader loader, string name, string content)
    {
        await UploadAsync(name, content);
        return await loader.LoadAsync($"{container}/{name}", LoadTrigger.Blob, null, Token);
    }

    private Task<LakeFile> UploadAsync(string name, string content) =>
        storage.UploadAsync($"{container}/{name}", new MemoryStream(Encoding.UTF8.GetBytes(content)), null, Token);

    private List<string> Rows()
    {
        using var connection = warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, coalesce(city, ''), _row FROM lake.cities ORDER BY id, _row";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add($"{reader.GetInt64(0)}|{reader.GetString(1)}|{reader.GetInt64(2)}");
        }

        return rows;
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Loading;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Operations;

/// <summary>
/// A person who asks to be forgotten: users (merge), their ads (append, with a key), and what people bid for those (append); their pets
/// (merge), and the toys of those (replace). Rows go along with the row that they refer to.
/// </summary>
public sealed class ErasureTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    private const string Ads = "id,owner\n10,1\n11,1\n12,2\n";

    private static readonly byte[] HashKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static readonly LoaderOptions Options = new() { Concurrency = 2, Read = new ReadOptions { HashKey = HashKey } };

    private readonly HookedStorage hooked = new(azurite.Lake);
    private IReadOnlyList<Dataset>? datasets;

    [Fact]
    public async Task A_row_is_erased_in_every_table_and_nothing_else_is()
    {
        await LoadAllAsync();

        var erasure = await EraseAsync(1);

        Assert.Equal((OperationState.Succeeded, OperationKind.Erase, 1 + 2 + 2), (erasure.State, erasure.Kind, erasure.Rows));
        Assert.Equal(["2|b"], Table("users", "id, name"));
        Assert.Equal(["12|2"], Table("ads", "id, owner"));
        Assert.Equal(["102|12"], Table("bids", "id, ad"));
    }

    [Fact]
    public async Task Answers_of_reports_that_are_kept_in_the_lake_are_erased()
    {
        const string Kept = $"{KeptFiles.Container}/{KeptFiles.Answers}0.txt";
        using var content = new MemoryStream("1,a"u8.ToArray());
        await Storage.UploadAsync(Kept, content, null, Token);
        await LoadAllAsync();

        await EraseAsync(1);

        Assert.Null(await Storage.FindAsync(Kept, Token));
    }

    [Fact]
    public async Task The_answer_says_which_lines_of_the_lake_still_have_it()
    {
        await LoadAllAsync();

        var erasure = await EraseAsync(1);

        Assert.Equal(
            [
                "ads/a.csv 1 2", "ads/a.csv 2 3", "bids/a.csv 1 2", "bids/a.csv 2 3", "users/a.csv 1 2", "users/b.csv 2 3",
            ],
            await RemainsAsync(erasure));
        Assert.Equal(4, erasure.Matched);
    }

    [Fact]
    public async Task Later_loads_growth_and_reloads_leave_it_out()
    {
        await LoadAllAsync();
        await EraseAsync(1);

        await UploadAsync("users/a.csv", "id,name\n1,a\n2,b\n1,again\n3,c\n");
        await UploadAsync("users/c.csv", "id,name\n1,new\n");
        await UploadAsync("ads/a.csv", Ads + "13,1\n14,3\n");
        await UploadAsync("ads/b.csv", "id,owner\n15,1\n");
        await SweepAsync();
        await RunAsync(WorkRequest.ForFiles(FileSelection.ForDataset("users") with { Again = true }, LoadTrigger.Http));

        Assert.Equal(["2|b", "3|c"], Table("users", "id, name"));
        Assert.Equal(["12|2", "14|3"], Table("ads", "id, owner"));
        var users = (await Warehouse.FindFileAsync(PathOf("users/a.csv"), Token))!;
        Assert.Equal((2, 2, 0), (users.Rows, users.Erased, users.Rejected));
        var only = (await Warehouse.FindFileAsync(PathOf("users/c.csv"), Token))!;
        Assert.Equal((LoadState.Loaded, 0, 1), (only.State, only.Rows, only.Erased));
        var grown = (await Warehouse.ReadLoadsAsync(new LedgerQuery { File = PathOf("ads/a.csv") }, Token))[0];
        Assert.Equal((LoadKind.Append, 1, 1), (grown.Kind, grown.Rows, grown.Erased));
    }

    [Fact]
    public async Task Its_rejects_and_their_lines_in_rejects_files_are_erased()
    {
        await UploadAsync("users/a.csv", "id,name\n1,toolong\n2,toolong\n1,x,y\n3,c\n");
        await SweepAsync();
        Assert.Equal([1L, 2L, 3L], await RejectsAsync("users/a.csv"));

        var erasure = await EraseAsync(1);

        Assert.Equal((0, 2), (erasure.Rows, erasure.Rejected));
        Assert.Equal([2L], await RejectsAsync("users/a.csv"));
        var load = (await Warehouse.ReadLoadsAsync(new LedgerQuery { File = PathOf("users/a.csv") }, Token))[0];
        Assert.StartsWith("id,name,\"_errors\"\r\n2,toolong,", await ReadTextAsync(load.RejectsFile!), StringComparison.Ordinal);

        // A reload does not bring them back either.
        await RunAsync(WorkRequest.ForFiles(FileSelection.ForDataset("users") with { Rejected = true }, LoadTrigger.Http));
        Assert.Equal([2L], await RejectsAsync("users/a.csv"));
    }

    [Fact]
    public async Task Rejects_of_files_that_are_gone_or_have_another_version_are_erased_as_well()
    {
        await UploadAsync("users/gone.csv", "id,name\n5,ok\n1,toolong\n");
        await UploadAsync("users/new.csv", "id,name\n1,toolong\n2,toolong\n");
        await SweepAsync();
        var before = (await Warehouse.ReadLoadsAsync(new LedgerQuery { File = PathOf("users/new.csv") }, Token))[0].RejectsFile!;
        await Storage.DeleteAsync(PathOf("users/gone.csv"), Token);
        await UploadAsync("users/new.csv", "id,name\n9,nine\n1,toolong\n2,toolong\n");

        var erasure = await EraseAsync(1);

        Assert.Equal(2, erasure.Rejected);
        Assert.Empty(await RejectsAsync("users/gone.csv"));

        // The search has held the lock, so it loads the version that came meanwhile.
        Assert.Equal([3L], await RejectsAsync("users/new.csv"));
        Assert.DoesNotContain("\n1,", await ReadTextAsync(before), StringComparison.Ordinal);
        Assert.Equal(["users/new.csv 2 3"], await RemainsAsync(erasure));
    }

    [Fact]
    public async Task Rejects_of_the_loaded_version_are_erased_though_the_load_of_a_newer_one_has_failed()
    {
        await UploadAsync("users/a.csv", "id,name\n1,toolong\n2,toolong\n");
        await SweepAsync();
        await UploadAsync("users/a.csv", "id,name\n9,nine\n1,toolong\n2,toolong\n");
        hooked.OnRead = (_, _) => throw new IOException("The disk is gone.");
        using var loader = await PrepareAsync(NewLake(), Options, hooked);
        Assert.Equal(LoadState.Failed, (await loader.LoadAsync(PathOf("users/a.csv"), LoadTrigger.Blob, null, Token)).State);

        var erasure = await EraseAsync(1);

        Assert.Equal(1, erasure.Rejected);
        Assert.Equal([2L], await RejectsAsync("users/a.csv"));
    }

    [Fact]
    public async Task A_rejects_file_of_an_earlier_version_goes_as_a_whole()
    {
        await UploadAsync("users/a.csv", "id,name\n1,toolong\n2,toolong\n");
        await SweepAsync();
        var old = (await Warehouse.ReadLoadsAsync(new LedgerQuery { File = PathOf("users/a.csv") }, Token))[0].RejectsFile!;
        await UploadAsync("users/a.csv", "id,name\n3,c\n");
        await SweepAsync();
        Assert.NotNull(await Storage.FindAsync(old, Token));

        await EraseAsync(1);

        Assert.Null(await Storage.FindAsync(old, Token));
    }

    [Fact]
    public async Task A_load_that_began_before_is_waited_for()
    {
        var (began, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await UploadAsync("users/a.csv", "id,name\n1,a\n2,b\n");
        hooked.OnRead = async (_, _) =>
        {
            began.TrySetResult();
            await goOn.Task;
        };
        using var loader = await PrepareAsync(NewLake(), Options, hooked);
        var loading = loader.LoadAsync(PathOf("users/a.csv"), LoadTrigger.Blob, null, Token);
        await began.Task;

        var erasing = EraseAsync(1);
        while ((await Warehouse.ReadTombstonesAsync(0, Token)).Count == 0)
        {
            await Task.Yield();
        }

        Assert.False(erasing.IsCompleted);
        goOn.SetResult();
        await loading;
        var erasure = await erasing;

        Assert.Equal((OperationState.Succeeded, 1), (erasure.State, erasure.Rows));
        Assert.Equal(["2|b"], Table("users", "id, name"));
    }

    [Fact]
    public async Task A_version_whose_event_found_the_file_locked_by_the_search_is_loaded_after_it()
    {
        await UploadAsync("users/a.csv", "id,name\n1,a\n2,b\n");
        await SweepAsync();
        using var loader = await PrepareAsync(NewLake(), Options);
        LoadState? state = null;
        hooked.OnRead = async (_, _) =>
        {
            if (state is null)
            {
                state = LoadState.Running;
                await UploadAsync("users/a.csv", "id,name\n1,a\n2,b\n3,c\n");
                state = (await loader.LoadAsync(PathOf("users/a.csv"), LoadTrigger.Blob, null, Token)).State;
            }
        };

        Assert.Equal(OperationState.Succeeded, (await EraseAsync(1, storage: hooked)).State);

        Assert.Equal(LoadState.Busy, state);
        Assert.Equal(["2|b", "3|c"], Table("users", "id, name"));
    }

    [Fact]
    public async Task An_erasure_that_was_cut_off_before_the_rows_went_is_completed_by_the_next()
    {
        await LoadAllAsync();
        var (broken, counts) = CountedWarehouse.Over(Warehouse);
        counts.OnCall = name =>
        {
            if (name == nameof(IErasure.EraseRowsAsync))
            {
                throw new WarehouseUnavailableException("The database is paused.");
            }
        };
        Assert.Equal(OperationState.Failed, (await EraseAsync(1, broken)).State);
        Assert.Equal(3, Table("ads", "id").Count);

        Assert.Equal(5, (await EraseAsync(1)).Rows);
        Assert.Equal(["102|12"], Table("bids", "id, ad"));
    }

    [Fact]
    public async Task An_erasure_can_be_repeated_and_still_names_all_lines()
    {
        await LoadAllAsync();
        var first = await EraseAsync(1);
        var second = await EraseAsync(1);
        Assert.Equal((OperationState.Succeeded, 0, 0), (second.State, second.Rows, second.Rejected));
        Assert.Equal(await RemainsAsync(first), await RemainsAsync(second));
        Assert.Equal(3, (await Warehouse.ReadTombstonesAsync(0, Token)).Count);
    }

    [Fact]
    public async Task What_refers_to_a_row_that_was_left_out_goes_when_the_key_of_that_row_is_erased()
    {
        await LoadAllAsync();
        await EraseAsync(1);
        await UploadAsync("bids/b.csv", "id,ad\n200,20\n201,12\n");
        await UploadAsync("ads/b.csv", "id,owner\n20,1\n");
        await SweepAsync();
        Assert.Equal(["102|12", "200|20", "201|12"], Table("bids", "id, ad"));
        Assert.Equal(["12|2"], Table("ads", "id, owner"));

        Assert.Equal(1, (await EraseAsync(20, dataset: "ads")).Rows);
        Assert.Equal(["102|12", "201|12"], Table("bids", "id, ad"));
    }

    [Fact]
    public async Task A_key_that_went_along_with_one_is_erased_with_another_as_well()
    {
        await LoadAllAsync();
        await EraseAsync(1);
        await UploadAsync("bids/b.csv", "id,ad\n200,10\n");

        var second = await EraseAsync(10, dataset: "ads");

        Assert.Equal(OperationState.Succeeded, second.State);
        Assert.Equal(["ads/a.csv 1 2", "bids/a.csv 1 2", "bids/b.csv 1 2"], await RemainsAsync(second));
    }

    [Fact]
    public async Task A_line_of_old_does_not_erase_the_row_that_has_replaced_it()
    {
        await UploadAsync("users/a.csv", "id,name\n1,a\n2,b\n");
        await UploadAsync("pets/a.csv", "id,owner\n50,1\n");
        await SweepAsync();
        await UploadLaterAsync("pets/b.csv", "id,owner\n50,2\n", (await Storage.FindAsync(PathOf("pets/a.csv"), Token))!);
        await UploadAsync("toys/a.csv", "id,pet\n7,50\n");
        await SweepAsync();

        Assert.Equal(1, (await EraseAsync(1)).Rows);
        await RunAsync(WorkRequest.ForFiles(FileSelection.ForDataset("pets") with { Again = true }, LoadTrigger.Http));

        Assert.Equal(["50|2"], Table("pets", "id, owner"));
        Assert.Equal(["7|50"], Table("toys", "id, pet"));
    }

    [Fact]
    public async Task A_key_that_nobody_has_is_erased_before_it_comes()
    {
        var erasure = await EraseAsync(7);
        Assert.Equal((OperationState.Succeeded, 0), (erasure.State, erasure.Rows));
        await UploadAsync("users/a.csv", "id,name\n7,a\n8,b\n");
        await SweepAsync();
        Assert.Equal(["8|b"], Table("users", "id, name"));
    }

    [Fact]
    public async Task A_row_stays_erased_when_its_dataset_gets_another_primary_key()
    {
        await LoadAllAsync();
        await EraseAsync(1);
        datasets = Changed("users", d => d with { Schema = d.Schema with { PrimaryKey = ["name"] } });

        await RunAsync(WorkRequest.ForFiles(FileSelection.ForDataset("users") with { Again = true }, LoadTrigger.Http));

        Assert.Equal(["2|b"], Table("users", "id, name"));
    }

    [Fact]
    public async Task Files_of_a_renamed_dataset_are_not_loaded_before_its_keys_are_erased_under_the_new_name()
    {
        await LoadAllAsync();
        await EraseAsync(1);
        List<Dataset> renamed =
        [
            .. Changed("users", d => d with { Name = "people" }).Select(d => d with
            {
                Schema = d.Schema with
                {
                    ForeignKeys = [.. d.Schema.ForeignKeys.Select(k => k.Dataset == "users" ? k with { Dataset = "people" } : k)],
                },
            }),
        ];
        datasets = renamed;

        // Trying again does not help.
        for (var sweeps = 0; sweeps < 3; sweeps++)
        {
            await SweepAsync();
            await RunAsync(WorkRequest.ForFiles(FileSelection.ForDataset("people") with { Again = true }, LoadTrigger.Http));
            await RunAsync(WorkRequest.ForFile(PathOf("users/a.csv"), again: true, LoadTrigger.Http));

            Assert.Contains(
                "people does not know them", (await Warehouse.FindFileAsync(PathOf("users/a.csv"), Token))!.Error,
                StringComparison.Ordinal);
            Assert.Empty(Table("people", "id, name"));
            Time.Advance(TimeSpan.FromDays(1));
        }

        await EraseAsync(1, dataset: "people");
        datasets = [.. renamed, NewDataset("users", WriteMode.Merge, Number("id")) with { Paths = [new DatasetPath(Container, "none")] }];
        await RunAsync(WorkRequest.ForFiles(FileSelection.ForDataset("people") with { Again = true }, LoadTrigger.Http));
        Assert.Equal(["2|b"], Table("people", "id, name"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named_because_nobody_knows_what_it_has()
    {
        await UploadAsync("users/a.csv", "number,name\n1,a\n");
        await SweepAsync();
        var erasure = await EraseAsync(1);
        Assert.Equal((OperationState.Succeeded, 1), (erasure.State, erasure.Failed));
        Assert.Equal(["users/a.csv 0 0"], await RemainsAsync(erasure));
    }

    [Fact]
    public async Task Nothing_that_is_kept_has_the_value_of_the_key()
    {
        await UploadAsync("users/a.csv", "id,name\n987654321,a\n");
        await SweepAsync();
        var erasure = await EraseAsync(987654321);
        Assert.DoesNotContain("987654321", erasure.Request, StringComparison.Ordinal);
        var tombstone = Assert.Single(await Warehouse.ReadTombstonesAsync(0, Token));
        Assert.Equal((64, tombstone.Hash), (tombstone.Hash.Length, tombstone.Root));
    }

    private async Task LoadAllAsync()
    {
        var first = await UploadAsync("users/a.csv", "id,name\n1,a\n2,b\n");
        await UploadLaterAsync("users/b.csv", "id,name\n2,b\n1,newer\n", first);
        await UploadAsync("ads/a.csv", Ads);
        await UploadAsync("bids/a.csv", "id,ad\n100,10\n101,11\n102,12\n");
        await SweepAsync();
        Assert.Equal(["1|newer", "2|b"], Table("users", "id, name"));
    }

    private Task<Operation> SweepAsync() => RunAsync(WorkRequest.Sweep());

    private async Task<Operation> EraseAsync(
        long id, IWarehouse? warehouse = null, ILakeStorage? storage = null, string dataset = "users")
    {
        var lake = NewLake();
        Assert.Null(ErasureKey.TryRead(
            lake.Find(dataset)!, new Dictionary<string, string> { ["id"] = $"{id}" }, HashKey, Warehouse.Limits, out var key));
        return await RunAsync(WorkRequest.ForKey(key!, LoadTrigger.Http), warehouse, storage);
    }

    private async Task<Operation> RunAsync(WorkRequest request, IWarehouse? warehouse = null, ILakeStorage? storage = null)
    {
        var lake = NewLake();
        using var loader = await PrepareAsync(lake, Options, warehouse: warehouse);
        var sweeper = new Sweeper(
            lake, storage ?? Storage, warehouse ?? Warehouse, loader, Options, Time, NullLogger.Instance);
        var started = await sweeper.Operations.StartAsync(request, Token);
        return await sweeper.Operations.WaitAsync(started.Id, longest: null, onProgress: null, Token);
    }

    private async Task<IReadOnlyList<string>> RemainsAsync(Operation erasure) =>
        [.. (await Warehouse.ReadRemainsAsync(erasure.Id, 100, Token))
            .Select(r => $"{r.File[(Container.Length + 1)..]} {r.Row} {r.Line}")];

    private async Task<IReadOnlyList<long>> RejectsAsync(string file) =>
        [.. (await Warehouse.ReadRejectsAsync(new LedgerQuery { File = PathOf(file) }, Token)).Select(r => r.Row).Distinct()];

    private List<string> Table(string dataset, string columns)
    {
        using var connection = Warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {columns} FROM lake.{dataset} ORDER BY ALL";
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetValue(i)}")));
        }

        return rows;
    }

    private LakeDefinition NewLake() => new("test", datasets ?? NewDatasets());

    private IReadOnlyList<Dataset> Changed(string dataset, Func<Dataset, Dataset> change) =>
        [.. NewDatasets().Select(d => d.Name == dataset ? change(d) : d)];

    private IReadOnlyList<Dataset> NewDatasets() =>
    [
        NewDataset("users", WriteMode.Merge, Number("id"), Text("name")),
        WithReference(NewDataset("ads", WriteMode.Append, Number("id"), Number("owner")), "owner", "users"),
        WithReference(NewDataset("bids", WriteMode.Append, Number("id"), Number("ad")), "ad", "ads"),
        WithReference(NewDataset("pets", WriteMode.Merge, Number("id"), Number("owner")), "owner", "users"),
        WithReference(NewDataset("toys", WriteMode.Replace, Number("id"), Number("pet")), "pet", "pets"),
    ];

    private Dataset NewDataset(string name, WriteMode mode, params Field[] fields) => new()
    {
        Name = name,
        Paths = [new DatasetPath(Container, $"{name}/*.csv")],
        WriteMode = mode,
        Schema = new TableSchema { Fields = fields, PrimaryKey = mode == WriteMode.Replace ? [] : ["id"] },
    };

    private static Dataset WithReference(Dataset dataset, string field, string to) => dataset with
    {
        Schema = dataset.Schema with { ForeignKeys = [new ForeignKey([field], to, ["id"]) { Erases = true }] },
    };

    private static Field Number(string name) => new()
    {
        Name = name,
        Type = FieldType.Integer,
        Column = new ColumnType(ColumnKind.Int64),
        Constraints = new FieldConstraints { Required = name == "id" },
    };

    private static Field Text(string name) => new()
    {
        Name = name,
        Column = new ColumnType(ColumnKind.Text),
        Constraints = new FieldConstraints { MaxLength = 5 },
    };
}

using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Analytics;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Hosting;
using Sluice.IntegrationTests.SqlServer;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    [InlineData(WriteMode.Replace)]
    public async Task A_file_adds_its_new_columns_to_the_table_and_later_files_fill_them(WriteMode mode)
    {
        var people = await PrepareAsync(Adding(mode));
        var storage = new MemoryLake();

        Assert.Equal(LoadState.Loaded, (await LoadAsync(storage, people, "a", "id,name\n1,Ann\n", 1)).State);
        var added = await LoadAsync(storage, people, "b", "colour,id,name,Size\nred,2,Bob,9\n,3,Eve,\n", 2);
        Assert.Equal((LoadState.Loaded, 2), (added.State, added.Rows));
        var grown = await LoadAsync(storage, people, "b", "colour,id,name,Size\nred,2,Bob,9\n,3,Eve,\nblue,4,Kim,8\n", 3);
        Assert.Equal(LoadState.Loaded, grown.State);
        Assert.Equal(LoadState.Loaded, (await LoadAsync(storage, people, "c", "Size,name,id\n7,Joe,5\n", 4)).State);

        var extended = people.WithAdded(await Warehouse.ReadAddedColumnsAsync(Cancel));
        Assert.Equal(["id", "name", "colour", "Size"], extended.Schema.Fields.Select(f => f.Name));
        string[] all = ["1|Ann|∅|∅", "2|Bob|red|9", "3|Eve|∅|∅", "4|Kim|blue|8", "5|Joe|∅|7"];
        Assert.Equal(mode == WriteMode.Replace ? all[4..] : all, await ReadTextsAsync(extended));
        Assert.Equal(
            [
                $"{added.Id}|0|data/people/b.csv|people|colour|new|∅|colour|text|added|∅",
                $"{added.Id}|1|data/people/b.csv|people|Size|new|∅|Size|integer|added|∅",
            ],
            await ReadChangesAsync());
        Assert.Equal(people.Fingerprint, extended.Fingerprint);
        Assert.All(await Warehouse.ReadFilesAsync(people.Name, Cancel), f => Assert.Equal(people.Fingerprint, f.Value.Fingerprint));

        // A process that starts later, or prepares the tables again, knows them.
        await PrepareAsync(people);
        Assert.Equal(LoadState.Loaded, (await LoadAsync(storage, people, "d", "id,name,colour\n6,Zoe,green\n", 5)).State);
        Assert.Equal("6|Zoe|green|∅", (await ReadTextsAsync(extended))[^1]);
    }

    [Fact]
    public async Task Any_header_becomes_a_column_with_a_name_that_is_free()
    {
        var people = await PrepareAsync(Adding(WriteMode.Append));
        var storage = new MemoryLake();
        var longest = new string('h', 200);

        var load = await LoadAsync(
            storage, people, "a",
            $"id,name,_file,ID,x,x,\"two\nlines\",\"a]b\"\"\",__,{longest},{longest}2\n1,Ann,b,c,d,e,f,g,h,i,j\n", 1);

        Assert.Equal(LoadState.Loaded, load.State);
        var extended = people.WithAdded(await Warehouse.ReadAddedColumnsAsync(Cancel));
        Assert.Equal(
            ["id", "name", "file", "ID_2", "x", "x#2", "two lines", "a]b\"", "__", longest[..128], longest[..126] + "_2"],
            extended.Schema.Fields.Select(f => f.Name));
        Assert.Equal(["1|Ann|b|c|d|e|f|g|h|i|j"], await ReadTextsAsync(extended));
    }

    [Fact]
    public async Task An_added_column_that_the_definition_declares_keeps_its_values_as_a_string_and_no_other_type()
    {
        var people = await PrepareAsync(Adding(WriteMode.Append));
        await LoadAsync(new MemoryLake(), people, "a", "id,name,size\n1,Ann,9\n", 1);

        var declared = Adding(WriteMode.Append, Datasets.Text("size"));
        await PrepareAsync(declared);
        Assert.Equal(["1|Ann|9"], await ReadTextsAsync(declared));

        var failure = await Assert.ThrowsAsync<WarehouseUnavailableException>(
            () => PrepareAsync(Adding(WriteMode.Append, Datasets.Integer("size"))));
        Assert.Contains(
            " (a file has added the column: declare the field as a string, or drop the column and load the files again)", failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_of_a_removed_field_of_another_type_is_not_filled_with_texts()
    {
        var people = Adding(WriteMode.Append, Datasets.Integer("size"));
        await PrepareAsync(people);
        var storage = new MemoryLake();
        await LoadAsync(storage, people, "a", "id,name,size\n1,Ann,9\n", 1);
        var fewer = await PrepareAsync(Adding(WriteMode.Append));

        Assert.Equal(LoadState.Loaded, (await LoadAsync(storage, fewer, "b", "id,name,size\n2,Bob,XL\n", 2)).State);

        var added = Assert.Single(await Warehouse.ReadAddedColumnsAsync(Cancel));
        Assert.Equal(new AddedColumn("people", "size_2", "size"), added);
        Assert.Equal(["1|Ann|∅", "2|Bob|XL"], await ReadTextsAsync(fewer.WithAdded([added])));
    }

    [Fact]
    public async Task Many_loads_add_columns_at_the_same_time()
    {
        var people = await PrepareAsync(Adding(WriteMode.Append));
        var storage = new MemoryLake();
        var names = Enumerable.Range(0, 6).Select(i => $"f{i}").ToList();
        var loads = await Task.WhenAll(names.Select((name, i) => Task.Run(
            () => LoadAsync(storage, people, name, $"id,name,own{i},shared\n{i},Ann,a,b\n", i), Cancel)));

        Assert.All(loads, l => Assert.Equal((LoadState.Loaded, 1), (l.State, l.Rows)));
        var added = await Warehouse.ReadAddedColumnsAsync(Cancel);
        Assert.Equal(names.Select((_, i) => $"own{i}").Append("shared").Order(), added.Select(c => c.Name).Order());
        var rows = await ReadTextsAsync(people.WithAdded(added.OrderBy(c => c.Name, StringComparer.Ordinal)));
        Assert.Equal(
            Enumerable.Range(0, 6).Select(i => $"{i}|Ann|{string.Join('|', names.Select((_, j) => i == j ? "a" : "∅"))}|b"), rows);
    }

    [Fact]
    public async Task The_set_of_a_dataset_gets_added_columns_within_seconds()
    {
        var people = await PrepareAsync(Adding(WriteMode.Append));
        var lake = new LakeDefinition("test", [people]);
        var time = new FakeTimeProvider();
        var models = new AnalyticsModels(lake, SluiceServices.CreateModel(lake), Warehouse, time);
        using var service = new AnalyticsService(models, Warehouse.Queries, new QueryLimits(), TimeProvider.System);
        await service.RefreshAsync(Cancel);
        var before = service.Resolve("people")!;

        await LoadAsync(new MemoryLake(), people, "a", "id,name,size\n1,Ann,9\n", 1);
        await service.RefreshAsync(Cancel);
        Assert.Null(service.Model.Find("people")!.Find("size"));
        time.Advance(TimeSpan.FromSeconds(3));
        await service.RefreshAsync(Cancel);

        Assert.NotNull(service.Model.Find("people")!.Find("size"));
        var options = new Dictionary<string, string> { ["$filter"] = "size eq '9'" };
        Assert.Equal(1, await service.CountAsync(service.Resolve("people")! with { Options = options, IsCount = true }, Cancel));

        // A request that was parsed before is answered by the model of that time.
        Assert.Equal(1, await service.CountAsync(before with { IsCount = true }, Cancel));
        Assert.Throws<QueryRefusedException>(() => service.Check(before with { Options = options }));
    }

    [Fact]
    public async Task More_columns_than_a_table_can_have_refuse_the_file()
    {
        var people = await PrepareAsync(Adding(WriteMode.Append));
        var load = await LoadAsync(
            new MemoryLake(), people, "a", $"id,name,{string.Join(',', Enumerable.Range(0, 999).Select(i => $"c{i}"))}\n", 1);

        Assert.Equal(
            (LoadState.Refused,
                "The file has 999 columns that are no fields, and the table has 2: with them it would have more than 1000, the most that "
                + "files can fill up (\"sluice:onNewColumn\": \"add\")."),
            (load.State, load.Error));
        Assert.Empty(await Warehouse.ReadAddedColumnsAsync(Cancel));
        Assert.Equal(100, (await ReadChangesAsync()).Count(c => c.EndsWith("|refused|∅", StringComparison.Ordinal)));
    }

    private static Dataset Adding(WriteMode mode, params Field[] more)
    {
        var people = Datasets.People("people", mode);
        return people with
        {
            OnNewColumn = NewColumnPolicy.Add,
            Schema = people.Schema with { Fields = [.. people.Schema.Fields, .. more], FieldsMatch = FieldsMatch.Equal },
        };
    }

    private async Task<Load> LoadAsync(MemoryLake storage, Dataset dataset, string name, string text, int hour)
    {
        using var loader = new Loader(
            new LakeDefinition("test", [dataset]), storage, Warehouse, new LoaderOptions(), TimeProvider.System,
            NullLogger<Loader>.Instance);
        storage.Put($"data/people/{name}.csv", Encoding.UTF8.GetBytes(text), Day.AddHours(hour));
        return await loader.LoadAsync($"data/people/{name}.csv", LoadTrigger.Blob, null, Cancel);
    }

    /// <summary>The rows of a dataset as texts, ordered by them.</summary>
    private async Task<List<string>> ReadTextsAsync(Dataset dataset) =>
    [
        .. (await ReadRowsAsync(dataset)).Select(r => string.Join('|', r.Take(dataset.Schema.Fields.Count).Select(v => v ?? "∅")))
            .Order(StringComparer.Ordinal),
    ];
}

using System.Text;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.SqlServer;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Loading;

public sealed class LoaderTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    [Fact]
    public async Task A_new_file_is_loaded_and_its_rejects_are_kept_with_the_reason()
    {
        var load = await LoadAsync(await PrepareAsync(Lake(WriteMode.Append)), "a.csv", "id,city\n1,Paris\nx,Lyon\n3,\n");
        Assert.Equal((LoadState.Loaded, LoadKind.New, 2, 1), (load.State, load.Kind, load.Rows, load.Rejected));
        Assert.Equal(["1|Paris|1", "3||3"], Rows());
        var reject = Assert.Single(await Warehouse.ReadRejectsAsync(new LedgerQuery { Load = load.Id }, Token));
        Assert.Equal(
            (2, 3, 16, "id", "type", "x,Lyon"), (reject.Row, reject.Line, reject.ByteOffset, reject.Field, reject.Rule, reject.RawText));
        Assert.Equal(load with { Fingerprint = null }, Assert.Single(await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token)));
    }

    [Fact]
    public async Task The_rejects_come_back_as_a_file_that_loads_once_it_is_mended()
    {
        var loader = await PrepareAsync(Lake(WriteMode.Append));
        var load = await LoadAsync(loader, "a.csv", "id,city\n1,Paris\nx,\"Ly\"\"on\"\n");
        var rejects = await ReadTextAsync(load.RejectsFile!);
        Assert.Equal("id,city,\"_errors\"\r\nx,\"Ly\"\"on\",\"id: \"\"x\"\" is not an integer\"\r\n", rejects);
        load = await LoadAsync(loader, "b.csv", rejects.Replace("\nx,", "\n2,", StringComparison.Ordinal));
        Assert.Equal((LoadState.Loaded, 1, 0), (load.State, load.Rows, load.Rejected));
        Assert.Equal(["1|Paris|1", "2|Ly\"on|1"], Rows());
    }

    [Fact]
    public async Task The_rejects_come_back_as_they_were_though_they_look_like_formulas()
    {
        var load = await LoadAsync(await PrepareAsync(Lake(WriteMode.Append)), "a.csv", "id,city\n=1+1,@a\n-x,+49\n");
        Assert.Equal(
            "id,city,\"_errors\"\r\n=1+1,@a,\"id: \"\"=1+1\"\" is not an integer\"\r\n-x,+49,\"id: \"\"-x\"\" is not an integer\"\r\n",
            await ReadTextAsync(load.RejectsFile!));
    }

    [Fact]
    public async Task The_rejects_come_back_in_the_quotes_of_their_dataset()
    {
        var loader = await PrepareAsync(Lake(WriteMode.Append, dialect: new CsvDialect { QuoteChar = "'" }));
        var load = await LoadAsync(loader, "a.csv", "id,city\n'x','L''Isle'\n");
        var rejects = await ReadTextAsync(load.RejectsFile!);
        load = await LoadAsync(loader, "b.csv", rejects.Replace("'x'", "2", StringComparison.Ordinal));
        Assert.Equal((LoadState.Loaded, 1, 0), (load.State, load.Rows, load.Rejected));
        Assert.Equal(["2|L'Isle|1"], Rows());
    }

    [Fact]
    public async Task A_version_that_is_loaded_is_not_loaded_again()
    {
        var loader = await PrepareAsync(Lake(WriteMode.Append));
        await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n");
        var again = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
        Assert.Equal(LoadState.Unchanged, again.State);
        Assert.Equal(["1|Paris|1"], Rows());
    }

    [Fact]
    public async Task A_file_that_grows_is_read_from_where_it_ended_and_its_unended_record_again()
    {
        var loader = await PrepareAsync(Lake(WriteMode.Append));
        await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n2,Ly");
        Assert.Equal(["1|Paris|1", "2|Ly|2"], Rows());
        var load = await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n2,Lyon\n3,Nice\n");
        Assert.Equal((LoadKind.Append, 2L), (load.Kind, load.Rows));
        Assert.Equal(["1|Paris|1", "2|Lyon|2", "3|Nice|3"], Rows());
        var file = await Warehouse.FindFileAsync(PathOf("a.csv"), Token);
        Assert.Equal((3, 0), (file!.Rows, file.Rejected));
    }

    [Fact]
    public async Task A_file_whose_prefix_changes_is_replaced()
    {
        var loader = await PrepareAsync(Lake(WriteMode.Append));
        await LoadAsync(loader, "a.csv", "id,city\n1,Paris\nx,Lyon\n");
        var load = await LoadAsync(loader, "a.csv", "id,city\n1,Metz\n2,Lyon\n3,Nice\n");
        Assert.Equal(LoadKind.Replace, load.Kind);
        Assert.Equal(["1|Metz|1", "2|Lyon|2", "3|Nice|3"], Rows());
        Assert.Empty(await Warehouse.ReadRejectsAsync(new LedgerQuery(), Token));
    }

    [Fact]
    public async Task Commits_of_a_few_rows_add_up_to_the_file()
    {
        var loader = await PrepareAsync(Lake(), new LoaderOptions { CommitRows = 7_000 });
        var load = await LoadAsync(loader, "a.csv", "id,city\n" + string.Concat(Enumerable.Range(1, 100_000).Select(i => $"{i},c{i}\n")));
        Assert.Equal(100_000, load.Rows);
        Assert.Equal(100_000, Rows().Distinct().Count());
        Assert.Equal(15, (await Warehouse.FindFileAsync(load.File, Token))!.RowVersion);
    }

    [Theory]
    [InlineData("id,town\n1,Paris\n", "column \"city\" is missing")]
    [InlineData("PK\u0003\u0004", "The ZIP archive is damaged")]
    public async Task A_file_that_does_not_fit_is_refused_and_leaves_no_row(string content, string reason)
    {
        var loader = await PrepareAsync(Lake(WriteMode.Append));
        await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n");
        var load = await LoadAsync(loader, "a.csv", content);
        Assert.Equal(LoadState.Refused, load.State);
        Assert.Contains(reason, load.Error, StringComparison.Ordinal);
        Assert.Empty(Rows());
    }

    [Fact]
    public async Task A_file_over_its_limit_of_rejects_leaves_no_row_behind_and_all_of_its_rejects()
    {
        var loader = await PrepareAsync(Lake(WriteMode.Append, onReject: new RejectPolicy(MaxRows: 1)));
        var load = await LoadAsync(loader, "a.csv", "id,city\n1,Paris\nx,a\ny,b\n4,d\nz,c\n");
        Assert.Equal((LoadState.Refused, 0, 3), (load.State, load.Rows, load.Rejected));
        Assert.Empty(Rows());
        Assert.Equal(3, (await Warehouse.ReadRejectsAsync(new LedgerQuery { Load = load.Id }, Token)).Count);
        Assert.Equal(LoadState.Unchanged, (await loader.LoadAsync(load.File, LoadTrigger.Blob, null, Token)).State);
    }

    [Fact]
    public async Task A_file_that_grows_over_its_limit_of_rejects_leaves_no_row_behind()
    {
        var loader = await PrepareAsync(Lake(onReject: new RejectPolicy(MaxRows: 1)));
        var load = await LoadAsync(loader, "a.csv", "id,city\n1,Paris\nx,a\n");
        Assert.Equal(LoadState.Loaded, load.State);
        load = await LoadAsync(loader, "a.csv", "id,city\n1,Paris\nx,a\n4,d\nz,c\n");
        Assert.Equal((LoadState.Refused, 0, 2), (load.State, load.Rows, load.Rejected));
        Assert.Empty(Rows());
    }

    [Fact]
    public async Task A_share_of_rejects_is_one_of_all_rows_of_a_file_that_has_grown()
    {
        var loader = await PrepareAsync(Lake(onReject: new RejectPolicy(MaxShare: 0.3)));
        await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n2,a\n3,b\n");
        var load = await LoadAsync(loader, "a.csv", "id,city\n1,Paris\n2,a\n3,b\nz,c\n");
        Assert.Equal((LoadState.Loaded, 0, 1), (load.State, load.Rows, load.Rejected));
    }

    [Theory]
    [InlineData(1, "1|new 2|x 3|old")]
    [InlineData(0, "1|old 2|x 3|old")]
    [InlineData(-1, "1|old 2|x 3|old")]
    public async Task Merged_rows_are_those_of_the_later_row_and_the_later_file(int secondsLater, string rows)
    {
        var lake = new MemoryLake();
        var modified = Time.GetUtcNow();
        lake.Put(PathOf("a.csv"), Encoding.UTF8.GetBytes("id,city\n1,x\n2,x\n1,new\n"), modified.AddSeconds(secondsLater));
        lake.Put(PathOf("b.csv"), Encoding.UTF8.GetBytes("id,city\n1,old\n3,old\n"), modified);
        var loader = await PrepareAsync(Lake(WriteMode.Merge), storage: lake);
        await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
        await loader.LoadAsync(PathOf("b.csv"), LoadTrigger.Blob, null, Token);
        Assert.Equal(rows, string.Join(' ', Rows().Select(r => r[..r.LastIndexOf('|')])));
    }

    [Fact]
    public async Task The_newest_file_of_a_replace_dataset_is_the_table()
    {
        var loader = await PrepareAsync(Lake(WriteMode.Replace));
        await LoadAsync(loader, "a.csv", "id,city\n1,a\n2,a\n");
        await LoadAsync(loader, "b.csv", "id,city\n3,b\n");
        Assert.Equal(["3|b|1"], Rows());
    }

    [Fact]
    public async Task An_older_file_of_a_replace_dataset_is_the_whole_table_once_it_grows()
    {
        var loader = await PrepareAsync(Lake(WriteMode.Replace));
        await UploadAsync("a.csv", "id,city\n1,a\n");
        var newest = await UploadAsync("b.csv", "id,city\n3,b\n");
        await loader.LoadAsync(PathOf("b.csv"), LoadTrigger.Blob, null, Token);
        await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
        Assert.Equal(["3|b|1"], Rows());

        await UploadLaterAsync("a.csv", "id,city\n1,a\n2,a\n", newest);
        await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
        Assert.Equal(["1|a|1", "2|a|2"], Rows());
    }

    [Fact]
    public async Task A_file_of_no_dataset_is_ignored_and_recorded_once()
    {
        var loader = await PrepareAsync(Lake(WriteMode.Append));
        var first = await LoadAsync(loader, "notes.txt", "hello");
        var second = await LoadAsync(loader, "notes.txt", "hello again");
        Assert.Equal((LoadState.Ignored, first.Id), (second.State, second.Id));
        Assert.Single(await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token));
    }

    [Theory]
    [InlineData("CONTAINER/x/../a.csv")]
    [InlineData("CONTAINER/./a.csv")]
    [InlineData("CONTAINER/x\\..\\a.csv")]
    [InlineData("CONTAINER/..")]
    [InlineData("../CONTAINER/a.csv")]
    [InlineData("OTHER/a.csv")]
    [InlineData("a.csv")]
    [InlineData("")]
    public async Task What_names_no_file_of_the_lake_is_not_found_whatever_asks_for_it_and_leaves_nothing_in_the_ledger(string path)
    {
        var loader = await PrepareAsync(Lake(WriteMode.Append));
        await UploadAsync("a.csv", "id,city\n1,a\n");
        await Storage.UploadAsync($"{Container}-other/a.csv", new MemoryStream("id,city\n1,a\n"u8.ToArray()), null, Token);
        path = path.Replace("CONTAINER", Container, StringComparison.Ordinal)
            .Replace("OTHER", $"{Container}-other", StringComparison.Ordinal);

        foreach (var trigger in Enum.GetValues<LoadTrigger>())
        {
            await Assert.ThrowsAsync<FileNotFoundException>(() => loader.LoadAsync(path, trigger, null, Token));
        }

        Assert.Null(await loader.GiveUpAsync(path, null, Token));
        Assert.Empty(await Warehouse.ReadLoadsAsync(new LedgerQuery(), Token));
        Assert.Empty(await Warehouse.ReadFilesAsync(new LedgerQuery(), Token));
    }

    [Fact]
    public async Task Of_two_loads_of_a_file_at_once_one_works_and_no_row_is_twice()
    {
        var loader = await PrepareAsync(Lake(WriteMode.Append));
        await UploadAsync("a.csv", "id,city\n" + string.Concat(Enumerable.Range(1, 50_000).Select(i => $"{i},c\n")));
        var loads = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token)));
        Assert.Single(loads, l => l.State == LoadState.Loaded);
        Assert.DoesNotContain(loads, l => l.State is not (LoadState.Loaded or LoadState.Busy or LoadState.Unchanged));
        Assert.Equal(50_000, Rows().Count);
    }
}

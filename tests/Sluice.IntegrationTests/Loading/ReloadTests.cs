using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.IntegrationTests.Loading;

/// <summary>Rows that a corrected definition would make differently, and how they are loaded again.</summary>
public sealed class ReloadTests : LoadingTest
{
    private readonly HookedStorage hooked;

    public ReloadTests(AzuriteFixture azurite)
        : base(azurite) => hooked = new HookedStorage(azurite.Lake);

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    [InlineData(WriteMode.Replace)]
    public async Task A_row_that_a_corrected_constraint_allows_is_there_after_the_same_file_is_uploaded_again(WriteMode mode)
    {
        const string Content = "id,city\n1,a\n11,b\n";
        var strict = await PrepareAsync(AtMost(10, mode));
        var first = await LoadAsync(strict, "a.csv", Content);
        Assert.Equal((1, 1), (first.Rows, first.Rejected));

        var corrected = await PrepareAsync(AtMost(100, mode));
        Assert.Equal("false", Current("a.csv"));
        var second = await LoadAsync(corrected, "a.csv", Content);

        Assert.Equal((LoadKind.Replace, LoadState.Loaded, 2, 0), (second.Kind, second.State, second.Rows, second.Rejected));
        Assert.Equal(["1|a|1", "11|b|2"], Rows());
        Assert.Empty(await Warehouse.ReadRejectsAsync(new LedgerQuery(), Token));
        Assert.Equal("true", Current("a.csv"));
    }

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Merge)]
    [InlineData(WriteMode.Replace)]
    public async Task A_file_that_grows_after_a_change_of_the_definition_is_read_from_its_start(WriteMode mode)
    {
        var strict = await PrepareAsync(AtMost(10, mode));
        await LoadAsync(strict, "a.csv", "id,city\n1,a\n11,b\n");

        var corrected = await PrepareAsync(AtMost(100, mode));
        var grown = await LoadAsync(corrected, "a.csv", "id,city\n1,a\n11,b\n12,c\n");

        Assert.Equal((LoadKind.Replace, 3), (grown.Kind, grown.Rows));
        Assert.Equal(["1|a|1", "11|b|2", "12|c|3"], Rows());
    }

    [Theory]
    [InlineData(WriteMode.Append, LoadKind.Append)]
    [InlineData(WriteMode.Merge, LoadKind.Append)]
    [InlineData(WriteMode.Replace, LoadKind.Replace)]
    public async Task The_same_bytes_under_the_same_definition_leave_the_rows_as_they_are(WriteMode mode, LoadKind kind)
    {
        var loader = await PrepareAsync(AtMost(10, mode));
        await LoadAsync(loader, "a.csv", "id,city\n1,a\n11,b\n");

        var again = await LoadAsync(loader, "a.csv", "id,city\n1,a\n11,b\n");

        Assert.Equal((kind, LoadState.Loaded), (again.Kind, again.State));
        Assert.Equal(mode == WriteMode.Replace ? 1 : 0, again.Rows);
        Assert.Equal(["1|a|1"], Rows());
    }

    [Fact]
    public async Task A_second_event_for_a_version_that_is_loaded_changes_nothing_whatever_the_definition_says_now()
    {
        await LoadAsync(await PrepareAsync(AtMost(10)), "a.csv", "id,city\n1,a\n11,b\n");
        var corrected = await PrepareAsync(AtMost(100));

        var load = await corrected.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);

        Assert.Equal(LoadState.Unchanged, load.State);
        Assert.Equal(["1|a|1"], Rows());
    }

    [Theory]
    [InlineData(LoadTrigger.Http)]
    [InlineData(LoadTrigger.Command)]
    public async Task A_person_who_asks_for_a_load_gets_the_rows_of_todays_definition(LoadTrigger trigger)
    {
        await LoadAsync(await PrepareAsync(AtMost(10)), "a.csv", "id,city\n1,a\n11,b\n");
        var corrected = await PrepareAsync(AtMost(100));

        Assert.Equal(LoadKind.Replace, (await corrected.LoadAsync(PathOf("a.csv"), trigger, null, Token)).Kind);
        Assert.Equal(LoadState.Unchanged, (await corrected.LoadAsync(PathOf("a.csv"), trigger, null, Token)).State);
        Assert.Equal(["1|a|1", "11|b|2"], Rows());
    }

    [Fact]
    public async Task Readers_see_the_old_rows_until_a_reload_has_committed_all_of_the_new_ones()
    {
        const int Count = 200_000;
        var lines = string.Concat(Enumerable.Range(1, Count).Select(i => $"{i},c{i}\n"));
        var options = new LoaderOptions { CommitRows = 20_000 };
        var reads = 0;
        await LoadAsync(await PrepareAsync(AtMost(10), options), "a.csv", $"id,city\n{lines}");
        var seen = new HashSet<int>();
        hooked.OnRead = (_, _) =>
        {
            reads++;
            seen.Add(Rows().Count);
            return Task.CompletedTask;
        };
        var corrected = await PrepareAsync(AtMost(Count), options, hooked);

        await corrected.ReloadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token);

        Assert.Equal([10], seen);
        Assert.InRange(reads, 3, int.MaxValue);
        Assert.Equal(Count, Rows().Count);
    }

    [Fact]
    public async Task A_reload_that_fails_leaves_the_old_rows_and_the_next_load_replaces_them()
    {
        await LoadAsync(await PrepareAsync(AtMost(10)), "a.csv", "id,city\n1,a\n11,b\n");
        hooked.OnRead = (_, _) => throw new IOException("The disk is gone.");
        var corrected = await PrepareAsync(AtMost(100), storage: hooked);

        Assert.Equal(LoadState.Failed, (await corrected.ReloadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token)).State);
        Assert.Equal(["1|a|1"], Rows());
        Assert.Equal("false", Current("a.csv"));

        hooked.OnRead = (_, _) => Task.CompletedTask;
        Assert.Equal(LoadKind.Replace, (await corrected.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token)).Kind);
        Assert.Equal(["1|a|1", "11|b|2"], Rows());
    }

    [Fact]
    public async Task A_reload_that_fails_is_made_up_for_by_the_next_load_though_the_rows_were_current()
    {
        await LoadAsync(await PrepareAsync(AtMost(10)), "a.csv", "id,city\n1,a\n");
        hooked.OnRead = (_, _) => throw new IOException("The disk is gone.");
        var loader = await PrepareAsync(AtMost(10), storage: hooked);
        await loader.ReloadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token);
        hooked.OnRead = (_, _) => Task.CompletedTask;

        var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Sweep, null, Token);

        Assert.Equal((LoadKind.Replace, 1), (load.Kind, load.Rows));
        Assert.Equal("true", Current("a.csv"));
    }

    [Fact]
    public async Task A_file_that_changes_during_its_reload_is_there_with_its_newest_rows()
    {
        await LoadAsync(await PrepareAsync(AtMost(10)), "a.csv", "id,city\n1,a\n");
        var changes = 0;
        hooked.OnRead = async (_, _) =>
        {
            if (changes++ == 0)
            {
                await UploadAsync("a.csv", "id,city\n1,a\n2,b\n");
            }
        };
        var loader = await PrepareAsync(AtMost(10), storage: hooked);

        Assert.Equal(LoadState.Loaded, (await loader.ReloadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token)).State);

        Assert.Equal(["1|a|1", "2|b|2"], Rows());
        Assert.Equal("true", Current("a.csv"));
    }

    [Fact]
    public async Task A_load_that_was_interrupted_before_the_definition_changed_begins_anew_after_it()
    {
        const int Count = 100_000;
        var content = "id,city\n" + string.Concat(Enumerable.Range(1, Count).Select(i => $"{i},c{i}\n"));
        var options = new LoaderOptions { CommitRows = 20_000 };
        hooked.OnRead = (_, at) => at > 600_000 ? throw new IOException("The disk is gone.") : Task.CompletedTask;
        var strict = await PrepareAsync(AtMost(30_000), options, hooked);
        var interrupted = await LoadAsync(strict, "a.csv", content);
        Assert.Equal(LoadState.Failed, interrupted.State);
        Assert.InRange(Rows().Count, 20_000, 30_000);

        hooked.OnRead = (_, _) => Task.CompletedTask;
        var corrected = await PrepareAsync(AtMost(Count), options, hooked);
        var load = await corrected.LoadAsync(PathOf("a.csv"), LoadTrigger.Sweep, null, Token);

        Assert.Equal((LoadKind.Replace, Count, 0), (load.Kind, load.Rows, load.Rejected));
        Assert.Equal(Count, Rows().Distinct().Count());
        Assert.Empty(await Warehouse.ReadRejectsAsync(new LedgerQuery(), Token));
    }

    [Theory]
    [InlineData("a.csv", "b.csv")]
    [InlineData("b.csv", "a.csv")]
    public async Task The_newest_file_decides_a_replaced_table_also_when_it_is_refused_whatever_is_loaded_again_first(
        params string[] order)
    {
        var loader = await PrepareAsync(AtMost(100, WriteMode.Replace));
        var old = await UploadAsync("a.csv", "id,city\n1,old\n");
        await loader.LoadAsync(old.Path, LoadTrigger.Blob, null, Token);
        var newest = await UploadLaterAsync("b.csv", "id,city\n11,new\n", old);
        await loader.LoadAsync(newest.Path, LoadTrigger.Blob, null, Token);

        var stricter = await PrepareAsync(SkippingFiles(10));
        foreach (var name in order)
        {
            await stricter.ReloadAsync(PathOf(name), LoadTrigger.Http, null, Token);
        }

        Assert.Equal(LoadState.Refused, (await Warehouse.FindFileAsync(newest.Path, Token))!.State);
        Assert.Empty(Rows());

        await (await PrepareAsync(SkippingFiles(100))).ReloadAsync(newest.Path, LoadTrigger.Http, null, Token);
        Assert.Equal(["11|new|1"], Rows());
    }

    [Fact]
    public async Task A_reload_of_an_old_file_does_not_overtake_the_rows_of_a_newer_one()
    {
        var loader = await PrepareAsync(AtMost(10, WriteMode.Merge));
        var old = await UploadAsync("b.csv", "id,city\n1,old\n2,old\n11,old\n");
        await loader.LoadAsync(old.Path, LoadTrigger.Blob, null, Token);
        var newer = await UploadLaterAsync("a.csv", "id,city\n1,new\n", old);
        await loader.LoadAsync(newer.Path, LoadTrigger.Blob, null, Token);

        var corrected = await PrepareAsync(AtMost(100, WriteMode.Merge));
        await corrected.ReloadAsync(old.Path, LoadTrigger.Http, null, Token);

        Assert.Equal(["1|new|1", "2|old|2", "11|old|3"], Rows());
    }

    [Fact]
    public async Task Rows_that_a_stricter_definition_rejects_leave_an_append_table_and_stay_in_a_merged_one_as_of_no_row()
    {
        foreach (var (mode, expected) in new[] { (WriteMode.Append, new[] { "1|a|1" }), (WriteMode.Merge, ["1|a|1", "11|b|0"]) })
        {
            var name = $"{mode}.csv";
            var loader = await PrepareAsync(AtMost(100, mode, mode.ToString()));
            await LoadAsync(loader, name, "id,city\n1,a\n11,b\n");
            var stricter = await PrepareAsync(AtMost(10, mode, mode.ToString()));

            var load = await stricter.ReloadAsync(PathOf(name), LoadTrigger.Http, null, Token);

            Assert.Equal((1, 1), (load.Rows, load.Rejected));
            Assert.Equal(expected, Rows(mode.ToString()));
        }
    }

    [Theory]
    [InlineData(WriteMode.Append)]
    [InlineData(WriteMode.Replace)]
    public async Task Rows_that_a_merge_has_kept_go_when_their_file_is_loaded_again_in_another_write_mode(WriteMode mode)
    {
        var merge = await PrepareAsync(AtMost(100, WriteMode.Merge));
        await LoadAsync(merge, "a.csv", "id,city\n1,a\n2,b\n");
        await LoadAsync(merge, "a.csv", "id,city\n1,a\n3,c\n");
        Assert.Equal(["1|a|1", "2|b|0", "3|c|2"], Rows());

        await (await PrepareAsync(AtMost(100, mode))).ReloadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token);

        Assert.Equal(["1|a|1", "3|c|2"], Rows());
    }

    [Fact]
    public async Task A_reload_waits_for_a_load_of_the_file_that_runs_already()
    {
        var loader = await PrepareAsync(AtMost(10));
        await LoadAsync(loader, "a.csv", "id,city\n1,a\n11,b\n");
        var corrected = await PrepareAsync(AtMost(100));
        Task<Load> reload;
        await using (await Warehouse.TryLockAsync(PathOf("a.csv"), Token))
        {
            reload = corrected.ReloadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token);
            Assert.Equal(LoadState.Busy, (await corrected.LoadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token)).State);
            Assert.False(reload.IsCompleted);
        }

        Assert.Equal((LoadState.Loaded, 2), ((await reload).State, (await reload).Rows));
    }

    [Fact]
    public async Task A_reload_fills_the_column_of_a_new_field()
    {
        var before = Lake().Datasets[0];
        var narrow = before.Schema with { Fields = [before.Schema.Fields[0]], FieldsMatch = FieldsMatch.Subset };
        var loader = await PrepareAsync(new LakeDefinition("test", [before with { Schema = narrow }]));
        await LoadAsync(loader, "a.csv", "id,city\n1,a\n");

        var after = await PrepareAsync(Lake());
        Assert.Equal(["1||1"], Rows());
        var stale = FileSelection.ForDataset("cities") with { Stale = true };
        await NewReloader(Lake(), after).ReloadAsync(stale, LoadTrigger.Http, Token);

        Assert.Equal(["1|a|1"], Rows());
    }

    [Fact]
    public async Task Files_are_selected_for_a_reload_by_dataset_path_staleness_and_rejects()
    {
        var strict = AtMost(10);
        var loader = await PrepareAsync(strict);
        await LoadAsync(loader, "clean.csv", "id,city\n1,a\n");
        await LoadAsync(loader, "dirty.csv", "id,city\n2,a\n11,b\n");
        await LoadAsync(loader, "refused.csv", "nonsense\n");
        await UploadAsync("new.csv", "id,city\n3,c\n");
        var reloader = NewReloader(strict, loader);
        var all = FileSelection.ForDataset("cities");

        Assert.Equal((4, 0, 0), await ReloadAsync(all with { Stale = true }));
        Assert.Equal((4, 1, 1), await ReloadAsync(all with { Rejected = true }));
        Assert.Equal((1, 1, 0), await ReloadAsync(Select("cl*.csv") with { Again = true }));
        Assert.Equal((0, 0, 0), await ReloadAsync(Select("other/**") with { Again = true }));
        Assert.Equal((4, 1, 1), await ReloadAsync(all));
        Assert.Equal((4, 3, 1), await ReloadAsync(all with { Again = true }));

        var corrected = AtMost(100);
        reloader = NewReloader(corrected, await PrepareAsync(corrected));
        Assert.Equal((4, 3, 1), await ReloadAsync(all with { Stale = true }));
        Assert.Equal((4, 0, 0), await ReloadAsync(all with { Stale = true }));
        Assert.Equal(["1|a|1", "2|a|1", "3|c|1", "11|b|2"], Rows());

        async Task<(int Files, int Loaded, int Refused)> ReloadAsync(FileSelection selection)
        {
            var result = await reloader.ReloadAsync(selection, LoadTrigger.Http, Token);
            return (result.Files, result.Loaded, result.Refused);
        }
    }

    [Theory]
    [InlineData("data", "no '/'")]
    [InlineData("No/ads.csv", "lower-case")]
    [InlineData("data/", "empty")]
    [InlineData("data/a?.csv", "'?'")]
    [InlineData("data/../a.csv", "'..'")]
    public void A_path_that_can_select_nothing_is_refused(string path, string reason)
    {
        Assert.False(FileSelection.TryParse(path, out _, out var fault));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sweep_reloads_files_that_are_not_current_only_if_their_dataset_says_so()
    {
        await LoadAsync(await PrepareAsync(AtMost(10)), "a.csv", "id,city\n1,a\n11,b\n");

        Assert.Equal((0, 1), await SweepAsync(AtMost(100)));
        Assert.Equal(["1|a|1"], Rows());

        Assert.Equal((1, 0), await SweepAsync(OnChange(AtMost(100))));
        Assert.Equal(["1|a|1", "11|b|2"], Rows());
        Assert.Equal((0, 1), await SweepAsync(OnChange(AtMost(100))));
    }

    [Fact]
    public async Task A_sweep_tries_a_refused_file_again_after_the_definition_has_changed()
    {
        await LoadAsync(await PrepareAsync(Lake(onReject: RejectPolicy.SkipFile)), "a.csv", "id,city\n1,a\nx,b\n");
        Assert.Equal("true", Current("a.csv"));

        Assert.Equal((1, 0), await SweepAsync(OnChange(Lake())));

        Assert.Equal(["1|a|1"], Rows());
    }

    [Fact]
    public async Task An_append_blob_that_grows_while_it_is_loaded_again_is_loaded_and_then_its_growth()
    {
        var blob = Azurite.Service.GetBlobContainerClient(Container).GetAppendBlobClient("a.csv");
        await AppendBlobs.CreateAgedAsync(blob, "id,city\n1,a\n11,b\n"u8.ToArray());
        await (await PrepareAsync(AtMost(10))).LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token);
        var reads = 0;
        var growing = new HookedStorage(Storage)
        {
            OnRead = (_, _) => Interlocked.Increment(ref reads) == 1
                ? AppendBlobs.AppendAsync(blob, "2,c\n"u8.ToArray())
                : Task.CompletedTask,
        };
        var loader = await PrepareAsync(AtMost(100), storage: growing);
        await loader.ReloadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token);

        Assert.Equal(
            [(LoadKind.Append, LoadState.Loaded), (LoadKind.Replace, LoadState.Loaded), (LoadKind.New, LoadState.Loaded)],
            (await Warehouse.ReadLoadsAsync(new LedgerQuery { Top = 9 }, Token)).Select(l => (l.Kind!.Value, l.State)));
        Assert.Equal(["1|a|1", "2|c|3", "11|b|2"], Rows());
    }

    [Fact]
    public async Task One_step_has_a_limited_number_of_files_and_bytes_the_least_recently_loaded_first()
    {
        var version = await UploadAsync("a.csv", "id,city\n1,a\n");
        await (await PrepareAsync(AtMost(10))).LoadAsync(version.Path, LoadTrigger.Blob, null, Token);
        var known = (await Warehouse.FindFileAsync(PathOf("a.csv"), Token))!;
        var dataset = OnChange(AtMost(100)).Datasets[0];
        var stale = new StaleFiles();
        foreach (var i in Enumerable.Range(0, StaleFiles.MostFiles + 5))
        {
            stale.Add(known with { UpdatedAt = known.UpdatedAt.AddMinutes(-i) }, dataset, version with { Path = $"c/{i}.csv" });
        }

        var step = stale.SelectStep();

        Assert.Equal(StaleFiles.MostFiles, step.Count);
        Assert.Equal($"c/{StaleFiles.MostFiles + 4}.csv", step[0].File.Path);

        var large = new StaleFiles();
        large.Add(known, dataset, version with { Length = StaleFiles.MostBytes + 1 });
        large.Add(known with { UpdatedAt = known.UpdatedAt.AddMinutes(1) }, dataset, version with { Path = "c/next.csv" });
        Assert.Equal([version.Path], large.SelectStep().Select(f => f.File.Path));
    }

    [Fact]
    public async Task Two_instances_with_different_definitions_never_leave_rows_of_both_in_one_file()
    {
        var (one, two) = (await PrepareAsync(AtMost(10)), await PrepareAsync(AtMost(100)));
        var content = "id,city\n1,a\n11,b\n";
        foreach (var loader in new[] { one, two, one, two })
        {
            content += $"{content.Length},c\n";
            await LoadAsync(loader, "a.csv", content);
            var lines = content.Split('\n')[1..^1].Select((l, i) => $"{l.Replace(',', '|')}|{i + 1}").ToList();
            Assert.Equal(loader == one ? lines[..1] : lines, Rows().OrderBy(lines.IndexOf));
        }
    }

    private LakeDefinition AtMost(int maximum, WriteMode mode = WriteMode.Append, string name = "cities")
    {
        var cities = Lake(mode).Datasets[0];
        var id = cities.Schema.Fields[0];
        return new LakeDefinition(
            "test",
            [
                cities with
                {
                    Name = name,
                    Paths = [new DatasetPath(Container, name == "cities" ? "*.csv" : $"{name}.csv")],
                    Schema = cities.Schema with
                    {
                        Fields = [id with { Constraints = id.Constraints with { Maximum = $"{maximum}" } }, cities.Schema.Fields[1]],
                    },
                },
            ]);
    }

    private LakeDefinition SkippingFiles(int maximum) =>
        new("test", [AtMost(maximum, WriteMode.Replace).Datasets[0] with { OnReject = RejectPolicy.SkipFile }]);

    private static LakeDefinition OnChange(LakeDefinition lake) =>
        new("test", [lake.Datasets[0] with { OnDefinitionChange = DefinitionChangePolicy.Reload }]);

    private Reloader NewReloader(LakeDefinition lake, Loader loader) =>
        new(lake, Storage, Warehouse, loader, new LoaderOptions(), Time, NullLogger<Reloader>.Instance);

    private FileSelection Select(string glob) =>
        FileSelection.TryParse(PathOf(glob), out var selection, out var fault) ? selection : throw new InvalidOperationException(fault);

    private async Task<(int Loaded, int Unchanged)> SweepAsync(LakeDefinition lake)
    {
        var loader = await PrepareAsync(lake);
        var sweeper = new Sweeper(lake, Storage, Warehouse, loader, new LoaderOptions(), Time, NullLogger<Sweeper>.Instance);
        var result = await sweeper.SweepAsync(Token);
        return (result.Loaded, result.Unchanged);
    }

    private string Current(string name)
    {
        using var connection = Warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT CAST(\"current\" AS VARCHAR) FROM sluice.files WHERE path = '{PathOf(name)}'";
        return (string)command.ExecuteScalar()!;
    }
}

using System.Diagnostics.Metrics;
using System.Globalization;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging.Testing;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Telemetry;

namespace Sluice.IntegrationTests.Loading;

/// <summary>Files whose columns differ from the schema, loaded, grown, reloaded and refused.</summary>
public sealed class DriftTests(AzuriteFixture azurite) : LoadingTest(azurite)
{
    private const string More = "id,city,colour\n1,Rome,red\n";

    [Fact]
    public async Task A_file_with_a_new_column_is_refused_and_says_which_it_is_and_what_to_do()
    {
        var loader = await PrepareAsync(Choosing(null));

        var load = await LoadAsync(loader, "a.csv", More);

        Assert.Equal((LoadState.Refused, 0), (load.State, load.Rows));
        Assert.Equal(
            "The header does not fit the schema: column \"colour\" is not a field of the schema. "
            + "\"sluice:onNewColumn\" can be \"ignore\", \"keep\" or \"add\" for columns that are no fields.",
            load.Error);
        Assert.Equal([$"{load.Id} a.csv colour new ∅ ∅ text refused"], Changes());
        Assert.Empty(Rows());
    }

    [Fact]
    public async Task Ignored_columns_are_recorded_for_each_file_once_however_it_grows()
    {
        var loader = await PrepareAsync(Choosing(NewColumnPolicy.Ignore));
        var first = await LoadAsync(loader, "a.csv", More);
        var grown = await LoadAsync(loader, "a.csv", More + "2,Oslo,blue\n");
        var other = await LoadAsync(loader, "b.csv", More);
        var fits = await LoadAsync(loader, "c.csv", "id,city\n3,Bari\n");

        Assert.Equal([LoadKind.New, LoadKind.Append, LoadKind.New, LoadKind.New], new[] { first, grown, other, fits }.Select(l => l.Kind));
        Assert.Equal([$"{first.Id} a.csv colour new ∅ ∅ text ignored", $"{other.Id} b.csv colour new ∅ ∅ text ignored"], Changes());
        Assert.Equal(["1|Rome|1", "1|Rome|1", "2|Oslo|2", "3|Bari|1"], Rows());
    }

    [Fact]
    public async Task Kept_columns_stay_kept_when_a_file_grows_resumes_and_is_loaded_again()
    {
        var loader = await PrepareAsync(Choosing(NewColumnPolicy.Keep), new LoaderOptions { CommitRows = 2 });
        await LoadAsync(loader, "a.csv", "colour,id,city\nred,1,Rome\ngreen,2,Oslo\n,3,Bari\n");
        Assert.Equal(["1 {\"colour\":\"red\"}", "2 {\"colour\":\"green\"}", "3 ∅"], Extra());

        var grown = await LoadAsync(loader, "a.csv", "colour,id,city\nred,1,Rome\ngreen,2,Oslo\n,3,Bari\nblue,4,Kiel\n");
        Assert.Equal(LoadKind.Append, grown.Kind);
        string[] all = ["1 {\"colour\":\"red\"}", "2 {\"colour\":\"green\"}", "3 ∅", "4 {\"colour\":\"blue\"}"];
        Assert.Equal(all, Extra());
        Assert.Single(Changes());

        var again = await loader.ReloadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token);
        Assert.Equal((LoadState.Loaded, LoadKind.Replace, 4), (again.State, again.Kind, again.Rows));
        Assert.Equal(all, Extra());
        Assert.Equal(2, Changes().Count);
    }

    [Fact]
    public async Task An_append_blob_that_grows_keeps_the_columns_of_its_header()
    {
        var loader = await PrepareAsync(Choosing(NewColumnPolicy.Keep));
        var blob = Azurite.Service.GetBlobContainerClient(Container).GetAppendBlobClient("a.csv");
        await blob.CreateAsync(cancellationToken: Token);
        foreach (var block in (string[])["colour,id,city\nred,1,Rome\n", "blue,2,Oslo\n"])
        {
            await AppendBlobs.AppendAsync(blob, System.Text.Encoding.UTF8.GetBytes(block));
            Assert.Equal(1, (await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token)).Rows);
        }

        Assert.Equal(["1 {\"colour\":\"red\"}", "2 {\"colour\":\"blue\"}"], Extra());
        Assert.Single(Changes());
    }

    [Fact]
    public async Task A_missing_column_is_null_or_refuses_the_file()
    {
        var loader = await PrepareAsync(Choosing(null, MissingColumnPolicy.Null));
        var loaded = await LoadAsync(loader, "a.csv", "id\n1\n");
        var refused = await LoadAsync(loader, "b.csv", "city\nRome\n");

        Assert.Equal((LoadState.Loaded, LoadState.Refused), (loaded.State, refused.State));
        Assert.Contains("column \"id\" is missing, and its values are required", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["1||1"], Rows());
        Assert.Equal(
            [$"{loaded.Id} a.csv city missing string ∅ ∅ nulled", $"{refused.Id} b.csv id missing integer ∅ ∅ refused"], Changes());
    }

    [Fact]
    public async Task Columns_in_another_order_are_no_change_unless_the_schema_is_exact()
    {
        var equal = Choosing(null).Datasets[0];
        var loader = await PrepareAsync(new LakeDefinition("test", [equal]));
        Assert.Equal(LoadState.Loaded, (await LoadAsync(loader, "a.csv", "city,id\nRome,1\n")).State);
        Assert.Empty(Changes());

        var exact = equal with { Schema = equal.Schema with { FieldsMatch = FieldsMatch.Exact } };
        loader = await PrepareAsync(new LakeDefinition("test", [exact]));
        var refused = await LoadAsync(loader, "b.csv", "city,id\nRome,1\n");
        Assert.Equal(LoadState.Refused, refused.State);
        Assert.Equal([$"{refused.Id} b.csv id moved 1 2 ∅ refused", $"{refused.Id} b.csv city moved 2 1 ∅ refused"], Changes());
    }

    [Fact]
    public async Task A_file_with_too_many_rejects_has_its_changes_too()
    {
        var choosing = Choosing(NewColumnPolicy.Ignore).Datasets[0];
        var loader = await PrepareAsync(new LakeDefinition("test", [choosing with { OnReject = RejectPolicy.SkipFile }]));

        var load = await LoadAsync(loader, "a.csv", "id,city,colour\nx,Rome,red\n");

        Assert.Equal((LoadState.Refused, 1), (load.State, load.Rejected));
        Assert.Equal([$"{load.Id} a.csv colour new ∅ ∅ text ignored"], Changes());
    }

    [Fact]
    public async Task A_choice_that_changes_makes_rows_stale()
    {
        await LoadAsync(await PrepareAsync(Choosing(NewColumnPolicy.Ignore)), "a.csv", More);
        var loader = await PrepareAsync(Choosing(NewColumnPolicy.Keep));

        var load = await loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Http, null, Token);

        Assert.Equal((LoadState.Loaded, LoadKind.Replace), (load.State, load.Kind));
        Assert.Equal(["1 {\"colour\":\"red\"}"], Extra());
    }

    [Fact]
    public async Task A_renamed_column_is_suggested_in_the_refusal_and_in_its_changes()
    {
        var loader = await PrepareAsync(Choosing(null));
        var load = await LoadAsync(loader, "a.csv", "id,City\n1,Rome\n");

        const string Hint = "\"City\" looks like \"city\": if it is the same, give the field \"sluice:aliases\": [\"City\"]";
        Assert.Contains($" {Hint}.", load.Error, StringComparison.Ordinal);
        Assert.Equal([Hint, Hint], Read("SELECT hint FROM sluice.changes ORDER BY number"));
    }

    [Fact]
    public async Task A_metric_counts_files_by_change_and_a_line_of_the_log_names_the_columns()
    {
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == LoadMetrics.Name && instrument.Name == "sluice.file.drift")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        var name = $"d{Guid.NewGuid():N}";
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            var values = tags.ToArray().ToDictionary(t => t.Key, t => $"{t.Value}");
            if (values["sluice.dataset.name"] == name)
            {
                counted.Add($"{count} {values["sluice.column.change"]} {values["sluice.column.action"]}");
            }
        });
        listener.Start();
        var logger = new FakeLogger<Loader>();
        var choosing = Choosing(NewColumnPolicy.Ignore, MissingColumnPolicy.Null).Datasets[0] with { Name = name };
        var loader = await PrepareAsync(new LakeDefinition("test", [choosing]), logger: logger);

        await LoadAsync(loader, "a.csv", "id,x,y\n1,2,3\n");
        await LoadAsync(loader, "b.csv", "id,city\n1,Rome\n");

        Assert.Equal(["1 missing nulled", "1 new ignored"], counted.Order());
        var line = Assert.Single(logger.Collector.GetSnapshot(), r => r.Id.Id == 17);
        Assert.EndsWith(
            "columns that differ from the schema: \"city\" is missing (nulled), \"x\" is new (ignored), \"y\" is new (ignored)",
            line.Message, StringComparison.Ordinal);
    }

    private LakeDefinition Choosing(NewColumnPolicy? onNew, MissingColumnPolicy? onMissing = null)
    {
        var cities = Lake().Datasets[0];
        return new LakeDefinition("test",
        [
            (cities with
            {
                OnNewColumn = onNew,
                OnMissingColumn = onMissing,
                Schema = cities.Schema with { FieldsMatch = FieldsMatch.Equal },
            }).WithExtra(),
        ]);
    }

    private List<string> Changes() => Read(
        "SELECT concat_ws(' ', load, split_part(file, '/', 2), \"column\", change, coalesce(before, '∅'), coalesce(after, '∅'), "
        + "coalesce(sample_kind, '∅'), action) FROM sluice.changes WHERE dataset = 'cities' ORDER BY load, number");

    private List<string> Extra() => Read("SELECT concat(id, ' ', coalesce(_extra, '∅')) FROM lake.cities ORDER BY id");

    private List<string> Read(string sql)
    {
        using var connection = Warehouse.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return rows;
    }
}

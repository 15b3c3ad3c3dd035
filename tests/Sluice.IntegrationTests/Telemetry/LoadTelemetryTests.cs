using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Loading;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Telemetry;

namespace Sluice.IntegrationTests.Telemetry;

public sealed class LoadTelemetryTests : LoadingTest
{
    private const string Csv = "id,city\n1,Confidential\n2,Private\nsecret,Hidden\n";
    private static readonly string[] FieldValues = ["Confidential", "Private", "Hidden", "secret"];

    private readonly TelemetryRecorder recorder = new();
    private readonly HookedStorage hooked;
    private readonly string dataset = $"d{Guid.NewGuid():N}";
    private LakeDefinition lake = null!;

    public LoadTelemetryTests(AzuriteFixture azurite)
        : base(azurite) => hooked = new HookedStorage(azurite.Lake);

    [Fact]
    public async Task A_load_is_a_trace_of_its_stages_and_of_each_commit()
    {
        await LoadAsync(await PrepareAsync(new LoaderOptions { CommitRows = 2 }), "a.csv", Csv);

        var trace = Assert.Single(recorder.Traces(dataset));
        Assert.Equal(default, trace.ParentSpanId);
        Assert.Equal(ActivityStatusCode.Unset, trace.Status);
        Assert.Equal(
            [
                ("sluice.dataset.name", dataset), ("sluice.file.path", PathOf("a.csv")), ("sluice.load.id", "1"),
                ("sluice.load.kind", "new"),
                ("sluice.load.rejects", "1"), ("sluice.load.rows", "2"), ("sluice.load.size", $"{Csv.Length}"),
                ("sluice.load.state", "loaded"),
                ("sluice.load.trigger", "blob"),
            ],
            trace.TagObjects.Select(t => (t.Key, $"{t.Value}")).OrderBy(t => t.Key, StringComparer.Ordinal));
        var parts = recorder.Parts(trace);
        Assert.Equal(["commit", "commit", "plan", "read", "validate", "write"], parts.Select(p => p.DisplayName).Order());
        Assert.All(parts, p =>
        {
            Assert.Equal(trace.SpanId, p.ParentSpanId);
            Assert.InRange(p.StartTimeUtc, trace.StartTimeUtc, trace.StartTimeUtc + trace.Duration);
            Assert.InRange(p.StartTimeUtc + p.Duration, p.StartTimeUtc, trace.StartTimeUtc + trace.Duration);
        });
        foreach (var stage in parts.Where(p => p.DisplayName != "commit"))
        {
            Assert.InRange((double)stage.GetTagItem("sluice.load.stage.busy")!, 0, trace.Duration.TotalSeconds);
        }
    }

    [Fact]
    public async Task A_load_is_linked_to_what_asked_for_it_and_gives_the_way_back_to_it()
    {
        var loader = await PrepareAsync();
        using var trigger = recorder.Trigger.StartActivity("trigger")!;

        await LoadAsync(loader, "a.csv", Csv);

        var trace = Assert.Single(recorder.Traces(dataset));
        Assert.NotEqual(trigger.TraceId, trace.TraceId);
        Assert.Equal(trigger.Context, Assert.Single(trace.Links).Context);
        Assert.Same(trigger, Activity.Current);
    }

    [Fact]
    public async Task Rows_rejects_bytes_and_seconds_are_counted_by_dataset()
    {
        var loader = await PrepareAsync(new LoaderOptions { CommitRows = 2 });
        await LoadAsync(loader, "a.csv", Csv);
        await LoadAsync(loader, "b.csv", "id,city\n7,x\n");

        var metrics = recorder.Metrics(dataset);
        Assert.Equal(("{row}", 3d), Of("sluice.load.rows"));
        Assert.Equal(("{row}", 1d), Of("sluice.load.rejects"));
        Assert.Equal(("By", Csv.Length + 12d), Of("sluice.load.io"));
        var duration = Assert.Single(metrics, m => m.Name == "sluice.load.duration");
        Assert.Equal(("s", 2, "loaded", "blob"),
            (duration.Unit, duration.Count, duration.Tags["sluice.load.state"], duration.Tags["sluice.load.trigger"]));
        var stages = metrics.Where(m => m.Name == "sluice.load.stage.duration").ToList();
        Assert.Equal(["commit", "plan", "read", "validate", "write"], stages.Select(s => s.Tags["sluice.load.stage"]).Order());
        Assert.All(stages, s => Assert.Equal(("s", 2), (s.Unit, s.Count)));
        Assert.All(stages, s => Assert.InRange(s.Value, 0, duration.Value));

        (string, double) Of(string name) => Assert.Single(metrics, m => m.Name == name) is var m ? (m.Unit, m.Value) : default;
    }

    [Fact]
    public async Task A_load_that_begins_again_for_its_keys_counts_its_rows_once_and_never_down()
    {
        var cities = UniqueLake().Datasets[0] with { Name = dataset };
        var loader = await PrepareAsync(new LakeDefinition("test", [cities]), new LoaderOptions { CommitRows = 1 });
        await LoadAsync(loader, "a.csv", "id,city\n5,Bern\n");
        var counted = new ConcurrentQueue<(string Name, long Value)>();
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<long>((counter, value, tags, _) =>
        {
            if (counter is Counter<long> && tags.Contains(new("sluice.dataset.name", dataset)))
            {
                counted.Enqueue((counter.Name, value));
            }
        });
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == LoadMetrics.Name)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.Start();

        // The tail is committed row by row until a key appears that may be an earlier one. Then the file is loaded again.
        await LoadAsync(loader, "a.csv", "id,city\n5,Bern\n7,Lima\n8,Kyiv\n3,Bonn\n5,Nice\n");

        Assert.All(counted, c => Assert.True(c.Value > 0, $"{c.Name} went by {c.Value}."));
        Assert.Equal(
            [("sluice.load.io", 28), ("sluice.load.rejects", 1), ("sluice.load.rows", 3)],
            counted.GroupBy(c => c.Name).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Sum(c => c.Value))));
    }

    [Fact]
    public async Task A_load_that_failed_tells_the_type_of_its_error_and_not_what_it_said()
    {
        var loader = await PrepareAsync();
        hooked.OnRead = (_, _) => throw new IOException($"The disk choked on {FieldValues[0]}.");

        await LoadAsync(loader, "a.csv", Csv);

        var trace = Assert.Single(recorder.Traces(dataset));
        Assert.Equal((ActivityStatusCode.Error, null), (trace.Status, trace.StatusDescription));
        Assert.Equal("System.IO.IOException", trace.GetTagItem("error.type"));
        var duration = Assert.Single(recorder.Metrics(dataset), m => m.Name == "sluice.load.duration");
        Assert.Equal(("failed", "System.IO.IOException"), (duration.Tags["sluice.load.state"], duration.Tags["error.type"]));
        AssertNoFieldValues();
    }

    [Fact]
    public async Task A_load_that_could_not_be_recorded_has_failed_too()
    {
        var loader = await PrepareAsync();
        await UploadAsync("a.csv", Csv);
        await Warehouse.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => loader.LoadAsync(PathOf("a.csv"), LoadTrigger.Blob, null, Token));

        var trace = Assert.Single(recorder.Traces(dataset));
        Assert.Equal((ActivityStatusCode.Error, "_OTHER"), (trace.Status, trace.GetTagItem("error.type")));
        Assert.Equal("failed", Assert.Single(recorder.Metrics(dataset), m => m.Name == "sluice.load.duration").Tags["sluice.load.state"]);
    }

    [Fact]
    public async Task No_value_of_a_field_is_in_traces_metrics_or_logs()
    {
        var loader = await PrepareAsync();
        await LoadAsync(loader, "a.csv", Csv);
        await LoadAsync(loader, "a.csv", $"{Csv}also secret,Hidden\n");
        await LoadAsync(loader, "a.csv", "city\nHidden\n");

        Assert.Equal(["loaded", "loaded", "refused"], recorder.Traces(dataset).Select(t => $"{t.GetTagItem("sluice.load.state")}"));
        AssertNoFieldValues();
        Assert.NotEmpty(recorder.Logs);
        Assert.DoesNotContain(recorder.Logs, HasFieldValue);
    }

    [Fact]
    public async Task A_sweep_tells_what_waits_and_what_it_left()
    {
        var loader = await PrepareAsync();
        var oldest = await UploadAsync("a.csv", Csv);
        await UploadAsync("b.csv", "id,city\n7,x\n");
        var sweeper = new Sweeper(
            lake, hooked, Warehouse, loader, new LoaderOptions { Concurrency = 1, RetryPause = TimeSpan.FromMinutes(1) }, Time,
            NullLogger<Sweeper>.Instance);
        Time.SetUtcNow(oldest.LastModified.AddMinutes(10));
        var found = (0d, 0d);
        hooked.OnRead = (file, _) =>
        {
            found = found == default ? Waiting() : found;
            return file.Path.EndsWith("b.csv", StringComparison.Ordinal) ? throw new IOException("The disk is gone.") : Task.CompletedTask;
        };

        await sweeper.SweepAsync(Token);

        Assert.Equal((2, 600), found);
        Assert.Equal(1, Waiting().Files);
        Assert.All(recorder.Traces(dataset), t => Assert.NotEqual(default, Assert.Single(t.Links).Context));

        hooked.OnRead = (_, _) => Task.CompletedTask;
        Time.Advance(TimeSpan.FromMinutes(1));
        await sweeper.SweepAsync(Token);
        Assert.Equal((0, 0), Waiting());

        (double Files, double Seconds) Waiting()
        {
            var metrics = recorder.Metrics(dataset);
            var files = Assert.Single(metrics, m => m.Name == "sluice.file.waiting");
            var age = Assert.Single(metrics, m => m.Name == "sluice.file.waiting.age");
            Assert.Equal(("{file}", "s"), (files.Unit, age.Unit));
            return (files.Value, age.Value);
        }
    }

    [Fact]
    public async Task A_file_that_the_trigger_gave_up_on_is_counted()
    {
        var loader = await PrepareAsync();
        await UploadAsync("a.csv", Csv);
        await loader.GiveUpAsync(PathOf("a.csv"), null, Token);
        Assert.Equal(1, Assert.Single(recorder.Metrics(dataset), m => m.Name == "sluice.file.given_up").Value);
    }

    private static bool HasFieldValue(string text) => FieldValues.Any(v => text.Contains(v, StringComparison.Ordinal));

    private void AssertNoFieldValues()
    {
        var traces = recorder.Traces(dataset);
        Assert.DoesNotContain(
            traces.Concat(traces.SelectMany(recorder.Parts))
                .SelectMany(s => s.TagObjects.Select(t => $"{t.Value}")
                    .Concat(s.Events.SelectMany(e => e.Tags).Select(t => $"{t.Value}")).Append(s.DisplayName)),
            HasFieldValue);
        Assert.DoesNotContain(recorder.Metrics(dataset).SelectMany(m => m.Tags.Values), HasFieldValue);
    }

    private async Task<Loader> PrepareAsync(LoaderOptions? options = null)
    {
        lake = Lake();
        lake = new LakeDefinition(lake.Name, [lake.Datasets[0] with { Name = dataset }]);
        return await PrepareAsync(lake, options, hooked, recorder.Loggers.CreateLogger<Loader>());
    }
}

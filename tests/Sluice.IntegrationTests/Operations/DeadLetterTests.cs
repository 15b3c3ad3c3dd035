using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Telemetry;
using Sluice.Ledger;
using Sluice.Operations;

namespace Sluice.IntegrationTests.Operations;

/// <summary>Events that could not be delivered, as Event Grid writes them into a container, and the sweep that reads them back.</summary>
public sealed class DeadLetterTests(AzuriteFixture azurite) : OperationsTest(azurite)
{
    private const string Cities = "id,city\n1,Rome\n";

    private readonly FakeLogger<Worker> log = new();
    private readonly BlobContainerClient letters =
        HostStorageSettings.FromConnectionString(azurite.ConnectionString).CreateContainerClient($"dead-{Guid.NewGuid():N}")!;

    [Fact]
    public async Task A_sweep_reads_them_back_counts_them_and_deletes_them()
    {
        using var telemetry = new TelemetryRecorder();
        var worker = await NewWorkerAsync();
        await LoadAsync(await PrepareAsync(Lake()), "a.csv", Cities);
        await UploadAsync("b.csv", Cities);
        await Storage.DeleteAsync(PathOf("a.csv"), Token);
        await UploadAsync("c.csv", "id,city\n2,Oslo\n");
        await WriteAsync("INGEST/2026/5/1/12/1.json", Written("c.csv"), Written("gone.csv"));
        await WriteAsync("RENAMES/2026/5/1/12/2.json", Renamed("BlobRenamed", "a.csv", "b.csv"));

        await SweepAsync(worker);

        // The rename was followed before the sweep listed the lake: the rows of a.csv are those of b.csv now.
        Assert.Equal(["1|Rome|1", "2|Oslo|1"], Rows());
        Assert.Null(await Warehouse.FindFileAsync(PathOf("a.csv"), Token));
        Assert.Empty(await NamesAsync());
        Assert.Equal(
            (LogLevel.Warning, "3 events of the lake could not be delivered and were read back. "
                + "The first reason is MaxDeliveryAttemptsExceeded."),
            Assert.Single(log.Collector.GetSnapshot(), l => l.Id == 35) is { } line ? (line.Level, line.Message) : default);
        var counted = Assert.Single(telemetry.Metrics("cities"), m => m.Name == "sluice.event.dead_letters");
        Assert.Equal(("{event}", 3), (counted.Unit, counted.Value));

        await SweepAsync(worker);
        Assert.Single(log.Collector.GetSnapshot(), l => l.Id == 35);
    }

    [Fact]
    public async Task A_folder_among_them_is_the_work_of_another_operation()
    {
        var worker = await NewWorkerAsync();
        await letters.CreateAsync(cancellationToken: Token);
        await WriteAsync("1.json", Renamed("DirectoryRenamed", "old", "new"));

        await SweepAsync(worker);

        var rename = (await Warehouse.FindOperationAsync(2, Token))!;
        Assert.Equal(
            (WorkRequest.ForRename(PathOf("old"), PathOf("new"), Noon).ToJson(), OperationState.Succeeded), (rename.Request, rename.State));
    }

    [Fact]
    public async Task One_that_cannot_be_followed_stays_for_the_next_sweep_and_the_others_are_done()
    {
        var queue = new FickleQueue(new QueueDispatcher(Queue));
        var worker = await NewWorkerAsync(queue);
        await UploadAsync("c.csv", Cities);
        await WriteAsync("1.json", Renamed("DirectoryRenamed", "old", "new"));
        await WriteAsync("2.json", Written("c.csv"));
        queue.IsBroken = true;

        await SweepAsync(worker);

        Assert.Equal(["1.json"], await NamesAsync());
        Assert.Equal(["1|Rome|1"], Rows());
        var line = Assert.Single(log.Collector.GetSnapshot(), l => l.Id == 36);
        Assert.EndsWith("the next sweep tries again: The queue is full.", line.Message, StringComparison.Ordinal);

        queue.IsBroken = false;
        await SweepAsync(worker);
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task Without_the_container_or_with_a_text_that_is_none_a_sweep_goes_on()
    {
        var worker = await NewWorkerAsync();
        await UploadAsync("a.csv", Cities);
        await SweepAsync(worker);
        Assert.Equal(["1|Rome|1"], Rows());
        Assert.DoesNotContain(log.Collector.GetSnapshot(), l => l.Level >= LogLevel.Warning);

        await WriteAsync("1.json", "no event");
        await SweepAsync(worker);
        Assert.Equal(["1.json"], await NamesAsync());
        var line = Assert.Single(log.Collector.GetSnapshot(), l => l.Id == 36);
        Assert.EndsWith("1.json has no event of the storage.", line.Message, StringComparison.Ordinal);
    }

    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private async Task<Worker> NewWorkerAsync(IWorkDispatcher? queue = null)
    {
        var loader = await PrepareAsync(Lake(), Options);
        return new Worker(
            Lake(), Storage, Warehouse, loader, Options, new RetentionOptions(), queue ?? new QueueDispatcher(Queue), Time, log,
            new BlobDeadLetters(letters));
    }

    private async Task SweepAsync(Worker worker)
    {
        var sweep = await Starter.StartAsync(WorkRequest.Sweep(), Token);
        await DrainAsync(worker);
        Assert.Equal(OperationState.Succeeded, (await FindAsync(sweep)).State);
    }

    private async Task WriteAsync(string name, params string[] events)
    {
        await letters.CreateIfNotExistsAsync(cancellationToken: Token);
        await letters.UploadBlobAsync(name, BinaryData.FromString($"[{string.Join(',', events)}]"), Token);
    }

    private async Task<List<string>> NamesAsync()
    {
        List<string> names = [];
        await foreach (var blob in letters.GetBlobsAsync(cancellationToken: Token))
        {
            names.Add(blob.Name);
        }

        return names;
    }

    private string Written(string name) => Event("BlobCreated", name, $"\"url\": \"https://stlake.blob.core.windows.net/{PathOf(name)}\"");

    private string Renamed(string type, string from, string to) => Event(
        type, to,
        $"\"sourceUrl\": \"https://stlake.dfs.core.windows.net/{PathOf(from)}\", "
            + $"\"destinationUrl\": \"https://stlake.dfs.core.windows.net/{PathOf(to)}\"",
        type == "BlobRenamed" ? null : Noon);

    private string Event(string type, string name, string data, DateTimeOffset? time = null) =>
        $$"""
        {
          "id": "1", "eventType": "Microsoft.Storage.{{type}}", "eventTime": "{{time ?? DateTimeOffset.UtcNow.AddMinutes(1):O}}",
          "subject": "/blobServices/default/containers/{{Container}}/blobs/{{name}}", "data": { {{data}} },
          "deadLetterReason": "MaxDeliveryAttemptsExceeded", "deliveryAttempts": 30
        }
        """;

    /// <summary>A queue that can refuse the work of new operations.</summary>
    private sealed class FickleQueue(IWorkDispatcher inner) : IWorkDispatcher
    {
        public bool IsBroken { get; set; }

        public bool IsDurable => true;

        public Task SendAsync(WorkItem item, CancellationToken cancellationToken) =>
            IsBroken && item.Batch is null ? throw new IOException("The queue is full.") : inner.SendAsync(item, cancellationToken);

        public Task CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);
    }
}

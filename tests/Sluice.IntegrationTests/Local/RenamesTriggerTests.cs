using System.Text;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.AzureStorage;
using Sluice.Hosting;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Local.Storage;
using Sluice.Local.WebJobs;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Local;

/// <summary>
/// The queue of renames, with messages as Event Grid writes them, and the trigger that takes them. No other trigger and no sweep runs, so
/// whatever is loaded or removed is so because of a message.
/// </summary>
public sealed class RenamesTriggerTests : IDisposable
{
    private const string Definition =
        """
        {
          "name": "test",
          "resources": [{
            "name": "cities", "path": "data/cities/**/*.csv", "sluice:onDelete": "remove",
            "schema": { "fields": [{ "name": "id", "type": "integer" }, { "name": "city", "type": "string" }] }
          }]
        }
        """;

    private const string Cities = "id,city\n1,Rome\n2,Oslo\n";
    private readonly TemporaryFolder home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_message_of_a_rename_moves_loads_or_removes_at_once_and_others_are_dropped()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var app = await StartAsync(azurite.ConnectionString);
        var (storage, ledger) = (app.Services.GetRequiredService<ILakeStorage>(), app.Services.GetRequiredService<ILedgerReader>());
        var queue = HostStorageSettings.FromConnectionString(azurite.ConnectionString).CreateQueueClient(EventQueue.Name);
        await queue.CreateIfNotExistsAsync(cancellationToken: Token);
        await queue.SendMessageAsync("no event", Token);

        // Upload, then rename.
        await UploadAsync(storage, "data/cities/a.csv");
        await SendAsync(queue, "BlobRenamed", "data/cities/a.csv.tmp", "data/cities/a.csv");
        var loaded = await WaitAsync(ledger, "data/cities/a.csv", f => f?.State == LoadState.Loaded);
        Assert.Equal(2, loaded!.Rows);

        // A rename within the dataset, whose message comes twice.
        await UploadAsync(storage, "data/cities/b.csv");
        await storage.DeleteAsync("data/cities/a.csv", Token);
        await SendAsync(queue, "BlobRenamed", "data/cities/a.csv", "data/cities/b.csv");
        await SendAsync(queue, "BlobRenamed", "data/cities/a.csv", "data/cities/b.csv");
        var moved = await WaitAsync(ledger, "data/cities/b.csv", f => f?.State == LoadState.Loaded);
        Assert.Equal((loaded.Id, 2), (moved!.Id, moved.Rows));
        Assert.Null(await ledger.FindFileAsync("data/cities/a.csv", Token));

        // A folder, which is the work of an operation.
        await UploadAsync(storage, "data/cities/2025/c.csv");
        await SendAsync(queue, "DirectoryRenamed", "data/incoming", "data/cities/2025");
        await WaitAsync(ledger, "data/cities/2025/c.csv", f => f?.State == LoadState.Loaded);

        // Out of the dataset.
        await UploadAsync(storage, "data/archive/b.csv");
        await storage.DeleteAsync("data/cities/b.csv", Token);
        await SendAsync(queue, "BlobRenamed", "data/cities/b.csv", "data/archive/b.csv");
        await WaitAsync(ledger, "data/cities/b.csv", f => f?.State == LoadState.Removed);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await queue.GetPropertiesAsync(limit.Token)).Value.ApproximateMessagesCount > 0)
        {
            await Task.Delay(50, limit.Token);
        }

        await app.StopAsync(Token);
    }

    private static async Task UploadAsync(ILakeStorage storage, string path) =>
        await storage.UploadAsync(path, new MemoryStream(Encoding.UTF8.GetBytes(Cities)), null, Token);

    private static async Task SendAsync(QueueClient queue, string type, string from, string to)
    {
        var slash = to.IndexOf('/', StringComparison.Ordinal);
        await queue.SendMessageAsync(
            $$"""
            {
              "topic": "/subscriptions/s", "id": "1", "eventType": "Microsoft.Storage.{{type}}",
              "eventTime": "{{DateTimeOffset.UtcNow.AddMinutes(1):O}}", "dataVersion": "1", "metadataVersion": "1",
              "subject": "/blobServices/default/containers/{{to[..slash]}}/blobs/{{to[(slash + 1)..]}}",
              "data": {
                "api": "RenameFile", "sourceUrl": "https://stlake.dfs.core.windows.net/{{from}}",
                "destinationUrl": "https://stlake.dfs.core.windows.net/{{to}}"
              }
            }
            """,
            Token);
    }

    private static async Task<FileRecord?> WaitAsync(ILedgerReader ledger, string path, Predicate<FileRecord?> isDone)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            var file = await ledger.FindFileAsync(path, limit.Token);
            if (isDone(file))
            {
                return file;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    private async Task<WebApplication> StartAsync(string storage)
    {
        await File.WriteAllTextAsync(home.Of("datapackage.json"), Definition, Token);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["LakeStorage"] = storage,
            ["AzureWebJobsStorage"] = storage,
            ["LakeDefinition"] = home.Of("datapackage.json"),
            ["Warehouse:Provider"] = "DuckDb",
            ["SweepSchedule"] = SluiceSettings.HourlySweep,
            ["Warehouse:ConnectionString"] = $"Data Source={home.Of("warehouse.duckdb")}",
        });
        builder.Services.AddSluice(builder.Configuration);
        var lake = Validation.LakeDefinitionFile.Load(home.Of("datapackage.json"));
        builder.Services.AddSingleton<IngestBlob>((_, _) => throw new InvalidOperationException("No trigger of blobs runs."));
        builder.Services.AddBlobTriggers(lake).AdaptToAzurite(lake, storage);
        builder.Services.AddSingleton<ITypeLocator>(new TriggersLocator(typeof(RenamesTrigger)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        await app.Services.GetRequiredService<IWarehouse>().PrepareAsync(app.Services.GetRequiredService<LakeDefinition>(), Token);
        await app.Services.GetRequiredService<ILakeStorage>().EnsureContainersAsync(["data"], Token);
        await app.StartAsync(Token);
        return app;
    }
}

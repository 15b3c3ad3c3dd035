using System.Text;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.AzureStorage;
using Sluice.Hosting;
using Sluice.Hosting.Telemetry;
using Sluice.Hosting.Triggers;
using Sluice.IntegrationTests.Azurite;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Local.Storage;
using Sluice.Local.WebJobs;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Local;

public sealed class PoisonTests : IDisposable
{
    private const string File = "data/users/Users.csv";
    private readonly TemporaryFolder home = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_file_that_the_blob_trigger_gives_up_on_is_in_the_ledger_and_the_sweep_loads_it()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var app = Build(azurite.ConnectionString);
        var (storage, warehouse) = (app.Services.GetRequiredService<ILakeStorage>(), app.Services.GetRequiredService<IWarehouse>());
        var lake = app.Services.GetRequiredService<LakeDefinition>();
        await warehouse.PrepareAsync(lake, Token);
        await storage.EnsureContainersAsync(lake.Containers, Token);
        await app.StartAsync(Token);

        await storage.UploadAsync(File, new MemoryStream(Encoding.UTF8.GetBytes(
            $"{string.Join(',', lake.Datasets.Single(d => d.Name == "users").Schema.Fields.Select(f => f.Name))}\n")), null, Token);

        var failed = await FindAsync(warehouse);
        Assert.Equal((LoadState.Failed, 1), (failed.State, failed.Attempts));
        Assert.Equal("The blob trigger has given up on this file; the sweep tries it again. It is out of reach.", failed.Error);
        Assert.NotNull(failed.NextTry);
        await DrainedAsync(azurite);

        var load = await app.Services.GetRequiredService<Loader>().LoadAsync(File, LoadTrigger.Sweep, null, Token);
        Assert.Equal((LoadState.Loaded, 2), (load.State, load.Attempt));
        await app.StopAsync(Token);
    }

    [Fact]
    public async Task If_the_trigger_could_not_even_call_the_function_the_ledger_says_why()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var app = Build(azurite.ConnectionString, typeof(PoisonTrigger), typeof(BlockBlobsOnly));
        var (storage, warehouse) = (app.Services.GetRequiredService<ILakeStorage>(), app.Services.GetRequiredService<IWarehouse>());
        var lake = app.Services.GetRequiredService<LakeDefinition>();
        await warehouse.PrepareAsync(lake, Token);
        await storage.EnsureContainersAsync(lake.Containers, Token);
        var blob = LakeStorageSettings.FromConnectionString(azurite.ConnectionString).CreateClient()
            .GetBlobContainerClient("data").GetAppendBlobClient(File["data/".Length..]);
        await blob.CreateAsync(cancellationToken: Token);
        await app.StartAsync(Token);

        var failed = await FindAsync(warehouse);

        Assert.Equal(
            "The blob trigger has given up on this file; the sweep tries it again. The blob is not an BlockBlobClient.", failed.Error);
        await app.StopAsync(Token);
    }

    private static async Task<FileRecord> FindAsync(IWarehouse warehouse)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (await warehouse.FindFileAsync(File, limit.Token) is { } file)
            {
                return file;
            }

            await Task.Delay(50, limit.Token);
        }
    }

    // The message goes away when its function has ended. By then the ledger has the file.
    private static async Task DrainedAsync(AzuriteServer azurite)
    {
        var queue = new QueueClient(
            azurite.ConnectionString, PoisonBlob.Queue, new QueueClientOptions(QueueClientOptions.ServiceVersion.V2023_11_03));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while ((await queue.GetPropertiesAsync(limit.Token)).Value.ApproximateMessagesCount > 0)
        {
            await Task.Delay(50, limit.Token);
        }
    }

    // The app, but with a loader that fails before it reaches the ledger. The types, if any are given, are the SDK's functions.
    private WebApplication Build(string storage, params Type[] functions)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["LakeStorage"] = storage,
            ["AzureWebJobsStorage"] = storage,
            ["LakeDefinition"] = RepositoryRoot.Of("lake", "datapackage.json"),
            ["Warehouse:Provider"] = "DuckDb",
            ["SweepSchedule"] = SluiceSettings.HourlySweep,
            ["Warehouse:ConnectionString"] = $"Data Source={home.Of("warehouse.duckdb")}",
        });
        builder.Services.AddSluice(builder.Configuration);
        builder.Services.AddSingleton<IngestBlob>((_, _) => throw new WarehouseUnavailableException("It is out of reach."));
        var lake = LakeDefinitionFile.Load(RepositoryRoot.Of("lake", "datapackage.json"));
        builder.Services.AddBlobTriggers(lake).AdaptToAzurite(lake, storage);
        if (functions.Length > 0)
        {
            builder.Services.AddSingleton<ITypeLocator>(new TriggersLocator(functions));
        }

        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder.Build();
    }

    /// <summary>A function of the SDK that cannot take an append blob.</summary>
    public static class BlockBlobsOnly
    {
        [FunctionName("Ingest-users")]
        public static void Run([BlobTrigger("data/users/{name}", Connection = "LakeStorage")] BlockBlobClient blob) =>
            throw new InvalidOperationException($"{blob.Name} is given to it.");
    }
}

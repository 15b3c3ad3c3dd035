using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Analytics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Requests;
using Sluice.AzureStorage;
using Sluice.DuckDb;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Results;
using Sluice.Hosting.Triggers;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Loading;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Loading;
using Sluice.Operations;

namespace Sluice.IntegrationTests.Functions;

/// <summary>The functions over a lake of one dataset, <c>ads/*.csv</c> in a container of its own, and a warehouse in memory.</summary>
internal sealed class FunctionsFixture : IAsyncDisposable
{
    private readonly BlobServiceClient service;
    private readonly AzureLake storage;
    private readonly LoaderOptions options;
    private Task held = Task.CompletedTask;

    private FunctionsFixture(BlobServiceClient service, ILakeStorage? read, byte[]? hashKey)
    {
        this.service = service;
        storage = new AzureLake(service);
        options = new LoaderOptions { Read = new ReadOptions { HashKey = hashKey } };
        Lake = TestLake.Of(("ads", Container, "ads/*.csv"));
        if (hashKey is not null)
        {
            Lake = TestLake.WithKey(Lake);
        }

        var model = AnalyticsModel.From(Lake);
        Data = new DataFunction(
            new AnalyticsService(model, Warehouse.Queries, new QueryLimits(), TimeProvider.System), new ModelDocuments(model),
            NullLogger<DataFunction>.Instance);
        read ??= new HookedStorage(storage) { OnRead = (_, _) => held };
        Loader = new Loader(Lake, read, Warehouse, options, TimeProvider.System, NullLogger<Loader>.Instance);
        Operations = new Sweeper(
            Lake, read, Warehouse, Loader, options, TimeProvider.System, NullLogger<Sweeper>.Instance).Operations;
    }

    public string Container { get; } = AzuriteFixture.NewContainer("functions");

    public LakeDefinition Lake { get; }

    public DuckDbWarehouse Warehouse { get; } = DuckDbWarehouse.Open(":memory:");

    public Loader Loader { get; }

    public OperationStarter Operations { get; }

    public DataFunction Data { get; }

    public IngestFunction Ingest => new(Loader, NullLogger<IngestFunction>.Instance);

    /// <summary>Creates the fixture.</summary>
    /// <param name="azurite">Where the lake is.</param>
    /// <param name="read">The lake that files are read from, if it is another one.</param>
    /// <param name="hashKey">The key for hashing. With it, <c>id</c> is the primary key of <c>ads</c>.</param>
    public static async Task<FunctionsFixture> StartAsync(AzuriteFixture azurite, ILakeStorage? read = null, byte[]? hashKey = null)
    {
        var functions = new FunctionsFixture(azurite.Service, read, hashKey);
        await functions.storage.EnsureContainersAsync([functions.Container], CancellationToken.None);
        await functions.Warehouse.PrepareAsync(functions.Lake, CancellationToken.None);
        return functions;
    }

    /// <summary>Holds up all reads of files.</summary>
    /// <returns>Ends the hold.</returns>
    public TaskCompletionSource Hold()
    {
        var gate = new TaskCompletionSource();
        held = gate.Task;
        return gate;
    }

    /// <summary>Uploads a file and returns its blob.</summary>
    public async Task<BlobClient> UploadAsync(string name, string text)
    {
        await storage.UploadAsync($"{Container}/{name}", new MemoryStream(Encoding.UTF8.GetBytes(text)), null, CancellationToken.None);
        return service.GetBlobContainerClient(Container).GetBlobClient(name);
    }

    public Task<Answer> GetAsync(string set, string query = "", string? preference = null) =>
        SendAsync($"/api/data/{set}", query, "", null, preference, r => Data.GetAsync(r, r.HttpContext.RequestAborted));

    public Task<Answer> PostLoadAsync(string body, string? contentType = "application/json", string? preference = null) => SendAsync(
        "/api/loads", "", body, contentType, preference,
        r => new LoadsFunction(Lake, storage, Warehouse, Operations).PostAsync(r, r.HttpContext.RequestAborted));

    public Task<Answer> PostSweepAsync(string body = "", string? contentType = null, string? preference = null) => SendAsync(
        "/api/sweep", "", body, contentType, preference,
        r => new SweepNowFunction(Operations).PostAsync(r, r.HttpContext.RequestAborted));

    public Task<Answer> PostErasureAsync(string body, string? preference = null) => SendAsync(
        "/api/erasures", "", body, "application/json", preference,
        r => new ErasuresFunction(Lake, Warehouse, Warehouse, options, Operations).PostAsync(r, r.HttpContext.RequestAborted));

    public Task<Answer> GetHealthAsync(IWorkDispatcher queue)
    {
        var health = new HealthFunction(Lake, storage, Warehouse, queue, TimeProvider.System, NullLogger<HealthFunction>.Instance);
        return SendAsync("/api/health", "", "", null, null, r => health.GetAsync(r, r.HttpContext.RequestAborted));
    }

    public Task DeleteContainerAsync() => service.GetBlobContainerClient(Container).DeleteAsync();

    public ValueTask DisposeAsync() => Warehouse.DisposeAsync();

    // As in both hosts: an exception of a function becomes problem details, and the result writes itself.
    private static async Task<Answer> SendAsync(
        string path, string query, string body, string? contentType, string? preference, Func<HttpRequest, Task<IActionResult>> function)
    {
        using var answer = new MemoryStream();
        var http = new DefaultHttpContext();
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("localhost");
        http.Request.Path = path;
        http.Request.Headers["Prefer"] = preference;
        http.Request.QueryString = new QueryString(query);
        http.Request.ContentType = contentType;
        http.Request.ContentLength = Encoding.UTF8.GetByteCount(body);
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        http.Response.Body = answer;
        IActionResult result;
        try
        {
            result = await function(http.Request);
        }
        catch (Exception e)
        {
            result = Problems.FromException(e);
        }

        await result.ExecuteResultAsync(new ActionContext(http, new RouteData(), new ActionDescriptor()));
        using var json = JsonDocument.Parse(answer.ToArray());
        return new Answer(http.Response.StatusCode, http.Response.ContentType, json.RootElement.Clone())
        {
            Headers = http.Response.Headers,
        };
    }
}

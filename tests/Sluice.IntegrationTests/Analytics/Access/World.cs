using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Analytics;
using Sluice.Analytics.Access;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.Analytics.Requests;
using Sluice.DuckDb;
using Sluice.Folder;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.IntegrationTests.Local;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Rows;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics.Access;

/// <summary>
/// A lake of which a partner sees a part. Two worlds have the same part; everything else in them differs, the number of hidden rows too.
/// So if the partner gets other bytes from one than from the other, something hidden has leaked.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    /// <summary>Begins every hidden text.</summary>
    public const string Secret = "SECRET";

    /// <summary>The names that the partner must not learn.</summary>
    public static readonly string[] HiddenNames = ["vault", "treasure", "secret_margin", "hidden_cost", "boss"];

    private const string Package = """
        { "name": "market", "resources": [
          { "name": "shops", "path": "data/shops/*.csv", "sluice:write": "merge",
            "sluice:rows": { "partner": "city eq @claim.city and secret_margin ne null" },
            "schema": { "primaryKey": "id", "fields": [
              { "name": "id", "type": "integer" }, { "name": "city" }, { "name": "secret_margin", "sluice:read": ["hr"] },
              { "name": "boss_id", "type": "integer", "sluice:read": ["hr"] }],
              "foreignKeys": [{ "fields": "boss_id", "reference": { "resource": "", "fields": "id" } }] } },
          { "name": "sales", "path": "data/sales/*.csv", "sluice:rows": { "partner": "shop/city eq @claim.city" },
            "schema": { "fields": [
              { "name": "shop_id", "type": "integer" }, { "name": "note" }, { "name": "amount", "type": "integer" },
              { "name": "hidden_cost", "type": "integer", "sluice:read": ["hr"] }],
              "foreignKeys": [{ "fields": "shop_id", "reference": { "resource": "shops", "fields": "id" } }] } },
          { "name": "tags", "path": "data/tags/*.csv", "schema": { "fields": [
              { "name": "shop_id", "type": "integer" }, { "name": "label" }, { "name": "mail", "sluice:sensitive": "mask" }],
              "foreignKeys": [{ "fields": "shop_id", "reference": { "resource": "shops", "fields": "id" } }] } },
          { "name": "vault", "path": "data/vault/*.csv", "sluice:read": ["hr"], "schema": { "fields": [
              { "name": "shop_id", "type": "integer" }, { "name": "treasure" }],
              "foreignKeys": [{ "fields": "shop_id", "reference": { "resource": "shops", "fields": "id" } }] } }] }
        """;

    private const string Reports = """
        { "reports": [
          { "name": "sales-per-shop", "title": "Sales", "question": "How much?", "dataset": "sales", "chart": { "mark": "bar" },
            "options": { "$apply": "groupby((shop/city),aggregate(amount with sum as total,$count as n))" } },
          { "name": "cost", "title": "Cost", "question": "Which hidden_cost?", "dataset": "sales", "chart": { "mark": "bar" },
            "options": { "$apply": "aggregate(hidden_cost with sum as total)" } },
          { "name": "all-sales", "title": "All", "question": "Which?", "dataset": "sales", "chart": { "mark": "bar" },
            "options": { "$orderby": "amount" } },
          { "name": "treasures", "title": "Treasures", "question": "Which in the vault?", "dataset": "vault", "chart": { "mark": "bar" },
            "options": { "$apply": "groupby((treasure))" } }] }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly DuckDbWarehouse warehouse = DuckDbWarehouse.Open(":memory:");
    private readonly LakeDefinition lake;
    private readonly ReportCatalog reports;

    // One for all callers, as in the app: what one has asked for must not be the answer of another.
    private readonly ReportAnswers answers = new(new ProcessRowStamps(), null, "1");
    private readonly AnalyticsService analytics;
    private readonly ModelDocuments documents;
    private readonly OpenApiDocuments openApi;
    private readonly FolderLake files;

    private World()
    {
        var path = Path.Combine(folder.Path, "datapackage.json");
        File.WriteAllText(path, Package);
        File.WriteAllText(Path.Combine(folder.Path, "reports.json"), Reports);
        lake = LakeDefinitionFile.Load(path, RowFilters.Check);
        files = new FolderLake(new FolderLayout(folder.Path, lake), TimeSpan.Zero, TimeProvider.System);
        var model = AnalyticsModel.From(lake);
        reports = ReportCatalog.Load(path, model);
        documents = new ModelDocuments(model);
        openApi = new OpenApiDocuments(reports);
        analytics = new AnalyticsService(
            new AnalyticsModels(model) { NeedsCaller = true }, warehouse.Queries, new QueryLimits { PageSize = 3 }, TimeProvider.System);
    }

    public static Caller Partner { get; } = Of("partner", ("city", ["Oslo"]));

    public static Caller Staff { get; } = Of("hr");

    public static Caller Worker { get; } = Of(AppRoles.Operator);

    /// <summary>Makes a world.</summary>
    /// <param name="seed">What its hidden part depends on.</param>
    public static async Task<World> CreateAsync(int seed)
    {
        var world = new World();
        var cancel = TestContext.Current.CancellationToken;
        await world.warehouse.PrepareAsync(world.lake, cancel);
        var random = new Random(seed);
        var hidden = 4 + seed;
        await world.LoadAsync(
            "shops",
            [
                .. Enumerable.Range(1, 5).Select(i => new object?[] { (long)i, "Oslo", Hidden("margin"), (long)random.Next(1, 9) }),
                .. Enumerable.Range(6, hidden).Select(i => new object?[] { (long)i, Hidden("city"), Hidden("margin"), 1L }),
            ]);
        await world.LoadAsync(
            "sales",
            [
                .. Enumerable.Range(1, 8).Select(i => new object?[]
                {
                    (long)(i % 5 + 1), $"note {i}", i * 10L, (long)random.Next(1_000_000, 2_000_000),
                }),
                .. Enumerable.Range(1, hidden).Select(_ => new object?[]
                {
                    (long)random.Next(6, 6 + hidden), Hidden("note"), (long)random.Next(1, 1000), 7L,
                }),
            ]);
        await world.LoadAsync(
            "tags", [.. Enumerable.Range(1, 6).Select(i => new object?[] { (long)i, $"tag {i}", "***" })], "visible but sensitive");
        await world.LoadAsync(
            "vault", [.. Enumerable.Range(1, hidden).Select(i => new object?[] { (long)i, Hidden("treasure") })], Hidden("record"));
        return world;

        string Hidden(string what) => $"{Secret} {what} {seed} {random.Next()}";
    }

    /// <summary>The same request to the endpoint of its path.</summary>
    public async Task<HttpAnswer> SendAsync(Caller caller, HostileRequest request)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext();
        http.SetCaller(caller);
        http.Request.Method = request.Body is null ? "GET" : "POST";
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("localhost");
        http.Request.Path = $"/api/{request.Path}";
        http.Request.QueryString = new QueryString(request.Query);
        http.Request.ContentType = request.Body is null ? null : "application/json";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(request.Body ?? ""));
        http.Response.Body = body;
        IActionResult result;
        try
        {
            result = await AnswerAsync(http.Request, request.Path.Split('/'));
        }
        catch (Exception e)
        {
            result = Problems.FromException(e);
        }

        await result.ExecuteResultAsync(new ActionContext(http, new RouteData(), new ActionDescriptor()));
        return new HttpAnswer(http.Response.StatusCode, http.Response.ContentType, Encoding.UTF8.GetString(body.ToArray()))
        {
            Headers = http.Response.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()),
        };
    }

    public async ValueTask DisposeAsync()
    {
        analytics.Dispose();
        await warehouse.DisposeAsync();
        folder.Dispose();
    }

    private static Caller Of(string role, params (string Name, string[] Values)[] claims) => new(
        role, role, new HashSet<string> { AppRoles.Reader, role }, claims.ToDictionary(c => c.Name, c => (IReadOnlyList<string>)c.Values));

    private Task<IActionResult> AnswerAsync(HttpRequest request, string[] path)
    {
        var cancel = TestContext.Current.CancellationToken;
        var (data, reporting) = (NullLogger<DataFunction>.Instance, NullLogger<ReportsFunction>.Instance);
        return path switch
        {
            ["data", "$batch"] => new BatchFunction(analytics, documents, data).PostAsync(request, cancel),
            ["data", ..] => new DataFunction(analytics, documents, data).GetAsync(request, cancel),
            ["reports"] => Reports().GetAllAsync(request, cancel),
            ["reports", var name] => Reports().GetAsync(request, name, cancel),
            ["openapi.json"] => new OpenApiFunction(openApi, analytics).GetAsync(request, cancel),
            ["datapackage.json"] => new DataPackageFunction(analytics, lake).GetAsync(request, cancel),
            ["connect", var file] => new ConnectFunction(analytics).GetAsync(request, file, cancel),
            ["rejects", var load] => new RejectsFunction(warehouse, files, analytics).GetAsync(request, load, cancel),
            _ => throw new InvalidOperationException(string.Join('/', path)),
        };

        ReportsFunction Reports() => new(analytics, reports, answers, new DefinitionAccess(CanChange: false), reporting);
    }

    private async Task LoadAsync(string name, IReadOnlyList<object?[]> rows, string? rejected = null)
    {
        var cancel = TestContext.Current.CancellationToken;
        var dataset = lake.Find(name)!;
        var driver = new LoadDriver(warehouse);
        var target = await driver.StartAsync(dataset, LoadDriver.Version($"data/{name}/{name}.csv"));
        await using var transaction = await warehouse.BeginAsync(target, cancel);
        await transaction.WriteAsync(Batches.Of(dataset, rows), cancel);
        if (rejected is not null)
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, "rejects", name));
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "rejects", name, "1.csv"), rejected, cancel);
            await transaction.WriteAsync(
                [LoadDriver.Reject(1000, rejected, new RejectError("shop_id", "type", $"{rejected} is not an integer"))], cancel);
        }

        await transaction.CommitAsync(
            LoadDriver.Progress(target.Version, rows.Count) with
            {
                Rejected = rejected is null ? 0 : 1,
                RejectsFile = rejected is null ? null : $"rejects/{name}/1.csv",
            },
            cancel);
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Analytics;
using Sluice.Analytics.Access;
using Sluice.Analytics.Model;
using Sluice.Analytics.Requests;
using Sluice.DuckDb;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.Lake.Definition;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>
/// The OData service over a warehouse, which is in memory unless a derived class opens another, and the same rows as plain objects.
/// </summary>
public class AnalyticsFixture : IAsyncLifetime
{
    private IWarehouse? warehouse;
    private IWarehouseQueries? queries;

    internal OracleData Data { get; private set; } = null!;

    internal IWarehouse Warehouse => warehouse!;

    internal AnalyticsModel Model => field ??= AnalyticsModel.From(Lake);

    internal virtual LakeDefinition Lake => AnalyticsData.Lake;

    public virtual async ValueTask InitializeAsync()
    {
        (warehouse, queries) = await OpenAsync();
        Data = await LoadAsync(warehouse);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await (warehouse?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    internal virtual Task<OracleData> LoadAsync(IWarehouse opened) => AnalyticsData.LoadAsync(opened);

    protected virtual Task<(IWarehouse Warehouse, IWarehouseQueries Queries)> OpenAsync()
    {
        var opened = DuckDbWarehouse.Open(":memory:");
        return Task.FromResult<(IWarehouse, IWarehouseQueries)>((opened, opened.Queries));
    }

    internal AnalyticsService Service(QueryLimits? limits = null, AnalyticsModel? model = null) =>
        new(model ?? Model, queries!, limits ?? new QueryLimits(), TimeProvider.System);

    /// <summary>Sends a request of a caller to a service of another model of the same tables.</summary>
    internal async Task<HttpAnswer> GetAsync(
        AnalyticsModel model, Caller caller, string path, IEnumerable<KeyValuePair<string, string>> options)
    {
        var http = Context("GET", path, null);
        http.SetCaller(caller);
        http.Request.QueryString = new QueryBuilder(options).ToQueryString();
        return await AnswerAsync(
            http, () => new DataFunction(Service(model: model), new ModelDocuments(model), NullLogger<DataFunction>.Instance)
                .GetAsync(http.Request, http.RequestAborted));
    }

    /// <summary>Sends a request as a host does.</summary>
    /// <param name="path">The path below the service.</param>
    /// <param name="options">The query options.</param>
    /// <param name="headers">Headers.</param>
    /// <param name="limits">Limits other than the default.</param>
    internal async Task<HttpAnswer> GetAsync(
        string path, IEnumerable<KeyValuePair<string, string>> options, IReadOnlyDictionary<string, string>? headers = null,
        QueryLimits? limits = null)
    {
        var http = Context("GET", path, headers);
        http.Request.QueryString = new QueryBuilder(options).ToQueryString();
        return await AnswerAsync(
            http, () => new DataFunction(Service(limits), new ModelDocuments(Model), NullLogger<DataFunction>.Instance)
                .GetAsync(http.Request, http.RequestAborted));
    }

    /// <summary>Sends a batch as a host does.</summary>
    internal async Task<HttpAnswer> BatchAsync(string body, string contentType, IReadOnlyDictionary<string, string>? headers = null)
    {
        var http = Context("POST", "$batch", headers);
        http.Request.ContentType = contentType;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return await AnswerAsync(
            http, () => new BatchFunction(Service(), new ModelDocuments(Model), NullLogger<DataFunction>.Instance)
                .PostAsync(http.Request, http.RequestAborted));
    }

    private static DefaultHttpContext Context(string method, string path, IReadOnlyDictionary<string, string>? headers)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("localhost");
        http.Request.Path = $"/api/data/{path}".TrimEnd('/');
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            http.Request.Headers[name] = value;
        }

        http.RequestAborted = TestContext.Current.CancellationToken;
        return http;
    }

    private static async Task<HttpAnswer> AnswerAsync(DefaultHttpContext http, Func<Task<IActionResult>> answer)
    {
        using var body = new MemoryStream();
        http.Response.Body = body;
        IActionResult result;
        try
        {
            result = await answer();
        }
        catch (Exception e)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(e.ToString());
            result = Problems.FromException(e);
        }

        await result.ExecuteResultAsync(new ActionContext(http, new RouteData(), new ActionDescriptor()));
        return new HttpAnswer(http.Response.StatusCode, http.Response.ContentType, Encoding.UTF8.GetString(body.ToArray()))
        {
            ETag = http.Response.Headers.ETag,
            Bytes = body.ToArray(),
            Headers = http.Response.Headers.ToDictionary(h => h.Key, h => h.Value.ToString()),
        };
    }

    /// <summary>All rows of a request, page after page.</summary>
    internal async Task<List<JsonElement>> RowsAsync(string set, IReadOnlyDictionary<string, string> options, int pageSize)
    {
        List<JsonElement> rows = [];
        var prefer = new Dictionary<string, string> { ["Prefer"] = $"odata.maxpagesize={pageSize}" };
        IEnumerable<KeyValuePair<string, string>> next = options;
        while (true)
        {
            var answer = await GetAsync(set, next, prefer);
            Assert.True(answer.Status == 200,
                $"{set}?{string.Join('&', options.Select(o => $"{o.Key}={o.Value}"))}: {answer.Status} {answer.Text}");
            var page = answer.Rows;
            Assert.True(page.Count <= pageSize);
            foreach (var row in page)
            {
                rows.Add(await CompleteAsync(row, prefer));
            }

            if (answer.Json.TryGetProperty("@odata.nextLink", out var link))
            {
                Assert.Equal(pageSize, page.Count);
                next = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(new Uri(link.GetString()!).Query)
                    .Select(p => KeyValuePair.Create(p.Key, p.Value.ToString()));
            }
            else
            {
                return rows;
            }
        }
    }

    // Follows the links to the rest of each expanded collection.
    private async Task<JsonElement> CompleteAsync(JsonElement row, IReadOnlyDictionary<string, string> headers)
    {
        const string Next = "@odata.nextLink";
        if (!row.EnumerateObject().Any(p => p.Name.EndsWith(Next, StringComparison.Ordinal)))
        {
            return row;
        }

        var complete = JsonObject.Create(row)!;
        foreach (var link in row.EnumerateObject().Where(p => p.Name.EndsWith(Next, StringComparison.Ordinal)))
        {
            complete.Remove(link.Name);
            var collection = complete[link.Name[..^Next.Length]]!.AsArray();
            for (var next = link.Value.GetString(); next is not null;)
            {
                var address = new Uri(next);
                var answer = await GetAsync(
                    Uri.UnescapeDataString(address.AbsolutePath["/api/data/".Length..]),
                    Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.Query)
                        .Select(p => KeyValuePair.Create(p.Key, p.Value.ToString())),
                    headers);
                Assert.True(answer.Status == 200, $"{next}: {answer.Status} {answer.Text}");
                Assert.NotEmpty(answer.Rows);
                answer.Rows.ForEach(r => collection.Add(JsonNode.Parse(r.GetRawText())));
                next = answer.Json.TryGetProperty(Next, out var more) ? more.GetString() : null;
            }
        }

        return JsonElement.Parse(complete.ToJsonString());
    }
}

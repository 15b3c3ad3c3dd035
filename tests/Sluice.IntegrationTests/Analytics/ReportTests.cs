using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Analytics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.Analytics.Requests;
using Sluice.DuckDb;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Results;
using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

public sealed class ReportTests : IAsyncLifetime
{
    private readonly DuckDbWarehouse warehouse = DuckDbWarehouse.Open(":memory:");
    private readonly AnalyticsModel model = AnalyticsModel.From(SampleLakeData.Lake);
    private ReportCatalog reports;
    private OracleData data = null!;

    public ReportTests() => reports = ReportCatalog.Load(SampleLakeData.Path, model);

    private AnalyticsService Service => new(model, warehouse.Queries, new QueryLimits(), TimeProvider.System);

    public async ValueTask InitializeAsync() => data = await SampleLakeData.LoadAsync(warehouse);

    public ValueTask DisposeAsync() => warehouse.DisposeAsync();

    [Fact]
    public async Task The_sample_lake_has_reports_that_say_what_they_answer_and_where_their_rows_are()
    {
        var answer = await SendAsync("", "", f => r => f.GetAllAsync(r, TestContext.Current.CancellationToken));

        Assert.True(answer.Rows.Count >= 12);
        foreach (var report in answer.Rows)
        {
            Assert.EndsWith("?", report.GetProperty("question").GetString(), StringComparison.Ordinal);
            Assert.False(report.GetProperty("chart").TryGetProperty("data", out _));
            var query = new Uri(report.GetProperty("query").GetString()!);
            Assert.Equal($"/api/data/{report.GetProperty("dataset").GetString()}", query.AbsolutePath);
            var options = QueryHelpers.ParseQuery(query.Query).ToDictionary(o => o.Key, o => o.Value.ToString());
            Assert.NotEmpty(
                Service.Check(new AnalyticsRequest { Set = model.Find(report.GetProperty("dataset").GetString()!)!, Options = options }));
        }
    }

    [Fact]
    public async Task Every_report_has_the_rows_that_are_right()
    {
        foreach (var report in reports.Reports)
        {
            var expected = new OracleQuery(data).Answer(report.Set.Name, report.Options);
            Assert.NotEmpty(expected);

            RowComparison.AssertSame(expected, (await GetAsync(report.Name, "")).Rows, report.Name);
        }
    }

    [Fact]
    public async Task Every_report_can_be_narrowed_by_each_of_its_filters()
    {
        foreach (var report in reports.Reports)
        {
            foreach (var (name, property) in report.Filters)
            {
                var (query, condition) = name switch
                {
                    ReportFilter.Date => ("?from=2024-02-01&to=2024-03-31", $"{property} ge 2024-02-01 and {property} lt 2024-04-01"),
                    "city" => ("?city=O%27Brien", $"{property} eq 'O''Brien'"),
                    _ => ($"?{name}=cars", $"{property} eq 'cars'"),
                };
                var options = new Dictionary<string, string>(report.Options);
                options["$apply"] = $"filter({condition})/{options["$apply"]}";

                RowComparison.AssertSame(
                    new OracleQuery(data).Answer(report.Set.Name, options), (await GetAsync(report.Name, query)).Rows,
                    $"{report.Name}{query}");
            }
        }
    }

    [Fact]
    public async Task A_report_of_no_rows_is_answered_in_json_and_csv()
    {
        foreach (var report in reports.Reports.Where(r => r.Filters.ContainsKey(ReportFilter.Date)))
        {
            var options = new Dictionary<string, string>(report.Options);
            options["$apply"] = $"filter({report.Filters[ReportFilter.Date]} lt 1900-01-02)/{options["$apply"]}";

            RowComparison.AssertSame(
                new OracleQuery(data).Answer(report.Set.Name, options),
                (await GetAsync(report.Name, "?from=1900-01-01&to=1900-01-01")).Rows, report.Name);
            Assert.Equal(200, (await GetAsync(report.Name, "?from=1900-01-01&to=1900-01-01&$format=csv")).Status);
        }
    }

    [Theory]
    [InlineData("groupby((category),aggregate($count as n,price with sum as s))/aggregate(n with max as most,$count as categories)",
        "most,categories\r\n,0\r\n")]
    [InlineData("groupby((category))/aggregate($count as n)", "n\r\n0\r\n")]
    [InlineData("aggregate(price with sum as s,price with Sluice.median as mid,$count as n)", "s,mid,n\r\n,,0\r\n")]
    [InlineData("groupby((category),aggregate($count as n))", "category,n\r\n")]
    public async Task A_report_over_groups_of_no_rows_has_a_row_or_none(string apply, string csv)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var options = $$"""{ "$apply": "{{apply}}" }""";
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "reports.json"), $$"""
                { "reports": [{ "name": "empty", "title": "Ads", "question": "What is there?", "dataset": "ads", "options": {{options}},
                  "filters": { "category": "category" }, "chart": { "mark": "bar" } }] }
                """, TestContext.Current.CancellationToken);
            reports = ReportCatalog.Load(Path.Combine(folder.FullName, "datapackage.json"), model);

            var (json, text) = (await GetAsync("empty", "?category=none"), await GetAsync("empty", "?category=none&$format=csv"));

            Assert.Equal((200, 200), (json.Status, text.Status));
            Assert.Equal(csv, text.Text);
            Assert.Equal(csv.Split("\r\n").Length - 2, json.Rows.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_rows_of_a_report_are_there_as_csv()
    {
        var answer = await GetAsync("price-by-category", "?$format=csv");

        Assert.StartsWith("text/csv", answer.ContentType, StringComparison.Ordinal);
        Assert.Equal("category,median_price,average_price,ads", answer.Text.Split("\r\n")[0]);
    }

    [Theory]
    [InlineData("none", "", 404)]
    [InlineData("top-sellers", "?from=yesterday", 400)]
    [InlineData("top-sellers", "?from=2024-01-01&from=2024-01-02", 400)]
    [InlineData("top-sellers", "?country=PT", 400)]
    [InlineData("sign-ups-by-source", "?category=cars", 400)]
    [InlineData("top-sellers", "?$filter=ad_owner_id eq 1", 400)]
    [InlineData("top-sellers", "?$format=pdf", 406)]
    public async Task A_request_that_is_wrong_is_a_problem(string name, string query, int status) =>
        (await GetAsync(name, query)).AssertProblem(status);

    [Fact]
    public async Task A_filter_is_a_value_whatever_is_in_it()
    {
        var answer = await GetAsync("users-by-city", "?city=" + Uri.EscapeDataString("x') or true or ('' eq '"));

        Assert.Equal(200, answer.Status);
        Assert.Empty(answer.Rows);
    }

    private Task<HttpAnswer> GetAsync(string name, string query) =>
        SendAsync($"/{name}", query, f => r => f.GetAsync(r, name, TestContext.Current.CancellationToken));

    private async Task<HttpAnswer> SendAsync(
        string path, string query, Func<ReportsFunction, Func<HttpRequest, Task<IActionResult>>> function)
    {
        using var body = new MemoryStream();
        var http = new DefaultHttpContext();
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("localhost");
        http.Request.Path = $"/api/reports{path}";
        http.Request.QueryString = new QueryString(query);
        http.Response.Body = body;
        IActionResult result;
        try
        {
            var reporting = new ReportsFunction(
                Service, reports, new ReportAnswers(new ProcessRowStamps(), null, ""), new DefinitionAccess(CanChange: false),
                NullLogger<ReportsFunction>.Instance);
            result = await function(reporting)(http.Request);
        }
        catch (Exception e)
        {
            result = Problems.FromException(e);
        }

        await result.ExecuteResultAsync(new ActionContext(http, new RouteData(), new ActionDescriptor()));
        return new HttpAnswer(http.Response.StatusCode, http.Response.ContentType, Encoding.UTF8.GetString(body.ToArray()));
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Json;
using Sluice.Hosting.Http.Requests;
using Sluice.Validation;

namespace Sluice.Tests.Docs;

/// <summary>docs/http.md has what the OpenAPI document has: each route, method, query option and status.</summary>
public sealed partial class HttpPageTests
{
    private const string Page = "docs/http.md";
    private const string Prefix = "/api";
    private const string OfSet = "/data/{set}";
    private const string OfRow = "/data/{set}({key})";
    private const string OfRelated = "/data/{set}({key})/{name}";

    private static readonly AnalyticsModel Model = AnalyticsModel.From(
        LakeDefinitionFile.Load(RepositoryRoot.Of("lake", "datapackage.json")));

    private static readonly JsonElement Document = JsonElement.Parse(
        new OpenApiDocument(Model, ReportCatalog.Load(RepositoryRoot.Of("lake", "datapackage.json"), Model)).Body.Span);

    // Of each route: the operations of OpenAPI that have it. Those of the dashboard and of the document itself are not in it.
    private static readonly ILookup<string, JsonProperty> Described = Document.GetProperty("paths").EnumerateObject()
        .SelectMany(p => p.Value.EnumerateObject().Select(o => (Route: TemplateOf(p.Name), Operation: o)))
        .ToLookup(o => o.Route, o => o.Operation);

    public static TheoryData<string> Routes => [.. Described.Select(r => r.Key)];

    [Fact]
    public void The_page_has_every_route_and_no_other()
    {
        var others = HttpRoute.All.Select(r => $"/{r.Template}").Where(t => t is "/openapi.json" or "/dashboard/{file?}")
            .Select(t => t.Replace("/{file?}", "", StringComparison.Ordinal)).ToList();

        Assert.Equal(2, others.Count);
        Assert.Equal(
            Described.Select(r => r.Key).Concat(others).Order(StringComparer.Ordinal),
            RouteRows().Select(r => r.Route).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public void A_route_has_the_methods_and_the_successes_that_the_page_says(string route)
    {
        var row = Row(route);
        var described = Described[route].Select(o => o.Name.ToUpperInvariant()).Distinct().ToList();

        // HEAD is no operation of its own.
        Assert.Equal(described.SelectMany(m => m == "GET" ? (string[])["GET", "HEAD"] : [m]).Order(), row.Methods.Order());
        Assert.All(row.Methods, m => Assert.Contains(m, MethodsOf(route)));
        var successes = Described[route].SelectMany(o => o.Value.GetProperty("responses").EnumerateObject().Select(s => s.Name))
            .Where(s => s.StartsWith('2')).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(
            successes,
            row.Statuses.Where(s => s is "200" or "201" or "202" || (s == "204" && route != OfRelated)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public void A_route_has_the_query_options_that_the_page_says(string route)
    {
        var described = Described[route].SelectMany(o => o.Value.GetProperty("parameters").EnumerateArray())
            .Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!)
            .Where(n => !IsFilterOfReport(route, n)).Distinct();

        // Many related rows have the options of a set, and a single one those of a row.
        var told = route == OfRelated ? Row(OfSet).Options.Union(Row(OfRow).Options) : Row(route).Options;
        Assert.Equal(described.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public void A_route_has_failures_of_its_own_that_the_page_explains(string route)
    {
        var told = PageTable.Of(Page).Single(t => t.Heading == "Statuses").Rows.SelectMany(r => r[0].Split(", ")).ToList();
        Assert.All(Described[route], o =>
        {
            var statuses = o.Value.GetProperty("responses").EnumerateObject().Select(s => s.Name).ToList();
            Assert.Contains("default", statuses);
            Assert.All(statuses.Where(s => s != "default"), s => Assert.Contains(s, told));

            // Only rows need a query, and only what has a name or a key may not be there.
            Assert.Equal(statuses.Contains("429"), statuses.Contains("504"));
            Assert.False(route is "/health" or "/sweep" or OfSet && statuses.Contains("404"));
        });
    }

    [Fact]
    public void The_page_explains_every_query_option() => Assert.Equal(
        QueryOptions.OfRows.Append("$format").Order(StringComparer.Ordinal),
        PageTable.Of(Page).Single(t => t.Heading == "Query options").Rows.Select(r => r[0].Trim('`')).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_explains_every_status_that_the_code_has()
    {
        var told = PageTable.Of(Page).Single(t => t.Heading == "Statuses").Rows.SelectMany(r => r[0].Split(", ")).ToList();
        string[] folders = ["Sluice.Hosting", "Sluice.Functions", "Sluice.Local"];
        var known = folders.SelectMany(f => Directory.EnumerateFiles(RepositoryRoot.Of("src", f), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => Status().Matches(File.ReadAllText(f)).Select(m => m.Value)).Distinct();

        Assert.Equal(known.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
        Assert.All(RouteRows().SelectMany(r => r.Statuses), s => Assert.Contains(s, told));
    }

    [Fact]
    public void The_page_names_every_set_of_the_ledger()
    {
        var text = File.ReadAllText(RepositoryRoot.Of(Page.Split('/')));
        var sets = Model.Sets.Select(s => s.Name)
            .Except(LakeDefinitionFile.Load(RepositoryRoot.Of("lake", "datapackage.json")).Datasets.Select(d => d.Name));

        Assert.Equal(
            sets.Order(StringComparer.Ordinal),
            PageTable.Spans(LedgerSets().Match(text).Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_body_of_a_load_is_accepted()
    {
        var bodies = PageTable.Of(Page).Single(t => t.Heading == "Loads").Rows.SelectMany(r => PageTable.Spans(r[0])).ToList();

        Assert.NotEmpty(bodies);
        Assert.All(bodies, b => _ = JsonSerializer.Deserialize<LoadRequest>(b, SluiceJson.Options)!.Select());
    }

    private static IEnumerable<RouteRow> RouteRows() => PageTable.Of(Page).Single(t => t.Heading == "Routes").Rows.Select(r => new RouteRow(
        r[0].Trim('`')[Prefix.Length..],
        r[1].Split(", "),
        [.. PageTable.Spans(r[2]).Where(s => s != "{set}")],
        r[3].Split(", ")));

    private static RouteRow Row(string route) => RouteRows().Single(r => r.Route == route);

    // What is below /data and /reports is one route of the app each.
    private static IEnumerable<string> MethodsOf(string route) =>
        HttpRoute.All.Where(r => r.Methods is not null && r.Matches(route[1..])).SelectMany(r => r.Methods!);

    private static bool IsFilterOfReport(string route, string option) =>
        route.StartsWith("/reports/", StringComparison.Ordinal) && option is not ("from" or "to" or "$format");

    private static string TemplateOf(string path)
    {
        path = SetName().Replace(path, "/data/{set}");
        path = Key().Replace(path, "({key})");
        path = Related().Replace(path, "{name}");
        return ReportName().Replace(path, "/reports/{name}");
    }

    [GeneratedRegex(@"^/data/\w[\w-]*")]
    private static partial Regex SetName();

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex Key();

    [GeneratedRegex(@"(?<=\)/)[\w-]+$")]
    private static partial Regex Related();

    [GeneratedRegex(@"^/reports/.+")]
    private static partial Regex ReportName();

    [GeneratedRegex(@"(?<=\bStatus)\d{3}(?=[A-Z])")]
    private static partial Regex Status();

    [GeneratedRegex(@"a set of the ledger: ([^.]*)\.")]
    private static partial Regex LedgerSets();

    private sealed record RouteRow(
        string Route, IReadOnlyList<string> Methods, IReadOnlyList<string> Options, IReadOnlyList<string> Statuses);
}

using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sluice.Analytics;
using Sluice.Analytics.Access;
using Sluice.Analytics.Reports;
using Sluice.Analytics.Requests;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.Lake.Definition;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>GET /api/reports</c> and <c>GET /api/reports/{name}</c>: the reports of the lake definition, and the rows of one.</summary>
public sealed class ReportsFunction(
    AnalyticsService analytics, ReportCatalog reports, ReportAnswers answers, DefinitionAccess definition,
    ILogger<ReportsFunction> logger)
{
    private const string ReportName = "Report";
    private const string Segment = "/reports";

    /// <summary>
    /// All reports: their questions, their charts and the addresses of their rows. With the stamp of all datasets, which is the same as
    /// long as nothing is loaded; <see langword="null"/> if something may be loaded now, or if only the warehouse can tell.
    /// </summary>
    [Function("Reports")]
    public async Task<IActionResult> GetAllAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "reports")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        QueryOptions.Read(request, []);
        var root = ServiceLocation.From(request, Segment).Data;
        var datasets = analytics.ViewOf(request.CallerOf()).Model.Sets.Where(s => s.IsDataset).Select(s => s.Name);
        return new JsonBodyResult(new
        {
            stamp = await answers.StampAsync(datasets, cancellationToken),
            value = Seen(request).Select(r => Describe(r, root)),
        });
    }

    /// <summary>The rows of a report, narrowed by <c>from</c>, <c>to</c> and its other filters.</summary>
    [Function(ReportName)]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "reports/{name}")] HttpRequest request, string name,
        CancellationToken cancellationToken)
    {
        var report = Seen(request).FirstOrDefault(r => r.Name == name)
            ?? throw RequestException.NotFound("There is no such report; GET reports lists the reports.");
        var location = ServiceLocation.From(request, Segment);
        var format = ResponseFormat.Negotiate(request);
        var query = report.Request(ReadFilter(request, report)) with { IsWhole = format.IsTable };
        var fileName = $"{report.Name}.{format.Extension}";

        // An export is made anew, and recorded.
        var (reads, access) = (format.IsTable ? null : analytics.ReadsOf(query), QueryOptions.AccessOf(request));
        if (HttpMethods.IsHead(request.Method))
        {
            analytics.Check(query);
            return reads is null ? new HeadResult(format, fileName) : HeadResult.OfKept(format, fileName);
        }

        var sight = analytics.ViewOf(request.CallerOf()).Key;
        var turn = await answers.EnterAsync(reads, $"{format}\n{location.Data}\n{access}", sight, cancellationToken);
        if (turn.Answer is not null)
        {
            return new AnswerResult(turn, format, fileName);
        }

        try
        {
            var rows = await analytics.StartAsync(query, cancellationToken);
            return new RowsResult(
                rows, format, location.Data, token => Next(location.Data, query, access, token), fileName, ReportName, logger)
            {
                Turn = reads is null ? null : turn,
            };
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>Adds a report to <c>reports.json</c>. 201; 400 if it cannot be used; 409 if the app cannot change its definition.</summary>
    [Function("ReportAdd")]
    [Needs(AppRoles.Operator)]
    public async Task<IActionResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "reports")] HttpRequest request, CancellationToken cancellationToken)
    {
        CheckChangeable();
        var report = await RequestBody.ReadAsync<JsonObject>(request, "a report of reports.json", cancellationToken);
        try
        {
            reports.Add(report);
        }
        catch (LakeDefinitionException exception)
        {
            throw RequestException.Wrong(string.Join(" ", exception.Errors.Select(e => e.Message)));
        }

        return new JsonBodyResult(new { name = report["name"]!.ToString() }, StatusCodes.Status201Created);
    }

    /// <summary>
    /// Removes a report from <c>reports.json</c>. 204; 404 if there is none; 409 if the app cannot change its definition.
    /// </summary>
    [Function("ReportRemove")]
    [Needs(AppRoles.Operator)]
    public IActionResult Delete(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "reports/{name}")] HttpRequest request, string name)
    {
        QueryOptions.Read(request, []);
        CheckChangeable();
        return reports.Remove(name) ? new NoRowResult() : throw RequestException.NotFound("There is no such report.");
    }

    private IReadOnlyList<Report> Seen(HttpRequest request) => reports.SeenIn(analytics.ViewOf(request.CallerOf()).Model);

    private void CheckChangeable()
    {
        if (!definition.CanChange)
        {
            throw RequestException.Conflict(
                "The lake definition of a deployed app does not change. Add the report to reports.json, and deploy the app; "
                    + "or start it with `sluice run`, which can change it.");
        }
    }

    private static object Describe(Report report, string root) => new
    {
        name = report.Name,
        title = report.Title,
        question = report.Question,
        dataset = report.Set.Name,
        query = Address(root, report.Request(new ReportFilter())),
        filters = report.Filters,
        properties = report.Properties.SelectMany(p => Columns("", p)),
        chart = report.Chart,
    };

    private static IEnumerable<object> Columns(string prefix, ResultProperty property) => property.Members is null
        ? [new { name = prefix + property.Name, type = property.Type.Kind.ToString().ToLowerInvariant() }]
        : property.Members.SelectMany(m => Columns($"{prefix}{property.Name}/", m));

    private static string Address(string root, AnalyticsRequest query) => $"{root}{query.Set}{new QueryBuilder(query.Options)}";

    private static string Next(string root, AnalyticsRequest query, string access, string skipToken) =>
        $"{root}{query.Set}?{access}{new QueryBuilder(query.Options) { { "$skiptoken", skipToken } }.ToString()[1..]}";

    private static ReportFilter ReadFilter(HttpRequest request, Report report)
    {
        var values = QueryOptions.Read(request, [.. report.Filters.Keys.Where(f => f != ReportFilter.Date), "from", "to"]);
        return new ReportFilter
        {
            From = Day(values, "from"),
            To = Day(values, "to"),
            Values = values.Where(v => v.Key is not ("from" or "to")).ToDictionary(),
        };
    }

    private static DateOnly? Day(IReadOnlyDictionary<string, string> values, string name)
    {
        if (!values.TryGetValue(name, out var text))
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw RequestException.Wrong($"The query option {name} must be a day such as 2024-05-31.");
    }
}

using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Sluice.Analytics;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>
/// <c>POST /api/data/$batch</c>: many requests of the OData service in one. They run one after the other, each with the limits that it has
/// alone, and the first that fails is the last, unless the client prefers to continue.
/// </summary>
public sealed class BatchFunction(AnalyticsService analytics, ModelDocuments documents, ILogger<DataFunction> logger)
{
    private const string ContinueOnError = "continue-on-error";

    // Headers that say where the client came in, which links repeat.
    private static readonly string[] Passed = ["X-Forwarded-Proto", "X-Forwarded-Host"];

    private readonly DataFunction data = new(analytics, documents, logger);

    /// <summary>200 with the answers, whatever their statuses; 400 if the body is no batch.</summary>
    [Function("Batch")]
    public async Task<IActionResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "data/$batch")] HttpRequest request, CancellationToken cancellationToken)
    {
        ProtocolVersion.Check(request);
        QueryOptions.Read(request, []);
        var items = await BatchBody.ReadAsync(request, cancellationToken);
        var goesOn = Continues(request);
        return new BatchResult(
            RunAsync(request, items, goesOn, cancellationToken), IsJson(request), goesOn ? ContinueOnError : null);
    }

    // Messages are answered as messages, whatever Accept says: some clients send Accept: application/json with every request.
    private static bool IsJson(HttpRequest request) => request.HasJsonContentType()
        && !(MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)
            && types.FirstOrDefault(t => t.MediaType is var m && (m == BatchBody.Multipart || m == "application/json")) is { } wanted
            && wanted.MediaType == BatchBody.Multipart);

    private static bool Continues(HttpRequest request) =>
        Preferences.Of(request).Any(p => p is (ContinueOnError, "" or "true"));

    private async IAsyncEnumerable<BatchAnswer> RunAsync(
        HttpRequest request, IReadOnlyList<BatchItem> items, bool goesOn, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> failed = new(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var answer = await RunAsync(request, item, failed, cancellationToken);
            yield return answer;
            if (answer.Status >= StatusCodes.Status400BadRequest)
            {
                failed.Add(item.Id ?? "");
                if (!goesOn)
                {
                    yield break;
                }
            }
        }
    }

    private async Task<BatchAnswer> RunAsync(
        HttpRequest request, BatchItem item, HashSet<string> failed, CancellationToken cancellationToken)
    {
        using var body = new BoundedStream();
        var context = new DefaultHttpContext { RequestServices = request.HttpContext.RequestServices };
        context.Response.Body = body;
        context.RequestAborted = cancellationToken;
        context.SetCaller(request.CallerOf());
        context.Features.Set(AuditNote.Of(request));
        IActionResult result;
        try
        {
            Fill(context.Request, request, item);
            result = item.DependsOn.Any(failed.Contains)
                ? throw RequestException.Dependent("A request that this one depends on has failed.")
                : await data.GetAsync(context.Request, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogProblem(exception, "Batch");
            result = Problems.FromException(exception);
        }

        await result.ExecuteResultAsync(new ActionContext(context, new RouteData(), new ActionDescriptor()));
        return new BatchAnswer(
            item.Id,
            context.Response.StatusCode,
            [.. context.Response.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString()))],
            body.ToArray());
    }

    private static void Fill(HttpRequest inner, HttpRequest outer, BatchItem item)
    {
        (inner.Method, inner.Scheme, inner.Host, inner.PathBase) = (item.Method, outer.Scheme, outer.Host, outer.PathBase);
        inner.Path = ServiceLocation.Segment;

        // Whoever sends a batch speaks OData, and reads errors of OData.
        inner.Headers[ProtocolVersion.MostHeader] = "4.01";
        foreach (var (name, value) in item.Headers)
        {
            inner.Headers[name] = value;
        }

        // An answer becomes a part of a document, so its bytes stay as they are.
        inner.Headers.Remove(HeaderNames.AcceptEncoding);
        foreach (var name in Passed)
        {
            inner.Headers[name] = outer.Headers[name];
        }

        if (!HttpMethods.IsGet(item.Method) && !HttpMethods.IsHead(item.Method))
        {
            throw RequestException.MethodNotAllowed([HttpMethods.Get, HttpMethods.Head]);
        }

        var root = new Uri(ServiceLocation.From(outer).Data);
        if (item.Url.StartsWith('$') && !item.Url.StartsWith("$metadata", StringComparison.Ordinal))
        {
            throw RequestException.Unsupported("Requests of a batch cannot refer to the answers of others.");
        }

        if (!Uri.TryCreate(root, item.Url, out var address)
            || !$"{address.AbsolutePath}/".StartsWith(root.AbsolutePath, StringComparison.OrdinalIgnoreCase))
        {
            throw RequestException.NotFound("A batch can only have requests of this OData service: their addresses are relative to it.");
        }

        inner.Path = PathString.FromUriComponent(address.AbsolutePath[outer.PathBase.ToUriComponent().Length..]);
        inner.QueryString = QueryString.FromUriComponent(address.Query);
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sluice.Analytics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Requests;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Json;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>GET /api/data</c> and all below it: the datasets and the ledger as a read-only OData v4 service.</summary>
public sealed class DataFunction(AnalyticsService analytics, ModelDocuments documents, ILogger<DataFunction> logger)
{
    private const string Name = "Data";
    private const string TextType = "text/plain";
    private const string JsonType = "application/json";
    private const string Profile = "/profile";

    /// <summary>
    /// The service document, <c>$metadata</c>, a set, its profile, one row by its key, the rows related to it, or the
    /// <c>$count</c> of rows.
    /// </summary>
    [Function(Name)]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "data/{*path}")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        ProtocolVersion.Check(request);
        var location = ServiceLocation.From(request);
        await analytics.RefreshAsync(cancellationToken);
        var model = analytics.ViewOf(request.CallerOf()).Model;
        return location.Path switch
        {
            "" => ServiceDocument(request, location, model),
            "$metadata" => Metadata(request, model),
            var path when ProfiledSet(path, model) is { } set => await ProfileAsync(request, set, cancellationToken),
            var path => await RowsAsync(request, location, path, model, cancellationToken),
        };
    }

    private static DocumentResult ServiceDocument(HttpRequest request, ServiceLocation location, AnalyticsModel model)
    {
        QueryOptions.Read(request, []);
        if (ResponseFormat.Negotiate(request) is not { Json: { } format })
        {
            throw RequestException.NotAcceptable("The service document is available as application/json.");
        }

        var body = new Dictionary<string, object>();
        if (format.Metadata != JsonMetadata.None)
        {
            body["@odata.context"] = $"{location.Data}$metadata";
        }

        body["value"] = model.Sets.Select(
            s => new { name = s.Name, title = s.Title ?? s.Name, kind = "EntitySet", url = s.Name });
        return new DocumentResult(JsonSerializer.SerializeToUtf8Bytes(body, SluiceJson.Options), ResponseFormat.ContentType(format));
    }

    private DocumentResult Metadata(HttpRequest request, AnalyticsModel model)
    {
        QueryOptions.Read(request, []);
        var current = documents.Of(model);
        return ResponseFormat.IsJsonModel(request)
            ? new DocumentResult(current.Json, JsonType)
            : new DocumentResult(current.Xml, "application/xml");
    }

    private static EntitySet? ProfiledSet(string path, AnalyticsModel model) =>
        path.EndsWith(Profile, StringComparison.Ordinal) ? model.Find(path[..^Profile.Length]) : null;

    private async Task<IActionResult> ProfileAsync(HttpRequest request, EntitySet set, CancellationToken cancellationToken)
    {
        QueryOptions.Read(request, []);
        if (ResponseFormat.Negotiate(request).Json is null)
        {
            throw RequestException.NotAcceptable($"A profile is available as {JsonType}.");
        }

        if (HttpMethods.IsHead(request.Method))
        {
            return HeadResult.OfTagged(JsonType);
        }

        var profile = await analytics.ProfileAsync(set, cancellationToken);
        return new TaggedResult(profile.Body, JsonType, profile.Tag);
    }

    private async Task<IActionResult> RowsAsync(
        HttpRequest request, ServiceLocation location, string path, AnalyticsModel model, CancellationToken cancellationToken)
    {
        var found = AnalyticsService.Resolve(path, model)
            ?? throw RequestException.NotFound(model.Find(path.Split('/', '(')[0]) is { Name: var set }
                ? $"{set} has no such row or property; GET data/$metadata lists its key and its navigation properties."
                : "There is no such set; GET data lists the sets.");
        found = found with { Options = QueryOptions.Read(request, QueryOptions.OfRows), MaxPageSize = QueryOptions.MaxPageSize(request) };
        if (found is { MaxPageSize: { } size, IsOne: false, IsCount: false })
        {
            request.HttpContext.Response.Headers[Preferences.AppliedHeader] = $"maxpagesize={size}";
        }

        if (found.Parent is { } parent && !await analytics.ExistsAsync(parent, cancellationToken))
        {
            throw RequestException.NotFound("There is no row with this key.");
        }

        // HEAD needs no rows: Check says whether GET would be refused. Only for one row, the row itself decides between 200, 204 and 404.
        var isHead = HttpMethods.IsHead(request.Method);
        if (found.IsCount)
        {
            if (isHead)
            {
                analytics.Check(found);
                return new HeadResult(TextType);
            }

            var count = await analytics.CountAsync(found, cancellationToken);
            return new DocumentResult(System.Text.Encoding.UTF8.GetBytes(count.ToString(CultureInfo.InvariantCulture)), TextType);
        }

        var format = ResponseFormat.Negotiate(request);
        format = format with { Json = format.Json is { } json ? json with { Access = QueryOptions.AccessOf(request) } : null };
        if (found.IsOne && format.IsTable && !found.IsRaw)
        {
            throw RequestException.NotAcceptable("A single row is available as application/json.");
        }

        found = found with { IsWhole = format.IsTable && !found.IsRaw };
        var fileName = $"{found.Set}.{format.Extension}";
        if (isHead && !found.IsOne)
        {
            analytics.Check(found);
            return new HeadResult(format, fileName);
        }

        var rows = await analytics.StartAsync(found, cancellationToken);
        if (!found.IsOne)
        {
            return new RowsResult(
                rows,
                format,
                location.Data,
                token => $"{location.Data}{found.Address}{QueryOptions.Next(request, token)}",
                fileName,
                Name,
                logger);
        }

        if (!await rows.ReadAsync())
        {
            // The parent exists and refers to no row: that is an answer, not an error.
            await rows.DisposeAsync();
            return found.Parent is not null ? new NoRowResult() : throw RequestException.NotFound("There is no row with this key.");
        }

        if (found.Property is not null)
        {
            await using (rows)
            {
                return Value(found, rows, format.Json ?? new JsonRowsFormat(JsonMetadata.Minimal, false, ""), location);
            }
        }

        if (isHead)
        {
            await rows.DisposeAsync();
            return new HeadResult(format, fileName);
        }

        return new RowsResult(rows, format, location.Data, Name, logger);
    }

    // A value that is null is no content (OData Protocol 4.01, 11.2.4).
    private static IActionResult Value(AnalyticsRequest request, AnalyticsRows rows, JsonRowsFormat format, ServiceLocation location)
    {
        if (rows.Row.IsDBNull(rows.Properties.Single().Ordinal))
        {
            return new NoRowResult();
        }

        var body = JsonRowsWriter.WriteValue(
            rows, $"{request.Address}/{request.Property!.Name}", format with { ServiceRoot = location.Data });
        if (!request.IsRaw)
        {
            return new DocumentResult(body, ResponseFormat.ContentType(format));
        }

        var value = JsonElement.Parse(body.Span).GetProperty("value");
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return new DocumentResult(System.Text.Encoding.UTF8.GetBytes(text), TextType);
    }
}

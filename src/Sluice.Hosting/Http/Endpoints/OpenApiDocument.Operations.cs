using System.Text.Json.Nodes;
using static Sluice.Hosting.Http.Endpoints.OpenApiParts;

namespace Sluice.Hosting.Http.Endpoints;

/// <content>Operations with their answers.</content>
public sealed partial class OpenApiDocument
{
    private const string OfData = "400 406 429 501 503 504 507";
    private const string OfRow = "400 404 406 429 501 503 504 507";
    private const string OfNumber = "400 429 501 503 504 507";
    private const string OfReport = "400 406 429 503 504 507";
    private const string OfFile = "404 503";
    private const string OfText = "400 406";
    private const string OfWork = "400 404 409 413 415 503";
    private const string OfSweep = "400 503";
    private const string OfBatch = "400 413 415";
    private const string OfUpload = "400 404 409 413 503";
    private const string OfNewReport = "400 409 413 415";
    private const string OfOldReport = "400 404 409";

    // What a failure means. Errors of OData are only below /data, for clients that ask for OData.
    private static readonly Dictionary<string, string> Failures = new()
    {
        ["400"] = "The request is wrong",
        ["401"] = "Nobody has signed in: WWW-Authenticate says where to",
        ["403"] = "The caller has no role that may do this",
        ["404"] = "There is no such row, set, file or report",
        ["406"] = "The answer is not available in this format",
        ["409"] = "The state of the app, or another request, is in the way",
        ["413"] = "The body is too long",
        ["415"] = "The body has another media type",
        ["429"] = "Too many queries are running: Retry-After says when to ask again",
        ["501"] = "OData has it, and Sluice does not",
        ["503"] = "The warehouse, the lake or the queue cannot be reached",
        ["504"] = "The query takes too long",
        ["507"] = "The query needs too much memory",
    };

    private static JsonObject Get(
        string id, string tag, string summary, JsonObject[] parameters, JsonObject content, string failures) => new()
        {
            ["get"] = Operation(id, tag, summary, parameters, content, failures),
        };

    private static JsonObject Post(string id, string summary, JsonObject? body, JsonObject answer, string failures)
    {
        var prefer = Parameter(
            "header", "Prefer",
            "wait=60 to wait up to so many seconds for the end of the work (20 without it, at most 200); respond-async not to wait",
            Type("string"));
        var operation = Operation(id, "Pipeline", summary, [prefer], Content(Json, answer), failures);
        operation["responses"]!["202"] = new JsonObject
        {
            ["description"] = "The work goes on",
            ["headers"] = new JsonObject
            {
                ["Location"] = Header("The address of the operation"),
                ["Retry-After"] = Header("After how many seconds to ask there"),
            },
            ["content"] = Content(Json, Reference(Operations)),
        };
        if (body is not null)
        {
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(Json, body) };
        }

        return new JsonObject { ["post"] = operation };
    }

    /// <summary>An operation.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="tag">What it belongs to.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="content">Its answer.</param>
    /// <param name="failures">The statuses that it can answer instead, separated by spaces. Any operation can have others, such as those of
    /// the host.</param>
    private static JsonObject Operation(
        string id, string tag, string summary, JsonObject[] parameters, JsonObject content, string failures)
    {
        var responses = new JsonObject { ["200"] = new JsonObject { ["description"] = "The answer", ["content"] = content } };
        foreach (var status in failures.Split(' ').Append("401").Append("403").Order(StringComparer.Ordinal))
        {
            responses[status] = Failure(Failures[status]);
        }

        responses["default"] = Failure("A problem (RFC 9457)");

        return new JsonObject
        {
            ["operationId"] = id,
            ["tags"] = new JsonArray(tag),
            ["summary"] = summary,
            ["parameters"] = new JsonArray([.. parameters]),
            ["responses"] = responses,
        };
    }

    // An answer with an entity tag.
    private static JsonObject Tagged(JsonObject path)
    {
        path["get"]!["responses"]!["304"] = new JsonObject { ["description"] = "The client has this answer (If-None-Match)" };
        return path;
    }

    private static JsonObject Failure(string description)
    {
        var content = Content(Problem, Reference("Problem"));
        content[Json] = new JsonObject { ["schema"] = Reference("Error") };
        return new JsonObject { ["description"] = description, ["content"] = content };
    }
}

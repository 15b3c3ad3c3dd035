using System.Text.Json.Nodes;
using static Sluice.Hosting.Http.Endpoints.OpenApiParts;

namespace Sluice.Hosting.Http.Endpoints;

/// <content>Operations with their answers.</content>
public sealed partial class OpenApiDocument
{
    // Any route can answer with these. Errors of OData are only below /data, for clients that ask for OData.
    private static readonly (string Status, string Description)[] Failures =
    [
        ("400", "The request is wrong"),
        ("401", "Nobody has signed in: WWW-Authenticate says where to"),
        ("403", "The caller has no role that may do this"),
        ("404", "There is no such row, set or file"),
        ("406", "The answer is not available in this format"),
        ("429", "Too many queries are running: Retry-After says when to ask again"),
        ("501", "OData has it, and Sluice does not"),
        ("503", "The warehouse, the lake or the queue cannot be reached"),
        ("504", "The query takes too long"),
        ("507", "The query needs too much memory"),
        ("default", "A problem (RFC 9457)"),
    ];

    private static JsonObject Get(string id, string tag, string summary, JsonObject[] parameters, JsonObject content) => new()
    {
        ["get"] = Operation(id, tag, summary, parameters, content),
    };

    private static JsonObject Post(string id, string summary, JsonObject? body, JsonObject answer)
    {
        var prefer = Parameter(
            "header", "Prefer",
            "wait=60 to wait up to so many seconds for the end of the work (20 without it, at most 200); respond-async not to wait",
            Type("string"));
        var operation = Operation(id, "Pipeline", summary, [prefer], Content(Json, answer));
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

    private static JsonObject Operation(string id, string tag, string summary, JsonObject[] parameters, JsonObject content)
    {
        var responses = new JsonObject { ["200"] = new JsonObject { ["description"] = "The answer", ["content"] = content } };
        foreach (var (status, description) in Failures)
        {
            responses[status] = Failure(description);
        }

        return new JsonObject
        {
            ["operationId"] = id,
            ["tags"] = new JsonArray(tag),
            ["summary"] = summary,
            ["parameters"] = new JsonArray([.. parameters]),
            ["responses"] = responses,
        };
    }

    private static JsonObject Failure(string description)
    {
        var content = Content(Problem, Reference("Problem"));
        content[Json] = new JsonObject { ["schema"] = Reference("Error") };
        return new JsonObject { ["description"] = description, ["content"] = content };
    }
}

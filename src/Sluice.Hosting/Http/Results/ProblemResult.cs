using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;

namespace Sluice.Hosting.Http.Results;

/// <summary>
/// An answer with a problem. It is problem details (RFC 9457), but in the OData service a client that asks for OData gets an error of OData
/// (JSON Format 4.01, 21.1).
/// </summary>
/// <param name="problem">The problem.</param>
internal sealed class ProblemResult(RequestException problem) : IActionResult
{
    private const string JsonType = "application/json";
    private const string DetailsType = "application/problem+json";

    /// <inheritdoc/>
    public Task ExecuteResultAsync(ActionContext context) =>
        (IsForOData(context.HttpContext.Request) ? Error(problem) : Details(problem)).ExecuteResultAsync(context);

    /// <summary>A problem as problem details.</summary>
    public static JsonBodyResult Details(RequestException problem) => new(
        new ProblemDetails { Type = "about:blank", Status = problem.Status, Title = problem.Title, Detail = problem.Message },
        problem.Status,
        DetailsType,
        problem.Header is { } header ? [header] : null);

    private static JsonBodyResult Error(RequestException problem) => new(
        new { error = new { code = CodeOf(problem.Status), message = problem.Message } },
        problem.Status,
        JsonType,
        [
            (ProtocolVersion.Header, ProtocolVersion.OfAnswers),
            .. problem.Header is { } header ? [header] : Array.Empty<(string, string)>(),
        ]);

    private static string CodeOf(int status) => ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>Whether a client asks the OData service for OData: with a header of its versions, or with Accept.</summary>
    private static bool IsForOData(HttpRequest request)
    {
        if (!ServiceLocation.IsData(request))
        {
            return false;
        }

        var types = MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) ? accepted : [];
        return !types.Any(t => t.MediaType == DetailsType)
            && (request.Headers.ContainsKey(ProtocolVersion.MostHeader) || request.Headers.ContainsKey(ProtocolVersion.Header)
                || types.Any(t => t.MediaType.Equals(JsonType, StringComparison.OrdinalIgnoreCase)));
    }
}

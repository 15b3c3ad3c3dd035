using Microsoft.AspNetCore.Http;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.Ledger;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The answer to a request that has started an operation.</summary>
internal static class OperationResult
{
    private const string RetryAfterSeconds = "2";

    /// <summary>200 with the operation if it has succeeded, 202 if it goes on.</summary>
    /// <param name="request">The request.</param>
    /// <param name="operation">The operation as it stands.</param>
    /// <param name="wait">How long the client wanted to wait.</param>
    /// <param name="body">What a client gets if it has succeeded; <see langword="null"/> for the operation alone.</param>
    /// <exception cref="RequestException">503: the operation has failed.</exception>
    public static JsonBodyResult From(HttpRequest request, Operation operation, WaitPreference wait, OperationBody? body = null)
    {
        var location = ("Location", LocationOf(request, operation));
        return operation.State switch
        {
            OperationState.Running => new JsonBodyResult(
                OperationBody.From(operation), StatusCodes.Status202Accepted,
                headers: [location, ("Retry-After", RetryAfterSeconds), .. Applied(wait)]),
            OperationState.Failed => throw RequestException.FailedOperation(operation.Error!, location),
            _ => new JsonBodyResult(body ?? OperationBody.From(operation), headers: [location, .. Applied(wait)]),
        };
    }

    /// <summary>The header that says which preferences were followed.</summary>
    public static IReadOnlyList<(string Name, string Value)> Applied(WaitPreference wait) =>
        wait.Applied is { } applied ? [(Preferences.AppliedHeader, applied)] : [];

    // The functions that start operations are siblings of the data: /api/loads, /api/sweep.
    private static string LocationOf(HttpRequest request, Operation operation)
    {
        var path = request.Path.Value!;
        return $"{new Uri(ServiceLocation.From(request, path[path.LastIndexOf('/')..]).Data).AbsolutePath}operations({operation.Id})";
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Analytics.Access;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;
using Sluice.Warehouse;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>POST /api/loads</c>: loads a file or a selection of files now, again if asked for.</summary>
public sealed class LoadsFunction(LakeDefinition lake, ILakeStorage storage, ILedgerReader ledger, OperationStarter operations)
{
    /// <summary>
    /// For one file: 200 with the load, whatever its state; 409 if the file is being loaded already. For a selection: 200 with the
    /// operation. If that takes longer than the client waits: 202 with the operation. 400 if the path is invalid; 404 if there is no such
    /// file or dataset.
    /// </summary>
    [Function("Loads")]
    [Needs(AppRoles.Operator)]
    public async Task<IActionResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "loads")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync<LoadRequest>(request, LoadRequest.Example, cancellationToken);
        AuditNote.Of(request)?.Dataset = lake.Find(body.Dataset ?? "")?.Name ?? (body.File is { } file ? lake.Match(file)?.Name : null);
        return body.Select() is { } selection
            ? await LoadAsync(request, body, selection, cancellationToken)
            : await LoadAsync(request, body.File!, body.Again, cancellationToken);
    }

    private async Task<IActionResult> LoadAsync(
        HttpRequest request, LoadRequest body, FileSelection selection, CancellationToken cancellationToken)
    {
        if (body.Dataset is { } name && lake.Find(name) is null)
        {
            throw RequestException.NotFound("There is no such dataset in the lake definition. GET data lists the datasets.");
        }

        var wait = WaitPreference.From(request);
        var operation = await RunAsync(WorkRequest.ForFiles(selection, LoadTrigger.Http), wait, cancellationToken);
        return operation is { State: OperationState.Succeeded, Matched: 0 } && body.Path is not null
            ? throw RequestException.NotFound(
                "No file of a dataset matches this path: a container, '/' and the name of a file or a glob, such as data/ads/2025/**.")
            : OperationResult.From(request, operation, wait);
    }

    private async Task<IActionResult> LoadAsync(HttpRequest request, string file, bool again, CancellationToken cancellationToken)
    {
        if (LakePath.FindFault(file) is { } fault)
        {
            throw RequestException.Wrong(fault);
        }

        if (!lake.HasContainerOf(file) || await storage.FindAsync(file, cancellationToken) is null)
        {
            throw NoSuchFile();
        }

        var wait = WaitPreference.From(request);
        var operation = await RunAsync(WorkRequest.ForFile(file, again, LoadTrigger.Http), wait, cancellationToken);
        if (operation.State != OperationState.Succeeded)
        {
            return OperationResult.From(request, operation, wait);
        }

        if (operation.Load is { } load)
        {
            var loads = await ledger.ReadLoadsAsync(new LedgerQuery { Load = load }, cancellationToken);
            return new JsonBodyResult(loads.Single(), headers: OperationResult.Applied(wait));
        }

        throw operation.Busy > 0
            ? RequestException.Conflict("The file is being loaded already; GET data/loads shows the progress.")
            : NoSuchFile();
    }

    private async Task<Operation> RunAsync(WorkRequest request, WaitPreference wait, CancellationToken cancellationToken)
    {
        var started = await operations.StartAsync(request, cancellationToken);
        return await operations.WaitAsync(started.Id, wait.Time, onProgress: null, cancellationToken);
    }

    private static RequestException NoSuchFile() => RequestException.NotFound(
        "There is no such file in the lake. Its path is the container, '/' and the blob's name, not percent-encoded.");
}

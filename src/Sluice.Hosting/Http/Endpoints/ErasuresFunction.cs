using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Analytics.Access;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;
using Sluice.Warehouse;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>POST /api/erasures</c>: erases the row of a key, and what goes along with it.</summary>
public sealed class ErasuresFunction(
    LakeDefinition lake, ILoadTransactions warehouse, IErasure erasure, LoaderOptions options, OperationStarter operations)
{
    private const int MostRemains = 1000;

    /// <summary>
    /// 200 with the operation and the records of the lake that still have the key, if it has ended within the time that the client waits;
    /// otherwise 202. 400 if the key is not one of the dataset; 404 if there is no such dataset; 409 if the setting for hashing is missing.
    /// </summary>
    [Function("Erasures")]
    [Needs(AppRoles.Operator)]
    public async Task<IActionResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "erasures")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync<ErasureRequest>(request, ErasureRequest.Example, cancellationToken);
        var dataset = lake.Find(body.Dataset)
            ?? throw RequestException.NotFound("There is no such dataset in the lake definition. GET data lists the datasets.");
        AuditNote.Of(request)?.Dataset = dataset.Name;
        if (ErasureKey.FindFault(options.Read.HashKey) is { } missing)
        {
            throw RequestException.Conflict(missing);
        }

        if (ErasureKey.TryRead(dataset, body.ReadValues(), options.Read.HashKey, warehouse.Limits, out var key) is { } fault)
        {
            throw RequestException.Wrong(fault);
        }

        var wait = WaitPreference.From(request);
        var started = await operations.StartAsync(WorkRequest.ForKey(key!, LoadTrigger.Http), cancellationToken);
        var operation = await operations.WaitAsync(started.Id, wait.Time, onProgress: null, cancellationToken);
        return operation.State == OperationState.Succeeded
            ? OperationResult.From(
                request, operation, wait,
                new ErasureBody(
                    OperationBody.From(operation), await erasure.ReadRemainsAsync(operation.Id, MostRemains, cancellationToken)))
            : OperationResult.From(request, operation, wait);
    }
}

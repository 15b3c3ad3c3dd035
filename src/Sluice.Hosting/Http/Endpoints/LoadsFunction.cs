using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;
using Sluice.Hosting.Http.Results;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary><c>POST /api/loads</c>: loads a file now.</summary>
public sealed class LoadsFunction(Loader loader)
{
    /// <summary>
    /// 200 with the load, whatever its state; 400 if the path is invalid; 404 if there is no such file; 409 if it is being loaded already.
    /// </summary>
    [Function("Loads")]
    public async Task<IActionResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "loads")] HttpRequest request, CancellationToken cancellationToken)
    {
        var file = (await RequestBody.ReadAsync<LoadRequest>(request, LoadRequest.Example, cancellationToken)).File;
        if (LakePath.FindFault(file) is { } fault)
        {
            throw RequestException.Wrong(fault);
        }

        try
        {
            var load = await loader.LoadAsync(file, LoadTrigger.Http, progress: null, cancellationToken);
            return load.State == LoadState.Busy
                ? throw RequestException.Conflict("The file is being loaded already; GET data/loads shows the progress.")
                : new JsonBodyResult(load);
        }
        catch (FileNotFoundException)
        {
            throw RequestException.NotFound(
                "There is no such file in the lake. Its path is the container, '/' and the blob's name, not percent-encoded.");
        }
    }
}

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

/// <summary><c>POST /api/loads</c>: loads a file or a selection of files now, again if asked for.</summary>
public sealed class LoadsFunction(LakeDefinition lake, Loader loader, Reloader reloader)
{
    /// <summary>
    /// For one file: 200 with the load, whatever its state; 409 if the file is being loaded already. For a selection: 200 with the counts.
    /// 400 if the path is invalid; 404 if there is no such file or dataset.
    /// </summary>
    [Function("Loads")]
    public async Task<IActionResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "loads")] HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync<LoadRequest>(request, LoadRequest.Example, cancellationToken);
        return body.Select() is { } selection
            ? await LoadAsync(body, selection, cancellationToken)
            : await LoadAsync(body.File!, body.Again, cancellationToken);
    }

    private async Task<IActionResult> LoadAsync(LoadRequest body, FileSelection selection, CancellationToken cancellationToken)
    {
        if (body.Dataset is { } name && lake.Find(name) is null)
        {
            throw RequestException.NotFound("There is no such dataset in the lake definition. GET data lists the datasets.");
        }

        var result = await reloader.ReloadAsync(selection, LoadTrigger.Http, cancellationToken);
        return result.Files == 0 && body.Path is not null
            ? throw RequestException.NotFound(
                "No file of a dataset matches this path: a container, '/' and the name of a file or a glob, such as data/ads/2025/**.")
            : new JsonBodyResult(result);
    }

    private async Task<IActionResult> LoadAsync(string file, bool again, CancellationToken cancellationToken)
    {
        if (LakePath.FindFault(file) is { } fault)
        {
            throw RequestException.Wrong(fault);
        }

        try
        {
            var load = again
                ? await loader.ReloadAsync(file, LoadTrigger.Http, progress: null, cancellationToken)
                : await loader.LoadAsync(file, LoadTrigger.Http, progress: null, cancellationToken);
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

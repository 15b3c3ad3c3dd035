using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Sluice.Loading;

namespace Sluice.Functions;

/// <summary><c>POST /api/loads</c>: loads a file now.</summary>
public sealed class LoadsFunction(Loader loader)
{
    private const string Expected = "The body should be JSON such as {\"file\": \"data/ads/Ads.csv\"}, container first.";

    /// <summary>Answers with the load, however it ended; 404 if there is no such file, 409 if it is being loaded already.</summary>
    [Function("Loads")]
    public async Task<IActionResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "loads")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await ReadFileAsync(request, cancellationToken) is not { } file)
        {
            return Problems.Of(400, "Bad Request", Expected);
        }

        try
        {
            var load = await loader.LoadAsync(file, LoadTrigger.Http, progress: null, cancellationToken);
            return load.State == LoadState.Busy
                ? Problems.Of(409, "Conflict", "This file is being loaded already; GET /api/data/loads shows how it goes.")
                : Json.Ok(load);
        }
        catch (FileNotFoundException)
        {
            return Problems.Of(404, "Not Found", "There is no such file in the lake.");
        }
    }

    private static async Task<string?> ReadFileAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, default, cancellationToken);
            return body.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("file", out var file) && file.ValueKind == JsonValueKind.String
                && file.GetString() is { } path && path.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && slash < path.Length - 1
                    ? path
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

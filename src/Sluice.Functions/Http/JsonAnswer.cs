using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Sluice.Functions.Http;

/// <summary>An answer in JSON. Needs nothing of MVC, so that any host can send it.</summary>
/// <param name="value">What to write, by <see cref="SluiceJson"/>.</param>
/// <param name="statusCode">The status.</param>
/// <param name="contentType">The media type.</param>
public sealed class JsonAnswer(object value, int statusCode = StatusCodes.Status200OK, string contentType = "application/json") : IActionResult
{
    /// <summary>What is written.</summary>
    public object Value => value;

    /// <summary>The status.</summary>
    public int StatusCode => statusCode;

    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.StatusCode = statusCode;
        response.ContentType = $"{contentType}; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await JsonSerializer.SerializeAsync(response.Body, value, value.GetType(), SluiceJson.Options, context.HttpContext.RequestAborted);
    }
}

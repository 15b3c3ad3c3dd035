using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Sluice.Hosting.Http.Results;

/// <summary>An answer in JSON. It needs no MVC services, so any host can send it.</summary>
/// <param name="value">The value to serialize with <see cref="SluiceJson"/>.</param>
/// <param name="statusCode">The status.</param>
/// <param name="contentType">The media type.</param>
/// <param name="header">A header that belongs to the status, or <see langword="null"/>.</param>
public sealed class JsonBodyResult(
    object value,
    int statusCode = StatusCodes.Status200OK,
    string contentType = "application/json",
    (string Name, string Value)? header = null)
    : IActionResult
{
    /// <summary>The value to serialize.</summary>
    public object Value => value;

    /// <summary>The status.</summary>
    public int StatusCode => statusCode;

    /// <summary>The media type, with the encoding.</summary>
    public string ContentType { get; } = $"{contentType}; charset=utf-8";

    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), SluiceJson.Options);
        response.StatusCode = statusCode;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (header is { } more)
        {
            response.Headers[more.Name] = more.Value;
        }

        await context.HttpContext.WriteBodyAsync(body);
    }
}

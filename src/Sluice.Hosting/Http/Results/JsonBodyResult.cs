using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Sluice.Hosting.Http.Json;

namespace Sluice.Hosting.Http.Results;

/// <summary>An answer in JSON. It needs no MVC services, so any host can send it.</summary>
/// <param name="value">The value to serialize with <see cref="SluiceJson"/>.</param>
/// <param name="statusCode">The status.</param>
/// <param name="contentType">The media type.</param>
/// <param name="headers">Headers that belong to the status, or <see langword="null"/>.</param>
internal sealed class JsonBodyResult(
    object value,
    int statusCode = StatusCodes.Status200OK,
    string contentType = "application/json",
    IReadOnlyList<(string Name, string Value)>? headers = null)
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
        foreach (var (name, text) in headers ?? [])
        {
            response.Headers[name] = text;
        }

        await context.HttpContext.WriteBodyAsync(body);
    }
}

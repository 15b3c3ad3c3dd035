using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Sluice.Hosting.Http.Requests;

namespace Sluice.Hosting.Http.Results;

/// <summary>The answer to a batch. Each answer in it is sent as soon as it is there, so only one is in memory.</summary>
/// <param name="answers">The answers, in the order of their requests.</param>
/// <param name="isJson">Whether they are a JSON document; if not, they are messages.</param>
/// <param name="applied">The preference that was followed, or <see langword="null"/>.</param>
internal sealed class BatchResult(IAsyncEnumerable<BatchAnswer> answers, bool isJson, string? applied) : IActionResult
{
    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        ResponseHeaders.SetCommon(response);
        response.StatusCode = StatusCodes.Status200OK;
        if (applied is not null)
        {
            response.Headers[Preferences.AppliedHeader] = applied;
        }

        await (isJson ? WriteJsonAsync(response) : WriteMessagesAsync(response, $"batch_{Guid.NewGuid():N}"));
    }

    private async Task WriteJsonAsync(HttpResponse response)
    {
        response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(response.Body, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteStartArray("responses"u8);
        await foreach (var answer in answers)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, answer.Id);
            json.WriteNumber("status"u8, answer.Status);
            json.WriteStartObject("headers"u8);
            foreach (var (name, value) in answer.Headers)
            {
                json.WriteString(name.ToLowerInvariant(), value);
            }

            json.WriteEndObject();
            WriteBody(json, answer);
            json.WriteEndObject();
            await json.FlushAsync(response.HttpContext.RequestAborted);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // JSON is a part of the document, a text is a string, and other bytes are base64url (JSON Format 4.01, 19.2).
    private static void WriteBody(Utf8JsonWriter json, BatchAnswer answer)
    {
        if (answer.Body.IsEmpty)
        {
            return;
        }

        json.WritePropertyName("body"u8);
        var type = answer.ContentType.Split(';')[0];
        if (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type.EndsWith("xml", StringComparison.OrdinalIgnoreCase))
        {
            json.WriteStringValue(answer.Body.Span);
        }
        else if (type.EndsWith("json", StringComparison.OrdinalIgnoreCase))
        {
            json.WriteRawValue(answer.Body.Span, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(Base64Url.EncodeToString(answer.Body.Span));
        }
    }

    private async Task WriteMessagesAsync(HttpResponse response, string boundary)
    {
        var cancellation = response.HttpContext.RequestAborted;
        response.ContentType = $"{BatchBody.Multipart}; boundary={boundary}";
        await foreach (var answer in answers)
        {
            var head = new StringBuilder($"--{boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n");
            if (answer.Id is not null)
            {
                head.Append(CultureInfo.InvariantCulture, $"Content-ID: {answer.Id}\r\n");
            }

            head.Append(CultureInfo.InvariantCulture, $"\r\nHTTP/1.1 {answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}\r\n");
            foreach (var (name, value) in answer.Headers)
            {
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            }

            head.Append("\r\n");
            await response.WriteAsync(head.ToString(), cancellation);
            await response.Body.WriteAsync(answer.Body, cancellation);
            await response.WriteAsync("\r\n", cancellation);
        }

        await response.WriteAsync($"--{boundary}--\r\n", cancellation);
    }
}

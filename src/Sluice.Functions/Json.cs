using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Sluice.Functions;

/// <summary>Answers in JSON, with the names that the tables have.</summary>
internal static class Json
{
    /// <summary>Names in snake case, words in lower case, no escapes that JSON does not need.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>An answer of status 200.</summary>
    public static IActionResult Ok(object value) => Of(value, 200, "application/json; charset=utf-8");

    /// <summary>An answer.</summary>
    public static IActionResult Of(object value, int status, string contentType) => new ContentResult
    {
        Content = JsonSerializer.Serialize(value, Options),
        ContentType = contentType,
        StatusCode = status,
    };
}

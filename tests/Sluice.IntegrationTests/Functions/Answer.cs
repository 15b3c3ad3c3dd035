using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Sluice.IntegrationTests.Functions;

/// <summary>What an HTTP function answered.</summary>
internal sealed record Answer(int Status, string? ContentType, JsonElement Body)
{
    public IHeaderDictionary Headers { get; init; } = new HeaderDictionary();

    public List<JsonElement> Rows => [.. Body.GetProperty("value").EnumerateArray()];

    public string? Link => Body.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;

    public string? Text(string property) => Body.GetProperty(property).GetString();

    public static List<string> Names(JsonElement row) => [.. row.EnumerateObject().Select(p => p.Name)];

    /// <summary>Checks that it is problem details (RFC 9457), and returns their text.</summary>
    public string AssertProblem(int status)
    {
        Assert.Equal((status, "application/problem+json; charset=utf-8"), (Status, ContentType));
        Assert.Equal("about:blank", Text("type"));
        Assert.Equal(status, Body.GetProperty("status").GetInt32());
        Assert.NotEmpty(Text("title") ?? "");
        return Text("detail") ?? "";
    }
}

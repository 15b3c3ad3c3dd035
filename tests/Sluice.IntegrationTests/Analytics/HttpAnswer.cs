using System.Text.Json;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>What was answered.</summary>
internal sealed record HttpAnswer(int Status, string? ContentType, string Text)
{
    /// <summary>The entity tag, or <see langword="null"/>.</summary>
    public string? ETag { get; init; }

    /// <summary>The headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body.</summary>
    public byte[] Bytes { get; init; } = [];

    public JsonElement Json => JsonElement.Parse(Text);

    public List<JsonElement> Rows => [.. Json.GetProperty("value").EnumerateArray()];

    /// <summary>Checks that it is problem details, and returns their text.</summary>
    public string AssertProblem(int status)
    {
        Assert.Equal((status, "application/problem+json; charset=utf-8"), (Status, ContentType));
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        return Json.GetProperty("detail").GetString()!;
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Operations;

/// <summary>The JSON of requests and work items.</summary>
internal static class WorkJson
{
    /// <summary>The options of the serializer. Nothing reads this JSON as a part of a page, so names of files stay short.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>About how many bytes a file adds to a work item.</summary>
    public static int LengthOf(WorkFile file) => JsonSerializer.SerializeToUtf8Bytes(file, Options).Length + 1;
}

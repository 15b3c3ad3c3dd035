using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.Lake.Events;

/// <summary>
/// Reads the events of a message or of a dead letter: one event or an array of them, in the schema of Event Grid or of CloudEvents.
/// </summary>
public static class LakeEvents
{
    private const string Written = "Microsoft.Storage.BlobCreated";
    private const string Renamed = "Microsoft.Storage.BlobRenamed";
    private const string FolderRenamed = "Microsoft.Storage.DirectoryRenamed";

    /// <summary>Reads events. What is not an event about a file or a folder of the lake is left out.</summary>
    /// <param name="text">The JSON, or its base64: Event Grid encodes the messages that it puts into a queue.</param>
    /// <returns>The events in their order; none if the text is something else.</returns>
    public static IReadOnlyList<LakeEvent> Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(Decode(text));
            return json.RootElement.ValueKind == JsonValueKind.Array
                ? [.. json.RootElement.EnumerateArray().Select(Read).OfType<LakeEvent>()]
                : [.. new[] { Read(json.RootElement) }.OfType<LakeEvent>()];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    // JSON of an event begins with a bracket or a brace, which base64 does not have.
    private static string Decode(string text) =>
        Base64.IsValid(text.AsSpan().Trim()) ? Encoding.UTF8.GetString(Convert.FromBase64String(text.Trim())) : text;

    private static LakeEvent? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || KindOf(Text(json, "eventType") ?? Text(json, "type")) is not { } kind
            || Text(json, "subject") is not { } subject || EventPaths.OfSubject(subject) is not { } path)
        {
            return null;
        }

        string? from = null;
        if (kind != LakeEventKind.FileWritten)
        {
            from = json.TryGetProperty("data", out var data) && Text(data, "sourceUrl") is { } source
                ? EventPaths.OfSource(source, Text(data, "destinationUrl"), path)
                : null;
            if (from is null)
            {
                return null;
            }
        }

        return new LakeEvent(kind, path)
        {
            From = from,
            Time = TimeOf(Text(json, "eventTime") ?? Text(json, "time")),
            DeadLetterReason = Text(json, "deadLetterReason") ?? Text(json, "deadletterreason"),
        };
    }

    private static LakeEventKind? KindOf(string? type) => type switch
    {
        Written => LakeEventKind.FileWritten,
        Renamed => LakeEventKind.FileRenamed,
        FolderRenamed => LakeEventKind.FolderRenamed,
        _ => null,
    };

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

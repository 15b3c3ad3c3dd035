using System.Text.Json;

namespace Sluice.Operations;

/// <summary>A piece of an operation's work, as a queue keeps it.</summary>
/// <param name="Operation">The id of the operation.</param>
/// <param name="Batch">The batch to do; <see langword="null"/> to plan the operation.</param>
public sealed record WorkItem(long Operation, WorkBatch? Batch = null)
{
    /// <summary>The most bytes of the JSON. A message of Azure Storage has at most 64 KB, and base64 needs a third more.</summary>
    public const int MostBytes = 48 * 1024;

    /// <summary>The item as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, WorkJson.Options);

    /// <summary>Reads an item.</summary>
    /// <returns>The item, or <see langword="null"/> if the text is not a work item.</returns>
    public static WorkItem? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<WorkItem>(json, WorkJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

using System.Text.Json.Serialization;

namespace Sluice.Hosting.Triggers;

/// <summary>
/// A message about a blob that the blob trigger has given up on. Its other properties (<c>FunctionId</c>, <c>BlobType</c>, <c>ETag</c>) are
/// not read: the current state of the file counts.
/// </summary>
/// <param name="ContainerName">The blob's container.</param>
/// <param name="BlobName">Its name.</param>
public sealed record PoisonBlob(string ContainerName, string BlobName)
{
    /// <summary>The queue of these messages, in the storage account of the lake.</summary>
    public const string Queue = "webjobs-blobtrigger-poison";

    /// <summary>The reason as a sentence, if it is known. The queue's messages do not have it.</summary>
    [JsonIgnore]
    public string? Reason { get; init; }

    /// <summary>The blob's path, container first.</summary>
    [JsonIgnore]
    public string Path => $"{ContainerName}/{BlobName}";
}

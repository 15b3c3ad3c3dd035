using System.Text.Json.Serialization;

namespace Sluice.Hosting.Triggers;

/// <summary>
/// A message of the blob trigger about a blob that it has given up on. It has more (<c>FunctionId</c>, <c>BlobType</c>, <c>ETag</c>);
/// what counts is how the file stands now.
/// </summary>
/// <param name="ContainerName">The blob's container.</param>
/// <param name="BlobName">Its name.</param>
public sealed record PoisonBlob(string ContainerName, string BlobName)
{
    /// <summary>The queue of these messages, in the storage account of the lake.</summary>
    public const string Queue = "webjobs-blobtrigger-poison";

    /// <summary>Why, as a sentence, if that is known. No message says it.</summary>
    [JsonIgnore]
    public string? Reason { get; init; }

    /// <summary>The blob's path, container first.</summary>
    [JsonIgnore]
    public string Path => $"{ContainerName}/{BlobName}";
}

using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Sluice.IntegrationTests.Azurite;

/// <summary>Writes append blobs.</summary>
internal static class AppendBlobs
{
    private const int BlockSize = 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// Creates a blob, or creates it again. Returns when it is clearly older than a second: before, another blob might have the same
    /// creation time.
    /// </summary>
    public static async Task CreateAgedAsync(AppendBlobClient blob, ReadOnlyMemory<byte> content)
    {
        await blob.CreateAsync(cancellationToken: Cancel);
        await AppendAsync(blob, content);
        BlobProperties properties;
        do
        {
            await blob.SetMetadataAsync(new Dictionary<string, string> { ["aged"] = "yes" }, cancellationToken: Cancel);
            properties = await blob.GetPropertiesAsync(cancellationToken: Cancel);
        }
        while (properties.LastModified - properties.CreatedOn < TimeSpan.FromSeconds(1));
    }

    /// <summary>Appends to a blob.</summary>
    public static async Task AppendAsync(AppendBlobClient blob, ReadOnlyMemory<byte> content)
    {
        for (var at = 0; at < content.Length; at += BlockSize)
        {
            var block = content.Slice(at, Math.Min(BlockSize, content.Length - at));
            await blob.AppendBlockAsync(new MemoryStream(block.ToArray()), cancellationToken: Cancel);
        }
    }
}

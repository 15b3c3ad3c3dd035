using Azure;
using Azure.Storage.Blobs.Models;
using Sluice.Lake;

namespace Sluice.AzureStorage;

/// <summary>What the storage says of a blob, as the lake names it. A listing and the blob itself give the same.</summary>
internal static class BlobFacts
{
    // Data Lake Storage and Hadoop mark the blobs that stand for folders so.
    private const string FolderMark = "hdi_isfolder";

    /// <summary>Whether a blob stands for a folder, and so has no bytes.</summary>
    public static bool IsFolder(IDictionary<string, string>? metadata, long? length) =>
        length is null or 0 && metadata is { Count: > 0 }
        && metadata.Any(m => m.Key.Equals(FolderMark, StringComparison.OrdinalIgnoreCase)
            && m.Value.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>The version of a blob in a listing.</summary>
    public static FileVersion ToVersion(string path, BlobItemProperties blob) => new(
        path, Unquoted(blob.ETag.GetValueOrDefault()), blob.ContentLength ?? 0, blob.LastModified ?? default, blob.CreatedOn ?? default,
        KindOf(blob.BlobType ?? BlobType.Block))
    {
        Access = AccessOf(blob.CopyStatus, blob.AccessTier),
        CopyFault = blob.CopyStatusDescription,
    };

    /// <summary>The version of a blob.</summary>
    public static FileVersion ToVersion(string path, BlobProperties blob) => new(
        path, Unquoted(blob.ETag), blob.ContentLength, blob.LastModified, blob.CreatedOn, KindOf(blob.BlobType))
    {
        Access = AccessOf(blob.BlobCopyStatus, blob.AccessTier is { } tier ? new AccessTier(tier) : default(AccessTier?)),
        CopyFault = blob.CopyStatusDescription,
    };

    /// <summary>An ETag without its quotes.</summary>
    public static string Unquoted(ETag etag) => etag.ToString().Trim('"');

    // A blob that is on its way back from the archive still has that tier.
    private static BlobAccess AccessOf(CopyStatus? copy, AccessTier? tier) => copy switch
    {
        CopyStatus.Pending => BlobAccess.CopyPending,
        CopyStatus.Failed or CopyStatus.Aborted => BlobAccess.CopyFailed,
        _ => tier == AccessTier.Archive ? BlobAccess.Archived : BlobAccess.Readable,
    };

    private static BlobKind KindOf(BlobType type) => type == BlobType.Append ? BlobKind.Append : BlobKind.Block;
}

namespace Sluice.Lake;

/// <summary>One version of a file in the lake, as the storage describes it.</summary>
/// <param name="Path">Its path, container first: <c>data/ads/Ads.csv</c>.</param>
/// <param name="ETag">The ETag that identifies this version.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="LastModified">When this version was written.</param>
/// <param name="CreatedOn">When the blob was created. Overwriting a blob creates a new one.</param>
/// <param name="Kind">How the blob is written.</param>
public sealed record FileVersion(
    string Path, string ETag, long Length, DateTimeOffset LastModified, DateTimeOffset CreatedOn, BlobKind Kind)
{
    /// <summary>Whether this version can be read.</summary>
    public BlobAccess Access { get; init; }

    /// <summary>Why a copy failed, in the words of the storage, or <see langword="null"/>.</summary>
    public string? CopyFault { get; init; }

    /// <summary>
    /// Whether every later version with the same creation time begins with the bytes of this one. An append blob only grows, and its
    /// creation time identifies it. But the service counts that in seconds, and a blob can be deleted and created again within a second.
    /// </summary>
    public bool OnlyGrows => Kind == BlobKind.Append && LastModified - CreatedOn >= TimeSpan.FromSeconds(1);
}

namespace Sluice.Lake;

/// <summary>One version of a file in the lake, as the storage describes it.</summary>
/// <param name="Path">Its path, container first: <c>data/ads/Ads.csv</c>.</param>
/// <param name="ETag">The ETag that identifies this version.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="LastModified">When this version was written.</param>
/// <param name="CreatedOn">When the blob was created. Overwriting a blob creates a new one.</param>
/// <param name="Kind">How the blob is written.</param>
public sealed record FileVersion(
    string Path, string ETag, long Length, DateTimeOffset LastModified, DateTimeOffset CreatedOn, BlobKind Kind);

namespace Sluice.Lake;

/// <summary>One version of a file in the lake, as its properties say.</summary>
/// <param name="Path">Its path, container first: <c>data/ads/Ads.csv</c>.</param>
/// <param name="ETag">What names this version.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="LastModified">When this version was written.</param>
/// <param name="CreatedOn">When the blob was created; an overwritten blob is a new one.</param>
/// <param name="Kind">How it is written.</param>
public sealed record FileVersion(
    string Path, string ETag, long Length, DateTimeOffset LastModified, DateTimeOffset CreatedOn, BlobKind Kind);

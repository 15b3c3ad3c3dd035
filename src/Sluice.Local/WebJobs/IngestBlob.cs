using Azure.Storage.Blobs.Specialized;

namespace Sluice.Local.WebJobs;

/// <summary>The blob-triggered function, as blob triggers call it.</summary>
/// <param name="blob">The blob that was written.</param>
/// <param name="cancellationToken">Stops the work when the host stops.</param>
public delegate Task IngestBlob(BlobBaseClient blob, CancellationToken cancellationToken);

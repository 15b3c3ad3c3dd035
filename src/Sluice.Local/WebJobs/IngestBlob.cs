using Azure.Storage.Blobs.Specialized;

namespace Sluice.Local.WebJobs;

/// <summary>What a blob trigger calls: the blob-triggered function of the Functions app.</summary>
/// <param name="blob">The blob that was written.</param>
/// <param name="cancellationToken">Ends the work when the host stops.</param>
public delegate Task IngestBlob(BlobBaseClient blob, CancellationToken cancellationToken);

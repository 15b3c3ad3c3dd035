using Azure.Storage.Blobs.Specialized;

namespace Sluice.Local.WebJobs;

/// <summary>
/// What the class of blob-triggered functions inherits, which <see cref="BlobTriggersType"/> makes of a lake definition at start-up:
/// its methods call <see cref="IngestAsync"/>. Public because that class is in another assembly.
/// </summary>
/// <param name="ingest">The function that does the work.</param>
public abstract class BlobTriggers(IngestBlob ingest)
{
    /// <summary>Calls the function.</summary>
    protected Task IngestAsync(BlobBaseClient blob, CancellationToken cancellationToken) => ingest(blob, cancellationToken);
}

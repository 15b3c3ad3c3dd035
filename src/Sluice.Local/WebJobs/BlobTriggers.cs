using Azure.Storage.Blobs.Specialized;

namespace Sluice.Local.WebJobs;

/// <summary>
/// The base of the class that <see cref="BlobTriggersType"/> generates at the start: its methods call <see cref="IngestAsync"/>. Public,
/// because the generated class is in another assembly.
/// </summary>
/// <param name="ingest">The function that does the work.</param>
public abstract class BlobTriggers(IngestBlob ingest)
{
    /// <summary>Calls the function.</summary>
    protected Task IngestAsync(BlobBaseClient blob, CancellationToken cancellationToken) => ingest(blob, cancellationToken);
}

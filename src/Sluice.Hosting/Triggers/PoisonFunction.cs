using Microsoft.Azure.Functions.Worker;
using Sluice.Loading;

namespace Sluice.Hosting.Triggers;

/// <summary>Drains the queue of blobs that the blob trigger has given up on into the ledger, so that no upload can disappear.</summary>
public sealed class PoisonFunction(Loader loader)
{
    /// <summary>The function's name.</summary>
    public const string Name = "Poison";

    /// <summary>Records the file as failed, if the ledger does not know how it stands.</summary>
    [Function(Name)]
    public Task RunAsync([QueueTrigger(PoisonBlob.Queue, Connection = "LakeStorage")] PoisonBlob blob, CancellationToken cancellationToken) =>
        loader.GiveUpAsync(blob.Path, blob.Reason, cancellationToken);
}

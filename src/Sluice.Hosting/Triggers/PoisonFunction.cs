using Microsoft.Azure.Functions.Worker;
using Sluice.Loading;

namespace Sluice.Hosting.Triggers;

/// <summary>Records each blob that the blob trigger has given up on in the ledger, so that no upload is lost.</summary>
public sealed class PoisonFunction(Loader loader)
{
    /// <summary>The function's name.</summary>
    public const string Name = "Poison";

    /// <summary>Records the file as failed, unless the ledger has its state.</summary>
    [Function(Name)]
    public Task RunAsync(
        [QueueTrigger(PoisonBlob.Queue, Connection = "LakeStorage")] PoisonBlob blob, CancellationToken cancellationToken) =>
        loader.GiveUpAsync(blob.Path, blob.Reason, cancellationToken);
}

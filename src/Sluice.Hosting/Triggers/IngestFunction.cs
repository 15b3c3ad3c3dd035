using Azure.Storage.Blobs.Specialized;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.Hosting.Triggers;

/// <summary>Loads a file when it is uploaded. A template: the Functions app clones it for each <see cref="IngestTrigger"/>.</summary>
public sealed partial class IngestFunction(Loader loader, ILogger<IngestFunction> logger)
{
    /// <summary>The name of the template.</summary>
    public const string Name = "Ingest";

    /// <summary>Loads the file. Throws if the load failed, so that the host tries again and finally queues the blob as poison.</summary>
    /// <exception cref="LoadFailedException">The load failed.</exception>
    [Function(Name)]
    public async Task RunAsync(
        [BlobTrigger("ingest-template/{name}", Connection = "LakeStorage")] BlobBaseClient file, CancellationToken cancellationToken)
    {
        var path = $"{file.BlobContainerName}/{file.Name}";
        try
        {
            var load = await loader.LoadAsync(path, LoadTrigger.Blob, progress: null, cancellationToken);
            LoadFailedException.ThrowIfFailed(load);
        }
        catch (FileNotFoundException)
        {
            LogGone(path);
        }
    }

    [LoggerMessage(30, LogLevel.Information, "{File} was deleted before it could be loaded")]
    private partial void LogGone(string file);
}

using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sluice.Loading;

namespace Sluice.Functions;

/// <summary>Loads a file when it is uploaded. The template of one function per dataset, see <see cref="IngestFunctionProvider"/>.</summary>
public sealed partial class IngestFunction(Loader loader, ILogger<IngestFunction> logger)
{
    /// <summary>The name of the template, and the start of the names of its clones.</summary>
    public const string Template = "Ingest";

    /// <summary>Loads the file. Throws if the load failed, so that the trigger tries again and at last puts it in the poison queue.</summary>
    [Function(Template)]
    public async Task RunAsync(
        [BlobTrigger("ingest-template/{name}", Connection = "LakeStorage")] BlobClient file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            var load = await loader.LoadAsync($"{file.BlobContainerName}/{file.Name}", LoadTrigger.Blob, progress: null, cancellationToken);
            if (load.State == LoadState.Failed)
            {
                throw new InvalidOperationException($"Load {load.Id} of {load.File} failed: {load.Error}");
            }
        }
        catch (FileNotFoundException e)
        {
            LogGone(e.FileName);
        }
    }

    [LoggerMessage(30, LogLevel.Information, "{File} is gone since it was uploaded")]
    private partial void LogGone(string? file);
}

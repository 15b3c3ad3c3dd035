using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host.Loggers;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Hosting.Triggers;
using Sluice.Lake.Definition;

namespace Sluice.Local.WebJobs;

/// <summary>
/// Adds the blob triggers of the WebJobs SDK to a host, and the queue triggers for blobs that they give up on and for renames.
/// </summary>
internal static class TriggerServices
{
    private const int Concurrency = 4;
    private static readonly TimeSpan QueuePolling = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds the blob triggers of the Functions app (<see cref="IngestTrigger.From"/>), each of which calls <see cref="IngestBlob"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="lake">The lake definition.</param>
    public static IServiceCollection AddBlobTriggers(this IServiceCollection services, LakeDefinition lake)
    {
        // The order matters: the SDK stops listeners in this order, and fails at the second blob trigger (see TriggerService).
        services.AddSingleton<ITypeLocator>(
            new TriggersLocator(typeof(PoisonTrigger), typeof(RenamesTrigger), BlobTriggersType.Create(IngestTrigger.From(lake))));
        services.AddSingleton<ListenerFaults>().AddSingleton<IWebJobsExceptionHandler>(s => s.GetRequiredService<ListenerFaults>());
        services.AddWebJobs(_ => { })
            .UseHostId("sluice-local")
            .AddAzureStorageBlobs(o => o.MaxDegreeOfParallelism = Concurrency)
            .AddAzureStorageQueues(o => o.MaxPollingInterval = QueuePolling);
        services.AddSingleton<TriggerErrors>().AddSingleton<IEventCollectorProvider>(s => s.GetRequiredService<TriggerErrors>());
        services.AddHostedService<TriggerService>();
        return services;
    }
}

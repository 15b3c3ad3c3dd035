using Azure.Core;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Sluice.AzureStorage;

/// <summary>
/// How to reach the queue of the work: it is in the storage of the Functions host, whose settings <c>AzureWebJobsStorage</c> are those of
/// the host. The trigger of the queue reads the same settings.
/// </summary>
public sealed class WorkQueueSettings
{
    /// <summary>The name of the setting.</summary>
    public const string Name = "AzureWebJobsStorage";

    private const QueueClientOptions.ServiceVersion EmulatorVersion = QueueClientOptions.ServiceVersion.V2023_11_03;

    private readonly Func<QueueClientOptions, string, QueueClient> create;
    private readonly Uri service;

    private WorkQueueSettings(Uri service, Func<QueueClientOptions, string, QueueClient> create)
    {
        this.service = service;
        this.create = create;
    }

    /// <summary>Reads the settings.</summary>
    /// <returns>The settings, or <see langword="null"/> if there is no such storage: then each process does its own work.</returns>
    /// <exception cref="FormatException">The settings are wrong. The message names them, without their values.</exception>
    public static WorkQueueSettings? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Name);
        if (!string.IsNullOrWhiteSpace(section.Value))
        {
            return FromConnectionString(section.Value);
        }

        var uri = section["queueServiceUri"] is { Length: > 0 } given ? given
            : section["accountName"] is { Length: > 0 } account ? $"https://{account}.queue.core.windows.net"
            : null;
        if (uri is null)
        {
            return null;
        }

        if (!Uri.TryCreate(uri, UriKind.Absolute, out var service) || (service.Scheme != Uri.UriSchemeHttps && !service.IsLoopback))
        {
            throw new FormatException(
                $"The setting {Name}__queueServiceUri is not an https address such as https://ACCOUNT.queue.core.windows.net.");
        }

        TokenCredential credential = StorageCredential.Create(!string.IsNullOrEmpty(section["credential"]), section["clientId"]);
        return new WorkQueueSettings(
            service, (options, queue) => new QueueClient(new Uri($"{service.ToString().TrimEnd('/')}/{queue}"), credential, options));
    }

    /// <summary>The settings of a connection string.</summary>
    /// <exception cref="FormatException">The text is not a storage connection string.</exception>
    public static WorkQueueSettings FromConnectionString(string connectionString)
    {
        try
        {
            return new WorkQueueSettings(
                new QueueServiceClient(connectionString).Uri, (options, queue) => new QueueClient(connectionString, queue, options));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException($"The setting {Name} is not a storage connection string.", e);
        }
    }

    /// <summary>Creates the client of a queue. Messages are base64, as the Functions host reads them.</summary>
    /// <param name="queue">The queue.</param>
    public QueueClient CreateClient(string queue)
    {
        // An emulator's addresses have the account in the path, Azure's in the host.
        var options = service.AbsolutePath.Trim('/').Length > 0 ? new QueueClientOptions(EmulatorVersion) : new QueueClientOptions();
        options.MessageEncoding = QueueMessageEncoding.Base64;
        options.Retry.MaxRetries = 4;
        options.Retry.Delay = TimeSpan.FromSeconds(0.4);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(10);
        return create(options, queue);
    }
}

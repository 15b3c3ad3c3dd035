using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Sluice.AzureStorage;

/// <summary>
/// How to reach the storage of the Functions host, which has the queue of the work and the events that could not be delivered. Its settings
/// <c>AzureWebJobsStorage</c> are those of the host. The triggers of its queues read the same settings.
/// </summary>
public sealed class HostStorageSettings
{
    /// <summary>The name of the setting.</summary>
    public const string Name = "AzureWebJobsStorage";

    private const QueueClientOptions.ServiceVersion EmulatorVersion = QueueClientOptions.ServiceVersion.V2023_11_03;

    private readonly Func<QueueClientOptions, string, QueueClient> createQueue;
    private readonly Func<BlobClientOptions, string, BlobContainerClient>? createContainer;
    private readonly bool isEmulator;

    private HostStorageSettings(
        Uri service, Func<QueueClientOptions, string, QueueClient> createQueue,
        Func<BlobClientOptions, string, BlobContainerClient>? createContainer)
    {
        // An emulator's addresses have the account in the path, Azure's in the host.
        isEmulator = service.AbsolutePath.Trim('/').Length > 0;
        this.createQueue = createQueue;
        this.createContainer = createContainer;
    }

    /// <summary>Reads the settings.</summary>
    /// <returns>The settings, or <see langword="null"/> if there is no such storage: then each process does its own work.</returns>
    /// <exception cref="FormatException">The settings are wrong. The message names them, without their values.</exception>
    public static HostStorageSettings? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Name);
        if (!string.IsNullOrWhiteSpace(section.Value))
        {
            return FromConnectionString(section.Value);
        }

        if (ReadUri(section, "queue") is not { } queues)
        {
            return null;
        }

        TokenCredential credential = StorageCredential.Create(!string.IsNullOrEmpty(section["credential"]), section["clientId"]);
        return new HostStorageSettings(
            queues,
            (options, queue) => new QueueClient(Append(queues, queue), credential, options),
            ReadUri(section, "blob") is { } blobs
                ? (options, container) => new BlobContainerClient(Append(blobs, container), credential, options)
                : null);
    }

    /// <summary>The settings of a connection string.</summary>
    /// <exception cref="FormatException">The text is not a storage connection string.</exception>
    public static HostStorageSettings FromConnectionString(string connectionString)
    {
        try
        {
            return new HostStorageSettings(
                new QueueServiceClient(connectionString).Uri,
                (options, queue) => new QueueClient(connectionString, queue, options),
                (options, container) => new BlobContainerClient(connectionString, container, options));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException($"The setting {Name} is not a storage connection string.", e);
        }
    }

    /// <summary>Creates the client of a queue. Messages are base64, as the Functions host reads them.</summary>
    /// <param name="queue">The queue.</param>
    public QueueClient CreateQueueClient(string queue)
    {
        var options = isEmulator ? new QueueClientOptions(EmulatorVersion) : new QueueClientOptions();
        options.MessageEncoding = QueueMessageEncoding.Base64;
        Retry(options.Retry);
        return createQueue(options, queue);
    }

    /// <summary>Creates the client of a container.</summary>
    /// <param name="container">The container.</param>
    /// <returns>The client, or <see langword="null"/> if the settings name no blob service.</returns>
    public BlobContainerClient? CreateContainerClient(string container)
    {
        var options = isEmulator ? new BlobClientOptions(LakeStorageSettings.EmulatorVersion) : new BlobClientOptions();
        Retry(options.Retry);
        return createContainer?.Invoke(options, container);
    }

    private static void Retry(RetryOptions options)
    {
        options.MaxRetries = 4;
        options.Delay = TimeSpan.FromSeconds(0.4);
        options.MaxDelay = TimeSpan.FromSeconds(10);
    }

    private static Uri? ReadUri(IConfigurationSection section, string service)
    {
        var uri = section[$"{service}ServiceUri"] is { Length: > 0 } given ? given
            : section["accountName"] is { Length: > 0 } account ? $"https://{account}.{service}.core.windows.net"
            : null;
        return uri is null ? null
            : Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && (parsed.Scheme == Uri.UriSchemeHttps || parsed.IsLoopback) ? parsed
            : throw new FormatException(
                $"The setting {Name}__{service}ServiceUri is not an https address such as https://ACCOUNT.{service}.core.windows.net.");
    }

    private static Uri Append(Uri service, string name) => new($"{service.ToString().TrimEnd('/')}/{name}");
}

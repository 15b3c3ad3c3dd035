using System.Diagnostics.CodeAnalysis;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Sluice.AzureStorage;

/// <summary>
/// How to reach the lake, as the Functions host reads a storage connection: the setting <c>LakeStorage</c> is a connection string, or
/// <c>LakeStorage__blobServiceUri</c> names the account and an identity opens it (<c>LakeStorage__credential</c>,
/// <c>LakeStorage__clientId</c>).
/// </summary>
public sealed record LakeStorageSettings
{
    /// <summary>The name of the setting.</summary>
    public const string Name = "LakeStorage";

    /// <summary>
    /// The version of the service that an emulator is spoken to in. It refuses those that it does not know, and is always behind the
    /// client's newest one. This one has all that is used here, and every Azurite since 3.29 knows it.
    /// </summary>
    public const BlobClientOptions.ServiceVersion EmulatorVersion = BlobClientOptions.ServiceVersion.V2023_11_03;

    private const string ManagedIdentity = "managedidentity";

    private LakeStorageSettings()
    {
    }

    /// <summary>The connection string, or <see langword="null"/> if an identity is used. Is a secret.</summary>
    public string? ConnectionString { get; private init; }

    /// <summary>The blob service of the account, or <see langword="null"/> if there is a connection string.</summary>
    public Uri? BlobServiceUri { get; private init; }

    /// <summary>Whether only a managed identity counts; if not, whatever <see cref="DefaultAzureCredential"/> finds does.</summary>
    public bool ManagedIdentityOnly { get; private init; }

    /// <summary>The client id of a user-assigned managed identity, or <see langword="null"/>.</summary>
    public string? ClientId { get; private init; }

    /// <summary>Whether it is an emulator, such as Azurite: its addresses have the account as a path, those of Azure as a host.</summary>
    public bool IsEmulator => (BlobServiceUri ?? new BlobServiceClient(ConnectionString).Uri).AbsolutePath.Trim('/').Length > 0;

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The configuration that has the section <c>LakeStorage</c>.</param>
    /// <param name="settings">The settings, if they are right.</param>
    /// <param name="error">If they are not: one sentence that names the setting at fault, without its value.</param>
    public static bool TryRead(
        IConfiguration configuration, [NotNullWhen(true)] out LakeStorageSettings? settings, [NotNullWhen(false)] out string? error)
    {
        var section = configuration.GetSection(Name);
        (settings, error) = string.IsNullOrWhiteSpace(section.Value) ? ReadIdentity(section) : ReadConnectionString(section.Value);
        return settings is not null;
    }

    /// <summary>The settings of a connection string that is known to be right.</summary>
    /// <exception cref="FormatException">It is not a storage connection string.</exception>
    public static LakeStorageSettings FromConnectionString(string connectionString) =>
        ReadConnectionString(connectionString) is ({ } settings, _)
            ? settings
            : throw new FormatException("This is not a storage connection string.");

    /// <summary>Creates the client of the account.</summary>
    public BlobServiceClient CreateClient() =>
        ConnectionString is not null
            ? new BlobServiceClient(ConnectionString, CreateOptions())
            : new BlobServiceClient(BlobServiceUri, CreateCredential(), CreateOptions());

    /// <summary>Says where the lake is; never a secret.</summary>
    public override string ToString() => CreateClient().Uri.ToString();

    private BlobClientOptions CreateOptions()
    {
        var options = IsEmulator ? new BlobClientOptions(EmulatorVersion) : new BlobClientOptions();

        // Names are used as they are listed, slashes and all.
        options.TrimBlobNameSlashes = false;
        options.Retry.MaxRetries = 4;
        options.Retry.Delay = TimeSpan.FromSeconds(0.4);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(10);
        return options;
    }

    private static (LakeStorageSettings? Settings, string? Error) ReadConnectionString(string connectionString)
    {
        try
        {
            _ = new BlobServiceClient(connectionString);
            return (new LakeStorageSettings { ConnectionString = connectionString }, null);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            return (null, $"The setting {Name} is not a storage connection string.");
        }
    }

    private static (LakeStorageSettings? Settings, string? Error) ReadIdentity(IConfigurationSection section)
    {
        var uri = section["blobServiceUri"];
        var credential = section["credential"];
        var clientId = section["clientId"];
        if (string.IsNullOrWhiteSpace(uri))
        {
            return (null, $"The setting {Name} is missing: give a storage connection string, or {Name}__blobServiceUri to use an identity.");
        }

        if (!Uri.TryCreate(uri, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
        {
            return (null, $"The setting {Name}__blobServiceUri is not an https address such as https://ACCOUNT.blob.core.windows.net.");
        }

        if (!string.IsNullOrEmpty(credential) && !credential.Equals(ManagedIdentity, StringComparison.OrdinalIgnoreCase))
        {
            return (null, $"The setting {Name}__credential can only be {ManagedIdentity}.");
        }

        return (new LakeStorageSettings
        {
            BlobServiceUri = address,
            ManagedIdentityOnly = !string.IsNullOrEmpty(credential),
            ClientId = string.IsNullOrWhiteSpace(clientId) ? null : clientId,
        }, null);
    }

    private TokenCredential CreateCredential() =>
        ManagedIdentityOnly
            ? new ManagedIdentityCredential(
                ClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(ClientId))
            : new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = ClientId });
}

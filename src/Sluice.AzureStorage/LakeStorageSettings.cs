using System.Diagnostics.CodeAnalysis;
using Azure.Identity;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Sluice.AzureStorage;

/// <summary>
/// How to reach the lake. The settings are those of a storage connection of the Functions host: <c>LakeStorage</c> is a connection string,
/// or <c>LakeStorage__blobServiceUri</c> names the account and the app signs in with an identity (<c>LakeStorage__credential</c>,
/// <c>LakeStorage__clientId</c>).
/// </summary>
public sealed record LakeStorageSettings
{
    /// <summary>The name of the setting.</summary>
    public const string Name = "LakeStorage";

    /// <summary>
    /// The version of the storage API to use with an emulator. An emulator refuses versions that it does not know, and it lags behind the
    /// client's newest version. This version has all that Sluice uses, and Azurite supports it since 3.29.
    /// </summary>
    public const BlobClientOptions.ServiceVersion EmulatorVersion = BlobClientOptions.ServiceVersion.V2023_11_03;

    private const string ManagedIdentity = "managedidentity";

    private LakeStorageSettings()
    {
    }

    /// <summary>The connection string, which is a secret; <see langword="null"/> if an identity is used.</summary>
    public string? ConnectionString { get; private init; }

    /// <summary>The blob service of the account, or <see langword="null"/> if there is a connection string.</summary>
    public Uri? BlobServiceUri { get; private init; }

    /// <summary>Whether to use only a managed identity; if not, <see cref="DefaultAzureCredential"/> is used.</summary>
    public bool ManagedIdentityOnly { get; private init; }

    /// <summary>The client id of a user-assigned managed identity, or <see langword="null"/>.</summary>
    public string? ClientId { get; private init; }

    /// <summary>
    /// Whether the lake is an emulator, such as Azurite: an emulator's addresses have the account in the path, Azure's in the host.
    /// </summary>
    public bool IsEmulator => (BlobServiceUri ?? new BlobServiceClient(ConnectionString).Uri).AbsolutePath.Trim('/').Length > 0;

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The configuration that has the section <c>LakeStorage</c>.</param>
    /// <param name="settings">The settings, if they are valid.</param>
    /// <param name="error">If they are invalid: one sentence that names the wrong setting, without its value.</param>
    public static bool TryRead(
        IConfiguration configuration, [NotNullWhen(true)] out LakeStorageSettings? settings, [NotNullWhen(false)] out string? error)
    {
        var section = configuration.GetSection(Name);
        (settings, error) = string.IsNullOrWhiteSpace(section.Value) ? ReadIdentity(section) : ReadConnectionString(section.Value);
        return settings is not null;
    }

    /// <summary>The settings of a connection string that is known to be valid.</summary>
    /// <exception cref="FormatException">The text is not a storage connection string.</exception>
    public static LakeStorageSettings FromConnectionString(string connectionString) =>
        ReadConnectionString(connectionString) is ({ } settings, _)
            ? settings
            : throw new FormatException("This is not a storage connection string.");

    /// <summary>Creates the client of the account.</summary>
    public BlobServiceClient CreateClient() =>
        ConnectionString is not null
            ? new BlobServiceClient(ConnectionString, CreateOptions())
            : new BlobServiceClient(BlobServiceUri, StorageCredential.Create(ManagedIdentityOnly, ClientId), CreateOptions());

    /// <summary>The address of the lake, without secrets.</summary>
    public override string ToString() => CreateClient().Uri.ToString();

    private BlobClientOptions CreateOptions()
    {
        var options = IsEmulator ? new BlobClientOptions(EmulatorVersion) : new BlobClientOptions();

        // Use names exactly as the service lists them, with leading and trailing slashes.
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
            return (null,
                $"The setting {Name} is missing: set it to a storage connection string, or set {Name}__blobServiceUri to use an identity.");
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
}

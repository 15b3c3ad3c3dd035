using Azure.Core;
using Azure.Identity;

namespace Sluice.AzureStorage;

/// <summary>The identity that the app signs in to storage with.</summary>
internal static class StorageCredential
{
    /// <summary>Creates the credential.</summary>
    /// <param name="managedIdentityOnly">Whether to use only a managed identity; if not, all that <see cref="DefaultAzureCredential"/>
    /// finds.</param>
    /// <param name="clientId">The client id of a user-assigned managed identity, or nothing.</param>
    public static TokenCredential Create(bool managedIdentityOnly, string? clientId)
    {
        var id = string.IsNullOrWhiteSpace(clientId) ? null : clientId;
        return managedIdentityOnly
            ? new ManagedIdentityCredential(
                id is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(id))
            : new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = id });
    }
}

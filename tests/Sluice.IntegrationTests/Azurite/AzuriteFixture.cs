using Azure.Storage.Blobs;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.Azurite;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace Sluice.IntegrationTests.Azurite;

/// <summary>The Azurite that all tests share. A test class takes it as a parameter, and each test has containers of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteServer? server;

    public AzuriteServer Server => server ?? throw new InvalidOperationException("Azurite is not started.");

    public string ConnectionString => Server.ConnectionString;

    public BlobServiceClient Service => LakeStorageSettings.FromConnectionString(ConnectionString).CreateClient();

    public AzureLake Lake => new(Service);

    /// <summary>A name for a container that no other test has.</summary>
    public static string NewContainer(string start = "test") => $"{start}-{Guid.NewGuid():N}";

    public async ValueTask InitializeAsync() => server = await AzuriteServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}

using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Model;

/// <summary>A lake in an Azurite of its own.</summary>
internal sealed class AzuriteStore : ModelStore
{
    private readonly TemporaryFolder folder = new();
    private AzuriteServer azurite = null!;
    private BlobContainerClient container = null!;

    public override string Name => azurite.ConnectionString;

    public static async Task<AzuriteStore> CreateAsync()
    {
        var store = new AzuriteStore();
        await store.StartAsync(0, 0);
        await store.container.CreateAsync();
        return store;
    }

    public override async Task<ModelVersion> WriteAsync(ModelFile file, byte[] content, int from)
    {
        if (file.IsAppended)
        {
            await AppendAsync(file, content, from);
        }
        else
        {
            await container.GetBlobClient(file.Name).UploadAsync(new MemoryStream(content), overwrite: true);
        }

        var properties = (await container.GetBlobClient(file.Name).GetPropertiesAsync()).Value;
        return new ModelVersion(file.Path, content, properties.LastModified, $"{properties.ETag}");
    }

    public override Task DeleteAsync(ModelFile file) => container.GetBlobClient(file.Name).DeleteIfExistsAsync();

    public override async Task<string?> FindAsync(ModelFile file)
    {
        var blob = container.GetBlobClient(file.Name);
        return await blob.ExistsAsync() ? $"{(await blob.GetPropertiesAsync()).Value.ETag}" : null;
    }

    public override async Task<bool> RestartAsync()
    {
        var (blobPort, queuePort) = (azurite.BlobPort, azurite.QueuePort);
        await azurite.StopAsync();
        await azurite.DisposeAsync();
        await StartAsync(blobPort, queuePort);

        // The emulator saves its state every few seconds.
        return true;
    }

    public override async ValueTask DisposeAsync()
    {
        await azurite.DisposeAsync();
        folder.Dispose();
    }

    private async Task AppendAsync(ModelFile file, byte[] content, int from)
    {
        var blob = container.GetAppendBlobClient(file.Name);
        if (from == 0)
        {
            // It may have been anything before. Whoever sees it without bytes refuses it until the next version.
            file.EmptyAfter = file.Versions.Count;
            await blob.DeleteIfExistsAsync();
            await blob.CreateAsync();
        }

        if (content.Length > from)
        {
            await blob.AppendBlockAsync(new MemoryStream(content, from, content.Length - from));
        }
    }

    private async Task StartAsync(int blobPort, int queuePort)
    {
        azurite = await AzuriteServer.StartAsync(folder.Of("azurite"), blobPort, queuePort);
        container = LakeStorageSettings.FromConnectionString(azurite.ConnectionString)
            .CreateClient().GetBlobContainerClient(ModelLake.Container);
    }
}

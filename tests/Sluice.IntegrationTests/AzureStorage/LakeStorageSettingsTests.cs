using Microsoft.Extensions.Configuration;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.Azurite;

namespace Sluice.IntegrationTests.AzureStorage;

public sealed class LakeStorageSettingsTests(AzuriteFixture azurite)
{
    [Theory]
    [InlineData("UseDevelopmentStorage=true", true)]
    [InlineData("DefaultEndpointsProtocol=http;AccountName=own;AccountKey=YQ==;BlobEndpoint=http://azurite:10000/own", true)]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=lake;AccountKey=YQ==;EndpointSuffix=core.windows.net", false)]
    public void An_emulator_is_told_by_its_address(string connectionString, bool isEmulator) =>
        Assert.Equal(isEmulator, LakeStorageSettings.FromConnectionString(connectionString).IsEmulator);

    [Theory]
    [InlineData("https://127.0.0.1:10000/devstoreaccount1", true)]
    [InlineData("https://lake.blob.core.windows.net", false)]
    [InlineData("https://lake.blob.core.windows.net/", false)]
    public void One_that_an_identity_opens_is_too(string uri, bool isEmulator)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["LakeStorage:blobServiceUri"] = uri }).Build();

        Assert.True(LakeStorageSettings.TryRead(configuration, out var settings, out _));
        Assert.Equal(isEmulator, settings.IsEmulator);
    }

    [Fact]
    public async Task An_emulator_as_it_is_installed_answers_the_client_of_the_lake()
    {
        var client = LakeStorageSettings.FromConnectionString(azurite.ConnectionString).CreateClient();

        Assert.False(await client.GetBlobContainerClient(AzuriteFixture.NewContainer()).ExistsAsync(TestContext.Current.CancellationToken));
    }
}

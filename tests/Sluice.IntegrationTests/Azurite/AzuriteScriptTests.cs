using System.Text.Json;
using Azure.Storage.Blobs;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Azurite;

public sealed class AzuriteScriptTests
{
    // As `npm run azurite` starts it, but on free ports and in a folder of its own.
    [Fact]
    public async Task The_script_azurite_starts_one_that_only_this_machine_reaches_and_that_any_client_can_speak_to()
    {
        using var package = JsonDocument.Parse(
            await File.ReadAllTextAsync(RepositoryRoot.Of("package.json"), TestContext.Current.CancellationToken));
        var words = package.RootElement.GetProperty("scripts").GetProperty("azurite").GetString()!.Split(' ');
        Assert.Equal("azurite", words[0]);
        Assert.Contains("--disableTelemetry", words);
        using var folder = new TemporaryFolder();

        await using (var azurite = await AzuriteServer.StartAsync(
            [.. words[1..], "--blobPort", "0", "--queuePort", "0", "--tablePort", "0"], folder.Path))
        {
            await new BlobContainerClient(azurite.ConnectionString, "data").CreateAsync(
                cancellationToken: TestContext.Current.CancellationToken);
            await azurite.StopAsync();
        }

        Assert.True(Directory.Exists(folder.Of(".azurite")));
    }
}

using Sluice.Hosting.Triggers;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Loading;
using Sluice.Ledger;

namespace Sluice.IntegrationTests.Functions;

public sealed class IngestFunctionTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ads/a.csv", "id\n1\n", LoadState.Loaded)]
    [InlineData("ads/empty.csv", "", LoadState.Loaded)]
    [InlineData("ads/fault.csv", "nonsense\n", LoadState.Refused)]
    [InlineData("ads/a.txt", "id\n1\n", LoadState.Ignored)]
    public async Task An_uploaded_file_is_loaded_and_a_file_at_fault_is_no_failure(string name, string text, LoadState state)
    {
        await using var functions = await FunctionsFixture.StartAsync(azurite);
        var blob = await functions.UploadAsync(name, text);

        await functions.Ingest.RunAsync(blob, Cancelled);

        var load = Assert.Single(await functions.Warehouse.ReadLoadsAsync(new LedgerQuery(), Cancelled));
        Assert.Equal((state, LoadTrigger.Blob), (load.State, load.Trigger));
    }

    [Fact]
    public async Task A_file_that_is_being_loaded_is_left_to_that_load()
    {
        await using var functions = await FunctionsFixture.StartAsync(azurite);
        var blob = await functions.UploadAsync("ads/a.csv", "id\n1\n");
        await using var held = await functions.Warehouse.TryLockAsync($"{functions.Container}/ads/a.csv", Cancelled);

        await functions.Ingest.RunAsync(blob, Cancelled);

        Assert.Empty(await functions.Warehouse.ReadLoadsAsync(new LedgerQuery(), Cancelled));
    }

    [Fact]
    public async Task A_file_that_was_deleted_meanwhile_is_no_failure()
    {
        await using var functions = await FunctionsFixture.StartAsync(azurite);
        var blob = await functions.UploadAsync("ads/a.csv", "id\n1\n");
        await blob.DeleteAsync(cancellationToken: Cancelled);

        await functions.Ingest.RunAsync(blob, Cancelled);

        Assert.Empty(await functions.Warehouse.ReadLoadsAsync(new LedgerQuery(), Cancelled));
    }

    [Fact]
    public async Task A_load_that_failed_throws_so_that_the_trigger_tries_again()
    {
        await using var functions = await FunctionsFixture.StartAsync(
            azurite, new HookedStorage(azurite.Lake) { OnRead = (_, _) => throw new IOException("The storage does not answer.") });
        var blob = await functions.UploadAsync("ads/a.csv", "id\n1\n");

        var error = await Assert.ThrowsAsync<LoadFailedException>(() => functions.Ingest.RunAsync(blob, Cancelled));

        Assert.Equal(LoadState.Failed, error.Load.State);
        Assert.Equal("The storage does not answer.", error.Load.Error);
    }
}

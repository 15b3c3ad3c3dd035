using Azure.Storage.Blobs;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.Azurite;

namespace Sluice.IntegrationTests.AzureStorage;

public sealed class StorageErrorTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("HEAD")]
    [InlineData("GET")]
    public async Task What_the_storage_refuses_is_told_in_its_own_words_with_status_and_error_code(string method)
    {
        // By default the client uses the newest version that it knows. Azurite does not know it yet.
        var container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient(AzuriteFixture.NewContainer());

        var error = StorageError.From((await Record.ExceptionAsync(async () =>
            _ = method == "HEAD"
                ? (object)await container.ExistsAsync(Cancelled)
                : await container.GetBlobsAsync(cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled).MoveNextAsync()))!);

        Assert.Equal((400, true), (error!.Status, error.IsRefusal));
        Assert.Matches(@"^The API version \S+ is not supported by Azurite\. [^\n]* \(400 InvalidHeaderValue\)$", error.Reason);
    }

    [Fact]
    public async Task A_storage_that_does_not_answer_refuses_nothing()
    {
        var options = new BlobClientOptions { Retry = { MaxRetries = 1, Delay = TimeSpan.Zero } };
        var service = new BlobServiceClient(AzuriteServer.ConnectionStringFor(1, 1), options);

        var error = StorageError.From((await Record.ExceptionAsync(() => service.GetPropertiesAsync(Cancelled)))!);

        Assert.Equal((0, false), (error!.Status, error.IsRefusal));
        Assert.Equal("Connection refused (127.0.0.1:1)", error.Reason);
    }

    [Fact]
    public void Tries_that_took_too_long_or_broke_off_are_errors_of_the_storage() => Assert.All(
        new Exception[] { new TaskCanceledException("It took 100 seconds."), new IOException("It took 100 seconds.") },
        e => Assert.Equal(new StorageError(0, "It took 100 seconds."), StorageError.From(new AggregateException(e, e))));

    [Fact]
    public void An_answer_without_content_is_a_trouble_of_the_storage() =>
        Assert.Equal(500, StorageError.From(new System.Xml.XmlException("Root element is missing."))!.Status);

    [Fact]
    public void What_is_no_error_of_the_storage_is_none() => Assert.Null(StorageError.From(new IOException("The disk is full.")));
}

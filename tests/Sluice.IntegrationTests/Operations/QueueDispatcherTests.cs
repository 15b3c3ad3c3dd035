using System.Text;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.Azurite;
using Sluice.Operations;

namespace Sluice.IntegrationTests.Operations;

public sealed class QueueDispatcherTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_item_arrives_as_it_was_sent_also_in_a_queue_that_is_not_there_yet()
    {
        var queue = NewQueue();
        var item = new WorkItem(7, new WorkBatch(1, 2, "ads", 900, [new("data/ads/é 1.csv"), new("data/ads/b.csv", FileAction.Remove)])
        {
            Then = "data/ads/c.csv",
        });

        await new QueueDispatcher(queue).SendAsync(item, Token);

        var text = (await queue.ReceiveMessageAsync(cancellationToken: Token)).Value.MessageText;
        Assert.Equal(
            """{"operation":7,"batch":{"plan":1,"number":2,"dataset":"ads","length":900"""
                + ""","files":[{"path":"data/ads/é 1.csv"},{"path":"data/ads/b.csv","action":"remove"}],"then":"data/ads/c.csv"}}""",
            text);
        Assert.Equivalent(item, WorkItem.Parse(text), strict: true);
        Assert.Null(WorkItem.Parse("no work"));
    }

    [Fact]
    public async Task A_batch_of_the_longest_names_fits_into_a_message()
    {
        var queue = NewQueue();
        List<WorkBatch> batches = [];
        var cutter = new BatchCutter(1, batch =>
        {
            batches.Add(batch);
            return Task.CompletedTask;
        });
        await cutter.CutAsync(
            new string('d', 128),
            Enumerable.Range(0, 300).Select(i => (new WorkFile($"data/{i:D4}{new string('é', 1020)}", FileAction.Reload), 1L)),
            then: $"data/{new string('é', 1024)}");
        await cutter.SendHeldAsync();

        Assert.Equal(300, batches.Sum(b => b.Files.Count));
        foreach (var item in batches.Select(b => new WorkItem(long.MaxValue, b)))
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(item.ToJson()), 30_000, WorkItem.MostBytes);
            await new QueueDispatcher(queue).SendAsync(item, Token);
        }
    }

    [Fact]
    public async Task A_queue_that_cannot_be_reached_is_named_with_the_reason()
    {
        var queue = HostStorageSettings.FromConnectionString(
            "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;QueueEndpoint=http://127.0.0.1:1/a").CreateQueueClient("q");

        var fault = await Assert.ThrowsAsync<WorkQueueUnavailableException>(
            () => new QueueDispatcher(queue).SendAsync(new WorkItem(1), Token));

        Assert.StartsWith("The queue q of the work cannot be used: Connection refused", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_are_those_of_the_host()
    {
        Assert.Null(HostStorageSettings.Read(With()));
        Assert.Equal(
            "https://host.queue.core.windows.net/sluice-work",
            HostStorageSettings.Read(With(("AzureWebJobsStorage:accountName", "host")))!.CreateQueueClient("sluice-work").Uri.ToString());
        Assert.Equal(
            "https://host.example/sluice-work",
            HostStorageSettings.Read(With(
                ("AzureWebJobsStorage:queueServiceUri", "https://host.example/"), ("AzureWebJobsStorage:credential", "managedidentity"),
                ("AzureWebJobsStorage:clientId", "c")))!.CreateQueueClient("sluice-work").Uri.ToString());
        Assert.Equal(
            "http://127.0.0.1:10001/devstoreaccount1/sluice-work",
            HostStorageSettings.Read(With(("AzureWebJobsStorage", "UseDevelopmentStorage=true")))!
                .CreateQueueClient("sluice-work").Uri.ToString());
        Assert.Equal(
            "https://host.blob.core.windows.net/letters",
            HostStorageSettings.Read(With(("AzureWebJobsStorage:accountName", "host")))!.CreateContainerClient("letters")!.Uri.ToString());
        Assert.Equal(
            "http://127.0.0.1:10000/devstoreaccount1/letters",
            HostStorageSettings.Read(With(("AzureWebJobsStorage", "UseDevelopmentStorage=true")))!
                .CreateContainerClient("letters")!.Uri.ToString());
        Assert.Null(
            HostStorageSettings.Read(With(("AzureWebJobsStorage:queueServiceUri", "https://host.example")))!
                .CreateContainerClient("letters"));
        Assert.Contains(
            "AzureWebJobsStorage__queueServiceUri",
            Assert.Throws<FormatException>(
                () => HostStorageSettings.Read(With(("AzureWebJobsStorage:queueServiceUri", "http://host.example")))).Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "c2VjcmV0",
            Assert.Throws<FormatException>(() => HostStorageSettings.Read(With(("AzureWebJobsStorage", "AccountKey=c2VjcmV0")))).Message,
            StringComparison.Ordinal);
    }

    private static IConfiguration With(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build();

    private QueueClient NewQueue() =>
        HostStorageSettings.FromConnectionString(azurite.ConnectionString).CreateQueueClient($"work-{Guid.NewGuid():N}");
}

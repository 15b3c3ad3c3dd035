using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Loading;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Operations;

/// <summary>A lake and a warehouse, and instances of the app that share a storage queue of their own.</summary>
public abstract class OperationsTest(AzuriteFixture azurite) : LoadingTest(azurite)
{
    private protected static readonly LoaderOptions Options = new() { Concurrency = 2 };

    /// <summary>The queue, with a name of this test.</summary>
    protected QueueClient Queue { get; } =
        HostStorageSettings.FromConnectionString(azurite.ConnectionString).CreateQueueClient($"work-{Guid.NewGuid():N}");

    private protected OperationStarter Starter => new(Warehouse, new QueueDispatcher(Queue), Time);

    /// <summary>Creates the worker of an instance of the app.</summary>
    private protected async Task<Worker> NewWorkerAsync(
        LakeDefinition? lake = null, ILakeStorage? storage = null, IWorkDispatcher? to = null, IWarehouse? warehouse = null,
        ILogger<Worker>? logger = null)
    {
        lake ??= Lake();
        var loader = await PrepareAsync(lake, Options, storage, warehouse: warehouse);
        return new Worker(
            lake, storage ?? Storage, warehouse ?? Warehouse, loader, Options, new RetentionOptions(), to ?? new QueueDispatcher(Queue),
            Time, logger ?? NullLogger<Worker>.Instance);
    }

    /// <summary>Takes the next item from the queue, as the host does.</summary>
    private protected async Task<WorkItem?> NextAsync()
    {
        var message = await Queue.ReceiveMessageAsync(cancellationToken: Token);
        if (message.Value is null)
        {
            return null;
        }

        await Queue.DeleteMessageAsync(message.Value.MessageId, message.Value.PopReceipt, Token);
        return WorkItem.Parse(message.Value.MessageText)!;
    }

    /// <summary>Does items until the queue is empty.</summary>
    private protected async Task<int> DrainAsync(Worker worker)
    {
        var count = 0;
        for (; await NextAsync() is { } item; count++)
        {
            await worker.RunAsync(item, Token);
        }

        return count;
    }

    private protected async Task<Operation> FindAsync(Operation operation) =>
        (await Warehouse.FindOperationAsync(operation.Id, Token))!;

    /// <summary>A number of files that makes one batch, and a second one of a few.</summary>
    private protected const int TwoBatches = BatchCutter.MostFiles + 5;

    protected Task UploadManyAsync(int count, int from = 0) => Parallel.ForAsync(
        from, from + count, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token },
        async (i, _) => await UploadAsync($"{i:D4}.csv", $"id,city\n{i},c\n"));
}

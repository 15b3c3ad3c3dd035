using Microsoft.Extensions.Logging;
using Sluice.AzureStorage;
using Sluice.IntegrationTests.Model;
using Sluice.Loading;
using Sluice.Operations;

namespace Sluice.IntegrationTests.Operations;

/// <summary>
/// An instance of the app that takes work from a queue, as a process of its own: see <see cref="WorkerProcess"/>. Like the host, it hides a
/// message for some seconds while it works on it, so that the message of a process that dies returns.
/// </summary>
internal static class WorkerProgram
{
    /// <summary>The variable with the warehouse, the storage and the queue, one a line.</summary>
    public const string Variable = "SLUICE_TEST_WORKER";

    public const string Ready = "ready";

    private static readonly TimeSpan Hidden = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it until its standard input ends.</summary>
    /// <param name="value">The value of <see cref="Variable"/>.</param>
    public static async Task RunAsync(string value)
    {
        var given = value.Split('\n');
        await using var warehouse = ModelWarehouse.Open(given[0]);
        var definition = ModelLake.DefinitionOf(0);
        await warehouse.PrepareAsync(definition, CancellationToken.None);
        using var logging = LoggerFactory.Create(
            b => b.AddSimpleConsole(o => o.SingleLine = true).AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace));
        var storage = new AzureLake(LakeStorageSettings.FromConnectionString(given[1]).CreateClient());
        var queue = HostStorageSettings.FromConnectionString(given[1]).CreateQueueClient(given[2]);
        var options = new LoaderOptions { Concurrency = 2 };
        using var loader = new Loader(definition, storage, warehouse, options, TimeProvider.System, logging.CreateLogger<Loader>());
        var worker = new Worker(
            definition, storage, warehouse, loader, options, new RetentionOptions(), new QueueDispatcher(queue), TimeProvider.System,
            logging.CreateLogger<Worker>());
        await queue.CreateIfNotExistsAsync();
        Console.WriteLine(Ready);

        // Its asynchronous methods block.
        var end = Task.Run(Console.In.ReadToEnd);
        while (!end.IsCompleted)
        {
            var message = (await queue.ReceiveMessageAsync(Hidden)).Value;
            if (message is null)
            {
                await Task.Delay(Pause);
                continue;
            }

            await worker.RunAsync(WorkItem.Parse(message.MessageText)!, CancellationToken.None);
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
    }
}

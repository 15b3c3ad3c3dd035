using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using Sluice.Benchmarks.Workers.Messages;
using Content = Sluice.Benchmarks.Workers.Messages.StreamingMessage.ContentOneofCase;

namespace Sluice.Benchmarks.Workers;

/// <summary>The messages to one worker, in the order of the Functions host.</summary>
/// <param name="incoming">The worker's messages.</param>
/// <param name="outgoing">The messages to the worker.</param>
internal sealed class WorkerConversation(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing)
{
    private const string HttpAddress = "HttpUri";

    private readonly ConcurrentQueue<string> errors = [];

    /// <summary>The errors that the worker has logged, for people.</summary>
    public string Errors => string.Join('\n', errors);

    /// <summary>Waits for the worker's first message.</summary>
    /// <returns>The worker's id.</returns>
    public async Task<string> GreetAsync(CancellationToken cancellationToken) =>
        (await HearAsync(Content.StartStream, cancellationToken)).StartStream.WorkerId;

    /// <summary>Initializes the worker.</summary>
    /// <returns>The address where it takes requests.</returns>
    public async Task<Uri> InitializeAsync(string folder, CancellationToken cancellationToken)
    {
        await SayAsync(
            new StreamingMessage
            {
                WorkerInitRequest = new WorkerInitRequest
                {
                    HostVersion = "4.0.0",
                    WorkerDirectory = folder,
                    FunctionAppDirectory = folder,
                },
            },
            cancellationToken);
        var answer = (await HearAsync(Content.WorkerInitResponse, cancellationToken)).WorkerInitResponse;
        Check(answer.Result, "initialize itself");
        return new Uri(answer.Capabilities[HttpAddress]);
    }

    /// <summary>Asks for the worker's functions, and lets it load them all.</summary>
    /// <returns>The functions.</returns>
    public async Task<IReadOnlyList<RpcFunctionMetadata>> LoadFunctionsAsync(string folder, CancellationToken cancellationToken)
    {
        await SayAsync(
            new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = folder } },
            cancellationToken);
        var answer = (await HearAsync(Content.FunctionMetadataResponse, cancellationToken)).FunctionMetadataResponse;
        Check(answer.Result, "list its functions");
        foreach (var function in answer.FunctionMetadataResults)
        {
            await SayAsync(
                new StreamingMessage
                {
                    FunctionLoadRequest = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function },
                },
                cancellationToken);
        }

        foreach (var _ in answer.FunctionMetadataResults)
        {
            Check((await HearAsync(Content.FunctionLoadResponse, cancellationToken)).FunctionLoadResponse.Result, "load its functions");
        }

        return answer.FunctionMetadataResults;
    }

    /// <summary>Tells the worker to run a function for the HTTP request with the same id.</summary>
    public Task InvokeAsync(string function, string invocation, CancellationToken cancellationToken) => SayAsync(
        new StreamingMessage
        {
            InvocationRequest = new InvocationRequest
            {
                FunctionId = function,
                InvocationId = invocation,
                TraceContext = new RpcTraceContext
                {
                    TraceParent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00",
                },
            },
        },
        cancellationToken);

    /// <summary>Waits until the worker has run the function.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken) =>
        Check((await HearAsync(Content.InvocationResponse, cancellationToken)).InvocationResponse.Result, "run the function");

    /// <summary>Ends the worker.</summary>
    public Task EndAsync(CancellationToken cancellationToken) =>
        SayAsync(new StreamingMessage { WorkerTerminate = new WorkerTerminate() }, cancellationToken);

    private static void Check(StatusResult result, string task)
    {
        if (result.Status != StatusResult.Types.Status.Success)
        {
            throw new InvalidOperationException($"The worker could not {task}: {result.Exception?.Message}");
        }
    }

    private Task SayAsync(StreamingMessage message, CancellationToken cancellationToken)
    {
        message.RequestId = Guid.NewGuid().ToString();
        return outgoing.WriteAsync(message, cancellationToken);
    }

    private async Task<StreamingMessage> HearAsync(Content kind, CancellationToken cancellationToken)
    {
        while (await incoming.MoveNext(cancellationToken))
        {
            if (incoming.Current.ContentCase == kind)
            {
                return incoming.Current;
            }

            if (incoming.Current.RpcLog is { Level: >= RpcLog.Types.Level.Error } log)
            {
                errors.Enqueue($"{log.Message} {log.Exception?.Message}".TrimEnd());
            }
        }

        throw new InvalidOperationException($"The worker left instead of sending {kind}.");
    }
}

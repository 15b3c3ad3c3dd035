using Grpc.Core;
using Sluice.Benchmarks.Workers.Messages;

namespace Sluice.Benchmarks.Workers;

/// <summary>Where workers connect to.</summary>
/// <param name="workers">The workers that are awaited.</param>
internal sealed class HostService(AwaitedWorkers workers) : FunctionRpc.FunctionRpcBase
{
    /// <inheritdoc/>
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        var conversation = new WorkerConversation(requestStream, responseStream);
        await workers.MeetAsync(await conversation.GreetAsync(context.CancellationToken), conversation);
    }
}

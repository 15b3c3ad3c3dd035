using System.Net.Sockets;
using Microsoft.Data.SqlClient;
using Sluice.IntegrationTests.Network;
using Sluice.SqlServer.Connections;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>
/// Makes a fault happen to one connection: the one that carries the n-th next message. The messages are encrypted, so here a message
/// is the bytes of one read.
/// </summary>
internal sealed class FaultProxy(string host, int port) : Proxy(host, port)
{
    private Fault fault;
    private bool isAnswer;
    private int left = int.MaxValue;
    private int requests;
    private int answers;
    private TaskCompletionSource cut = NewCut();

    /// <summary>How many messages went in each direction so far.</summary>
    public (int Requests, int Answers) Messages => (requests, answers);

    /// <summary>Whether the fault has happened.</summary>
    public bool HasHappened => Volatile.Read(ref left) <= 0;

    /// <summary>Creates a proxy for the server of a database.</summary>
    public static FaultProxy Of(TestDatabase database)
    {
        var address = ServerAddress.From(new SqlConnectionStringBuilder(database.ConnectionString))!;
        return new FaultProxy(address.Host, address.Port);
    }

    /// <summary>Plans a fault.</summary>
    /// <param name="what">The fault.</param>
    /// <param name="toAnswer">Whether it hits an answer of the server, not a request to it.</param>
    /// <param name="messages">The message in that direction that it hits, from 1.</param>
    public void Arm(Fault what, bool toAnswer, int messages)
    {
        (fault, isAnswer) = (what, toAnswer);
        Volatile.Write(ref left, messages);
    }

    /// <summary>Cuts all open connections.</summary>
    public void CutAll() => Interlocked.Exchange(ref cut, NewCut()).SetResult();

    protected override async Task RelayAsync(TcpClient client, TcpClient server)
    {
        var stall = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAny(
            cut.Task,
            UntilGoneAsync(() => RelayAsync(client, server, stall, toAnswer: false)),
            UntilGoneAsync(() => RelayAsync(server, client, stall, toAnswer: true)));
    }

    private static TaskCompletionSource NewCut() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RelayAsync(TcpClient from, TcpClient to, TaskCompletionSource stall, bool toAnswer)
    {
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer, End)) > 0)
        {
            Interlocked.Increment(ref toAnswer ? ref answers : ref requests);
            if (toAnswer == isAnswer && Interlocked.Decrement(ref left) == 0)
            {
                if (fault == Fault.Reset)
                {
                    from.LingerState = to.LingerState = new LingerOption(true, 0);
                }

                if (fault != Fault.Stall)
                {
                    return;
                }

                stall.TrySetResult();
            }

            // From now on, nothing is relayed. The proxy still notices when the client closes.
            if (stall.Task.IsCompleted)
            {
                if (toAnswer)
                {
                    await Task.Delay(Timeout.Infinite, End);
                }

                continue;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), End);
        }
    }
}

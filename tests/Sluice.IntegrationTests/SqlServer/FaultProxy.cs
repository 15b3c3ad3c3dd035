using System.Net.Sockets;
using Microsoft.Data.SqlClient;
using Sluice.IntegrationTests.Network;
using Sluice.SqlServer.Connections;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>
/// Has something happen to one connection: to that which sends, or is sent, the next message but so many. What is sent is encrypted, so a
/// message is what arrives at once.
/// </summary>
internal sealed class FaultProxy(string host, int port) : Proxy(host, port)
{
    private Fault fault;
    private bool isAnswer;
    private int left = int.MaxValue;
    private int requests;
    private int answers;
    private TaskCompletionSource cut = NewCut();

    /// <summary>How many messages went either way so far.</summary>
    public (int Requests, int Answers) Messages => (requests, answers);

    /// <summary>Whether what was to happen has happened.</summary>
    public bool HasHappened => Volatile.Read(ref left) <= 0;

    /// <summary>One before the server of a database.</summary>
    public static FaultProxy Of(TestDatabase database)
    {
        var address = ServerAddress.From(new SqlConnectionStringBuilder(database.ConnectionString))!;
        return new FaultProxy(address.Host, address.Port);
    }

    /// <summary>Has something happen.</summary>
    /// <param name="what">What.</param>
    /// <param name="toAnswer">Whether it is an answer of the server that does not come through, not a request to it.</param>
    /// <param name="messages">To which message in that direction, from 1.</param>
    public void Arm(Fault what, bool toAnswer, int messages)
    {
        (fault, isAnswer) = (what, toAnswer);
        Volatile.Write(ref left, messages);
    }

    /// <summary>Ends the connections that there are.</summary>
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

            // What is sent from now on goes nowhere; that the client closes is still seen.
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

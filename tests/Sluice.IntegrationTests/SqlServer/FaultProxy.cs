using System.Net;
using System.Net.Sockets;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>
/// A proxy on 127.0.0.1 in which something happens to one connection: to that which sends, or is sent, the next message but so many. What
/// is sent is encrypted, so a message is what arrives at once.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly string host;
    private readonly int port;
    private readonly Task accepting;
    private Fault fault;
    private bool isAnswer;
    private int left = int.MaxValue;
    private int requests;
    private int answers;

    public FaultProxy(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many messages went either way so far.</summary>
    public (int Requests, int Answers) Messages => (requests, answers);

    /// <summary>Whether what was to happen has happened.</summary>
    public bool HasHappened => Volatile.Read(ref left) <= 0;

    /// <summary>Has something happen.</summary>
    /// <param name="what">What.</param>
    /// <param name="toAnswer">Whether it is an answer of the server that does not come through, not a request to it.</param>
    /// <param name="messages">To which message in that direction, from 1.</param>
    public void Arm(Fault what, bool toAnswer, int messages)
    {
        (fault, isAnswer) = (what, toAnswer);
        Volatile.Write(ref left, messages);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(RelayAsync(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(host, port, end.Token);
            var stall = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await Task.WhenAny(RelayAsync(client, server, stall, toAnswer: false), RelayAsync(server, client, stall, toAnswer: true));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side has gone away.
        }
    }

    private async Task RelayAsync(TcpClient from, TcpClient to, TaskCompletionSource stall, bool toAnswer)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, end.Token)) > 0)
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
                        await Task.Delay(Timeout.Infinite, end.Token);
                    }

                    continue;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), end.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side has gone away.
        }
    }
}

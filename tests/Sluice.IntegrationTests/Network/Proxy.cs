using System.Net;
using System.Net.Sockets;

namespace Sluice.IntegrationTests.Network;

/// <summary>A proxy on 127.0.0.1. Derived classes decide what happens to each connection.</summary>
public abstract class Proxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly string host;
    private readonly int port;
    private readonly Task accepting;

    /// <summary>Starts to listen.</summary>
    /// <param name="host">The host of the server behind it.</param>
    /// <param name="port">Its port.</param>
    protected Proxy(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The port that it listens on.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Cancelled when it ends.</summary>
    protected CancellationToken End => end.Token;

    /// <summary>Cuts all connections, and accepts no more.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (!end.IsCancellationRequested)
        {
            // Stop the listener last: while it is stopped, a call that accepts the next connection throws another exception.
            await end.CancelAsync();
            await accepting;
            listener.Stop();
            end.Dispose();
        }
    }

    /// <summary>Relays what either side of a connection sends. Both are closed afterwards.</summary>
    protected abstract Task RelayAsync(TcpClient client, TcpClient server);

    /// <summary>Does some work that ends when either side closes its connection.</summary>
    protected static async Task UntilGoneAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side has closed its connection. In these tests that is normal.
        }
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ConnectAsync(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using var _ = client;
        using var server = new TcpClient();
        await UntilGoneAsync(async () =>
        {
            await server.ConnectAsync(host, port, end.Token);
            await RelayAsync(client, server);
        });
    }
}

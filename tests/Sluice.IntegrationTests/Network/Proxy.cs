using System.Net;
using System.Net.Sockets;

namespace Sluice.IntegrationTests.Network;

/// <summary>A proxy on 127.0.0.1: what happens to each connection is the business of those that inherit it.</summary>
public abstract class Proxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly string host;
    private readonly int port;
    private readonly Task accepting;

    /// <summary>Begins to listen.</summary>
    /// <param name="host">The host of the server that is behind it.</param>
    /// <param name="port">Its port.</param>
    protected Proxy(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The port that it listens on.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Says when it ends.</summary>
    protected CancellationToken End => end.Token;

    /// <summary>Cuts all connections, and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (!end.IsCancellationRequested)
        {
            await end.CancelAsync();
            listener.Stop();
            await accepting;
            end.Dispose();
        }
    }

    /// <summary>Carries what either side of a connection sends; both are closed afterwards.</summary>
    protected abstract Task RelayAsync(TcpClient client, TcpClient server);

    /// <summary>Does something that either side may end by going away.</summary>
    protected static async Task UntilGoneAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side has gone away, which is what a proxy of a test is for.
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

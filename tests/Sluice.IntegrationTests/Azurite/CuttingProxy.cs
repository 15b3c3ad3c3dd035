using System.Net;
using System.Net.Sockets;

namespace Sluice.IntegrationTests.Azurite;

/// <summary>A proxy on 127.0.0.1 that breaks each connection when so many bytes of answers have gone through it.</summary>
public sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly int target;
    private readonly long cutAfter;
    private readonly Task accepting;
    private int cuts;

    public CuttingProxy(int target, long cutAfter)
    {
        this.target = target;
        this.cutAfter = cutAfter;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Connections broken so far.</summary>
    public int Cuts => cuts;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
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
        using var server = new TcpClient();
        using var _ = client;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, target, end.Token);
            var requests = client.GetStream().CopyToAsync(server.GetStream(), end.Token);
            var buffer = new byte[64 * 1024];
            var left = cutAfter;
            int read;
            while ((read = await server.GetStream().ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), end.Token)) > 0)
            {
                await client.GetStream().WriteAsync(buffer.AsMemory(0, read), end.Token);
                left -= read;
                if (left == 0)
                {
                    Interlocked.Increment(ref cuts);
                    break;
                }
            }

            server.Close();
            client.Close();
            await requests;
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side has gone away, which is what this proxy is for.
        }
    }
}

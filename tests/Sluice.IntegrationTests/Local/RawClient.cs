using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.IntegrationTests.Local;

/// <summary>A client that sends exactly the given bytes, and reads only when asked to.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly MemoryStream read = new();

    private RawClient()
    {
        // Bytes that it does not read stay with the sender.
        socket.ReceiveBufferSize = 16 * 1024;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Sends a request as it is.</summary>
    public static async Task<RawClient> SendAsync(int port, string request)
    {
        var client = new RawClient();
        await client.socket.ConnectAsync(IPAddress.Loopback, port, Token);
        await client.socket.SendAsync(Encoding.Latin1.GetBytes(request), Token);
        return client;
    }

    /// <summary>Sends a GET on a connection that closes after the answer.</summary>
    public static Task<RawClient> GetAsync(int port, string path) =>
        SendAsync(port, $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    /// <summary>Reads some bytes.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> ReadAsync(int most)
    {
        var buffer = new byte[most];
        var count = await socket.ReceiveAsync(buffer, Token);
        read.Write(buffer.AsSpan(0, count));
        return count > 0;
    }

    /// <summary>Reads to the end, so many bytes at a time, with a pause after each read.</summary>
    /// <exception cref="SocketException">The connection is broken off.</exception>
    public async Task<RawAnswer> ReadToEndAsync(int atATime = 64 * 1024, TimeSpan pause = default)
    {
        while (await ReadAsync(atATime))
        {
            await Task.Delay(pause, Token);
        }

        return RawAnswer.Parse(Encoding.UTF8.GetString(read.ToArray()));
    }

    public void Dispose()
    {
        socket.Dispose();
        read.Dispose();
    }
}

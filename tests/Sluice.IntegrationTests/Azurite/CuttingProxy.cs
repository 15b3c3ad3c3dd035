using System.Net.Sockets;
using Sluice.IntegrationTests.Network;

namespace Sluice.IntegrationTests.Azurite;

/// <summary>Breaks each connection after a number of bytes of answers.</summary>
public sealed class CuttingProxy(int target, long cutAfter) : Proxy("127.0.0.1", target)
{
    private int cuts;

    /// <summary>Connections broken so far.</summary>
    public int Cuts => cuts;

    protected override async Task RelayAsync(TcpClient client, TcpClient server)
    {
        var requests = client.GetStream().CopyToAsync(server.GetStream(), End);
        var buffer = new byte[64 * 1024];
        var left = cutAfter;
        int read;
        while ((read = await server.GetStream().ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), End)) > 0)
        {
            await client.GetStream().WriteAsync(buffer.AsMemory(0, read), End);
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
}

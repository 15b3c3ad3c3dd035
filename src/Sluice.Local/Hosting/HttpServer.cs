using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Analytics.Requests;

namespace Sluice.Local.Hosting;

/// <summary>How the local run serves HTTP.</summary>
internal static class HttpServer
{
    // What a character of a query becomes in an address, percent-encoded, and what is in the address besides.
    private const int EncodedBytes = 9;
    private const int OtherBytes = 8 * 1024;

    // By itself the system sends several megabytes ahead, and says nothing of what a slow reader takes until it has taken a third of them:
    // it would look like one that takes nothing.
    private const int SendBufferBytes = 128 * 1024;

    /// <summary>Serves on a port of this machine.</summary>
    public static void ConfigureHttp(this IWebHostBuilder builder, int port) => builder
        .UseSockets(s => s.CreateBoundListenSocket = Bind)
        .ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;

            // An address may be as long as the options of a query may be.
            var longest = k.ApplicationServices.GetRequiredService<QueryLimits>().MaxLength * EncodedBytes + OtherBytes;
            k.Limits.MaxRequestLineSize = longest;
            k.Limits.MaxRequestBufferSize = Math.Max(k.Limits.MaxRequestBufferSize ?? 0, 2L * longest);
            k.Listen(IPAddress.Loopback, port, ProblemWriter.UseOn);
        });

    private static Socket Bind(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SendBufferSize = SendBufferBytes;
        return socket;
    }
}

using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Analytics.Requests;
using Sluice.Local.Answering;

namespace Sluice.Local.Hosting;

/// <summary>Configures HTTP for the local host.</summary>
internal static class HttpServer
{
    // The most bytes that a character of a query has percent-encoded (three UTF-8 bytes), and room for the rest of the address.
    private const int EncodedBytes = 9;
    private const int OtherBytes = 8 * 1024;

    // The default send buffer is several megabytes, and the system reports progress only after a client has read a third of it: a slow
    // client would look stalled.
    private const int SendBufferBytes = 128 * 1024;

    /// <summary>Serves HTTP on a private socket, and on a port if one is given.</summary>
    public static void ConfigureHttp(this IWebHostBuilder builder, ServeOptions? serve, PrivateSocket socket) => builder
        .UseSockets(s => s.CreateBoundListenSocket = Bind)
        .ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;

            // An address must fit query options of the maximum length.
            var longest = k.ApplicationServices.GetRequiredService<QueryLimits>().MaxLength * EncodedBytes + OtherBytes;
            k.Limits.MaxRequestLineSize = longest;
            k.Limits.MaxRequestBufferSize = Math.Max(k.Limits.MaxRequestBufferSize ?? 0, 2L * longest);
            if (serve is not null)
            {
                // The first address is the one that is shown.
                k.Listen(serve.Host, serve.Port, listen =>
                {
                    if (serve.Certificate is { } certificate)
                    {
                        listen.UseHttps(certificate);
                    }

                    ProblemWriter.UseOn(listen);
                });
            }

            socket.Listen(k, ProblemWriter.UseOn);
        });

    private static Socket Bind(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SendBufferSize = SendBufferBytes;
        return socket;
    }
}

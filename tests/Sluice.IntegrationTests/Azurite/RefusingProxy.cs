using System.Net.Sockets;
using System.Text;
using Sluice.IntegrationTests.Network;

namespace Sluice.IntegrationTests.Azurite;

/// <summary>Refuses some requests, as a storage does if the caller lacks a right, and lets all others through.</summary>
/// <param name="target">The port of the storage.</param>
/// <param name="request">The beginning of those requests: a method, a space and a path.</param>
public sealed class RefusingProxy(int target, string request) : Proxy("127.0.0.1", target)
{
    private static readonly byte[] Refusal = Encoding.ASCII.GetBytes(
        "HTTP/1.1 403 This request is not authorized to perform this operation using this permission.\r\n"
        + "x-ms-error-code: AuthorizationPermissionMismatch\r\nContent-Length: 0\r\n\r\n");

    private readonly byte[] refused = Encoding.ASCII.GetBytes(request);

    protected override async Task RelayAsync(TcpClient client, TcpClient server)
    {
        var answers = UntilGoneAsync(() => server.GetStream().CopyToAsync(client.GetStream(), End));
        var buffer = new byte[64 * 1024];
        int read;

        // The head of a request arrives at once, and only after the answer to the previous request.
        while ((read = await client.GetStream().ReadAsync(buffer, End)) > 0)
        {
            await (buffer.AsSpan(0, read).StartsWith(refused)
                ? client.GetStream().WriteAsync(Refusal, End)
                : server.GetStream().WriteAsync(buffer.AsMemory(0, read), End));
        }

        server.Close();
        await answers;
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.SqlClient;

namespace Sluice.SqlServer.Connections;

/// <summary>
/// The address of a server. SqlClient tries an unreachable server until the connect timeout, and then does not say why it failed; a plain
/// TCP connection finds the reason at once.
/// </summary>
/// <param name="Host">The server's name or IP address.</param>
/// <param name="Port">The server's port.</param>
internal sealed record ServerAddress(string Host, int Port)
{
    private const string TcpPrefix = "tcp:";
    private const int StandardPort = 1433;

    private static readonly string[] NamesOfThisMachine = [".", "(local)"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>The address in a connection string; <see langword="null"/> if its port is unknown or it names a second server.</summary>
    public static ServerAddress? From(SqlConnectionStringBuilder parts)
    {
        var source = parts.DataSource.Trim();
        if (source.StartsWith(TcpPrefix, StringComparison.OrdinalIgnoreCase))
        {
            source = source[TcpPrefix.Length..];
        }

        var comma = source.LastIndexOf(',');
        var port = StandardPort;
        if (comma >= 0 && !int.TryParse(source.AsSpan(comma + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return null;
        }

        // A name after a backslash is an instance, whose port only SQL Server Browser knows. A protocol or a pipe is not a host.
        var host = (comma >= 0 ? source[..comma] : source).Trim();
        var instance = host.IndexOf('\\', StringComparison.Ordinal);
        if (instance > 0 && comma > 0)
        {
            host = host[..instance];
        }

        host = NamesOfThisMachine.Contains(host, StringComparer.OrdinalIgnoreCase) ? "localhost" : host;
        var isHost = IPAddress.TryParse(host, out _) || Uri.CheckHostName(host) is not UriHostNameType.Unknown;
        return isHost && port is > 0 and <= ushort.MaxValue && parts.FailoverPartner.Length == 0 ? new ServerAddress(host, port) : null;
    }

    /// <summary>Connects to the server and disconnects.</summary>
    /// <returns>The fault; <see langword="null"/> if the server accepts connections.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<DatabaseFault?> ProbeAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Host, Port, limit.Token);
            return null;
        }
        catch (SocketException exception)
        {
            return DatabaseFault.From(exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DatabaseFault.From(new SocketException((int)SocketError.TimedOut));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}

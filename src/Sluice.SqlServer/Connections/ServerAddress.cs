using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.SqlClient;

namespace Sluice.SqlServer.Connections;

/// <summary>
/// Where a server listens. SqlClient tries for as long as a connection may take before it says that nobody does, and then does not say why:
/// this finds it out at once.
/// </summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
internal sealed record ServerAddress(string Host, int Port)
{
    private const string TcpPrefix = "tcp:";
    private const int StandardPort = 1433;

    private static readonly string[] NamesOfThisMachine = [".", "(local)"];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>The address in a connection string; <see langword="null"/> if it says no port, or a second server.</summary>
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

        // What is behind a backslash names an instance, whose port another service knows. A protocol or a pipe is no host.
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

    /// <summary>Connects to it, and closes that again.</summary>
    /// <returns>What is in the way; <see langword="null"/> if it takes connections.</returns>
    /// <exception cref="OperationCanceledException">The token says so.</exception>
    public async Task<Trouble?> FindTroubleAsync(CancellationToken cancellationToken)
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
            return Trouble.From(exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Trouble.From(new SocketException((int)SocketError.TimedOut));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}

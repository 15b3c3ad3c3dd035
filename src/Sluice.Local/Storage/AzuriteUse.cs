using System.Net;
using System.Net.Sockets;

namespace Sluice.Local.Storage;

/// <summary>The use of an Azurite that another process has started. Azurite runs at least until this is disposed of.</summary>
internal sealed class AzuriteUse : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly TcpClient connection;
    private bool isDisposed;

    private AzuriteUse(TcpClient connection)
    {
        this.connection = connection;
        Ended = WaitAsync();
    }

    /// <summary>Fails with <see cref="AzuriteException"/> if Azurite ends while it is in use.</summary>
    public Task Ended { get; }

    /// <summary>Connects to Azurite, so that it keeps running.</summary>
    /// <returns><see langword="null"/> if Azurite does not run or is about to end.</returns>
    public static async Task<AzuriteUse?> TryBeginAsync(AzuriteEndpoints azurite, CancellationToken cancellationToken)
    {
        var connection = new TcpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await connection.ConnectAsync(IPAddress.Loopback, azurite.UsersPort, patience.Token);
            using var reader = new StreamReader(connection.GetStream(), leaveOpen: true);
            if (await reader.ReadLineAsync(patience.Token) == "in")
            {
                return new AzuriteUse(connection);
            }
        }
        catch (Exception e) when (
            e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Azurite has ended. Another program may have its port, and does not answer as expected.
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        connection.Dispose();
    }

    private async Task WaitAsync()
    {
        try
        {
            await connection.GetStream().ReadExactlyAsync(new byte[1]);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            if (!isDisposed)
            {
                throw new AzuriteException("Azurite has ended. Another process had started it.", e);
            }
        }
    }
}

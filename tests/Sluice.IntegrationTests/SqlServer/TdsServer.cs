using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Data.SqlClient;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>
/// A server that has as much of SQL Server as a sign-in and a query need. Tests use it for faults that a real server does not
/// produce on demand. It speaks TDS 8 (<c>Encrypt=Strict</c>, MS-TDS) on 127.0.0.1, and answers every query with one row that
/// has the number 1.
/// </summary>
internal sealed class TdsServer : IAsyncDisposable
{
    private const byte Preliminary = 0x12;
    private const byte SignIn = 0x10;
    private const byte Attention = 0x06;
    private const byte Answer = 0x04;

    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource end = new();
    private readonly X509Certificate2 certificate;
    private readonly TcpListener listener;
    private readonly Task accepting;
    private int accepted;
    private int connections;

    /// <summary>Starts to listen.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    public TdsServer(int port = 0)
    {
        certificate = CreateCertificate();
        File.WriteAllBytes(folder.Of("server.cer"), certificate.Export(X509ContentType.Cert));
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Whether the server says nothing on a connection from its beginning on. By the connection's number, from 1.</summary>
    public Func<int, bool> IsDeaf { get; set; } = _ => false;

    /// <summary>
    /// The answer to a sign-in, by the number of the connection from 1: an error, or <see langword="null"/> to accept it.
    /// </summary>
    public Func<int, (int Number, string Message)?> Refuse { get; set; } = _ => null;

    /// <summary>
    /// Whether the server does not answer a request. By the number of the connection and of the request on it, each from 1.
    /// </summary>
    public Func<int, int, bool> IsSilent { get; set; } = (_, _) => false;

    /// <summary>Whether the server works on a request until it is cancelled. By the request's number on its connection, from 1.</summary>
    public Func<int, bool> IsLong { get; set; } = _ => false;

    /// <summary>Whether the answer to a request breaks off after the row. By the request's number on its connection, from 1.</summary>
    public Func<int, bool> BreaksOff { get; set; } = _ => false;

    /// <summary>How many connections there were.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>The port that it listens on.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>A connection string that trusts its certificate.</summary>
    public string ConnectionString =>
        new SqlConnectionStringBuilder(UntrustingConnectionString) { ServerCertificate = folder.Of("server.cer") }.ConnectionString;

    /// <summary>A connection string that does not trust it.</summary>
    public string UntrustingConnectionString => $"Server=tcp:127.0.0.1,{Port};Database=lake;User ID=sluice;Password=secret;Encrypt=Strict";

    /// <summary>Stops listening, and cuts all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!end.IsCancellationRequested)
        {
            await end.CancelAsync();
            listener.Stop();
            await accepting;
            certificate.Dispose();
            folder.Dispose();
        }
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        // Some systems cannot serve with a key that exists only in memory.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }

    private async Task AcceptAsync()
    {
        List<Task> all = [];
        try
        {
            while (true)
            {
                all.Add(ServeAsync(await listener.AcceptTcpClientAsync(end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(all);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            if (IsDeaf(Interlocked.Increment(ref accepted)))
            {
                await Task.Delay(Timeout.Infinite, end.Token);
            }

            await using var stream = new SslStream(client.GetStream());
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = certificate,
                    ApplicationProtocols = [new SslApplicationProtocol("tds/8.0")],
                },
                end.Token);
            await ServeAsync(stream, Interlocked.Increment(ref connections));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // One of the two ends has closed.
        }
    }

    private async Task ServeAsync(Stream stream, int connection)
    {
        var requests = 0;
        while (true)
        {
            var answer = await ReadAsync(stream) switch
            {
                Preliminary => Version(),
                SignIn => Refuse(connection) is var (number, message) ? Error(number, message) : Welcome(),
                Attention => IsSilent(connection, requests) || BreaksOff(requests) ? null : Done(status: 0x20),
                _ => IsSilent(connection, ++requests) || IsLong(requests)
                    ? null
                    : [.. Row(), .. BreaksOff(requests) ? [] : Done(status: 0x10, rows: 1)],
            };
            if (answer is not null)
            {
                await WriteAsync(stream, answer, isLast: !BreaksOff(requests));
            }
        }
    }

    // A message has one or more packets: type, whether it is the last, length.
    private async Task<byte> ReadAsync(Stream stream)
    {
        var head = new byte[8];
        do
        {
            await stream.ReadExactlyAsync(head, end.Token);
            await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2)) - head.Length], end.Token);
        }
        while ((head[1] & 1) == 0);
        return head[0];
    }

    private async Task WriteAsync(Stream stream, byte[] tokens, bool isLast)
    {
        byte[] message = [Answer, (byte)(isLast ? 1 : 0), 0, 0, 0, 0, 1, 0, .. tokens];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), (ushort)message.Length);
        await stream.WriteAsync(message, end.Token);
    }

    // One option, the version, at offset 6: 16.0.
    private static byte[] Version() => [0, 0, 6, 0, 6, 0xff, 16, 0, 0, 0, 0, 0];

    private static byte[] Welcome()
    {
        byte[] body = [1, 8, 0, 0, 0, 4, .. Text("Test"), 16, 0, 0, 0];
        byte[] collation = [7, 5, 9, 4, 0xd0, 0, 0x34, 0];
        return [0xad, .. Length(body), .. body, 0xe3, .. Length(collation), .. collation, .. Done()];
    }

    private static byte[] Error(int number, string message)
    {
        var body = new byte[6];
        BinaryPrimitives.WriteInt32LittleEndian(body, number);
        (body[4], body[5]) = (1, 14);
        body = [.. body, .. BitConverter.GetBytes((ushort)message.Length), .. Text(message), 0, 0, 1, 0, 0, 0];
        return [0xaa, .. Length(body), .. body, .. Done(status: 2)];
    }

    // A column of four bytes without a name, and its row.
    private static byte[] Row() => [0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0x38, 0, 0xd1, 1, 0, 0, 0];

    private static byte[] Done(byte status = 0, byte rows = 0) => [0xfd, status, 0, 0, 0, rows, 0, 0, 0, 0, 0, 0, 0];

    private static byte[] Text(string text) => Encoding.Unicode.GetBytes(text);

    private static byte[] Length(byte[] body) => BitConverter.GetBytes((ushort)body.Length);
}

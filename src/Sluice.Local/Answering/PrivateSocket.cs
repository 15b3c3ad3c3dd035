using System.IO.Pipes;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sluice.Local.Storage;
using Sluice.Local.Terminal;

namespace Sluice.Local.Answering;

/// <summary>
/// The way for other processes of the same user to ask a process that serves: a socket in a folder that only this user can open, or on
/// Windows a pipe that only this user can open.
/// </summary>
internal sealed class PrivateSocket
{
    // macOS allows 104 bytes, and one ends the text.
    private const int LongestPath = 103;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string folder;

    private PrivateSocket(string folder) => this.folder = folder;

    private string SocketPath => PathIn(folder);

    private string PipeName => $"sluice-{HashOf(folder)}";

    /// <summary>The socket of the process that serves a home folder.</summary>
    public static PrivateSocket Of(LocalHome home)
    {
        var folder = Path.Combine(home.Folder, "private");
        return new(Encoding.UTF8.GetByteCount(PathIn(folder)) <= LongestPath
            ? folder
            : Path.Combine(Path.GetTempPath(), $"sluice-{HashOf(home.Folder)}"));
    }

    /// <summary>A socket that no other process knows.</summary>
    public static PrivateSocket Create() => new(Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():N}"));

    /// <summary>Makes Kestrel listen here, unless another process already does.</summary>
    /// <exception cref="CommandException">Other users can open the folder.</exception>
    public void Listen(KestrelServerOptions options, Action<ListenOptions> configure)
    {
        if (OperatingSystem.IsWindows())
        {
            options.ListenNamedPipe(PipeName, Configure);
            return;
        }

        Directory.CreateDirectory(folder, OwnerOnly);
        CheckFolder();
        using (var connected = TryConnect())
        {
            if (connected is not null)
            {
                return;
            }
        }

        // A process that was killed has left its socket.
        File.Delete(SocketPath);
        options.ListenUnixSocket(SocketPath, Configure);

        void Configure(ListenOptions listen)
        {
            configure(listen);
            listen.Use(next => connection =>
            {
                connection.Features.Set(PrivateConnection.Mark);
                return next(connection);
            });
        }
    }

    /// <summary>Connects to the process that listens here.</summary>
    /// <returns><see langword="null"/> if none does.</returns>
    /// <exception cref="CommandException">Other users can open the folder.</exception>
    public async Task<Stream?> TryConnectAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
        {
            return TryConnect() is { } socket ? new NetworkStream(socket, ownsSocket: true) : null;
        }

        var pipe = new NamedPipeClientStream(".", PipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            await pipe.ConnectAsync(TimeSpan.Zero, cancellationToken);
            return pipe;
        }
        catch (TimeoutException)
        {
            await pipe.DisposeAsync();
            return null;
        }
    }

    /// <summary>Deletes what <see cref="Listen"/> has created.</summary>
    public void Delete()
    {
        if (!OperatingSystem.IsWindows() && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string PathIn(string folder) => Path.Combine(folder, "socket");

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    private Socket? TryConnect()
    {
        if (!File.Exists(SocketPath))
        {
            return null;
        }

        CheckFolder();
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(SocketPath));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    // Another user could have made the folder first, to answer or to listen.
    private void CheckFolder()
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(folder) != OwnerOnly)
        {
            throw new CommandException(ExitCode.Usage, $"Other users can open {folder}. Delete it, or name another folder with --home.");
        }
    }
}

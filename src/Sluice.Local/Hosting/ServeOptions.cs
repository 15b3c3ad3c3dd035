using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Local.Hosting;

/// <summary>What a <see cref="LocalHost"/> runs besides the blob triggers.</summary>
/// <param name="Port">The HTTP port; 0 for any free port.</param>
/// <param name="Sweep">Whether to sweep, at the start and by schedule.</param>
internal sealed record ServeOptions(int Port, bool Sweep)
{
    /// <summary>The address to listen on.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>The certificate of TLS, or <see langword="null"/> for HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLocal => IPAddress.IsLoopback(Host);
}

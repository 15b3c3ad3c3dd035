using System.Security.Cryptography;
using System.Text;

namespace Sluice.SqlServer.Locks;

/// <summary>The hash that a file's path is found by.</summary>
internal static class PathHash
{
    /// <summary>Its bytes.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>The SHA-256 of a path's UTF-8.</summary>
    public static byte[] Compute(string path) => SHA256.HashData(Encoding.UTF8.GetBytes(path));
}

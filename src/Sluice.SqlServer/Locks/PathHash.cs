using System.Security.Cryptography;
using System.Text;

namespace Sluice.SqlServer.Locks;

/// <summary>The hash by which the ledger finds a file's path.</summary>
internal static class PathHash
{
    /// <summary>The number of bytes.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    /// <summary>Computes the SHA-256 of a path's UTF-8.</summary>
    public static byte[] Compute(string path) => SHA256.HashData(Encoding.UTF8.GetBytes(path));
}

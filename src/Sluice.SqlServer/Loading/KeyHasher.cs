using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sluice.Rows;

namespace Sluice.SqlServer.Loading;

/// <summary>
/// Computes <c>_key</c>: the SHA-256 of the texts of a key, each as its length in bytes (4 bytes, big-endian) and its UTF-16
/// (little-endian). T-SQL can compute the same from the columns.
/// </summary>
/// <param name="columns">The indexes of the text columns of the key.</param>
internal sealed class KeyHasher(IReadOnlyList<int> columns)
{
    /// <summary>The number of bytes of a hash.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private const int LengthBytes = 4;

    private byte[] buffer = new byte[256];

    /// <summary>The hash of texts, in the order of the columns.</summary>
    public static byte[] Hash(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[LengthBytes];
        foreach (var text in texts)
        {
            var bytes = Encoding.Unicode.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>The hash of a row.</summary>
    public byte[] Hash(ColumnBatch batch, int row)
    {
        var length = 0;
        foreach (var column in columns)
        {
            var text = ((TextColumn)batch.Columns[column])[row];
            var most = length + LengthBytes + (text.Length * sizeof(char));
            if (buffer.Length < most)
            {
                Array.Resize(ref buffer, Math.Max(most, buffer.Length * 2));
            }

            var bytes = Write(text, buffer.AsSpan(length + LengthBytes));
            BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(length), bytes);
            length += LengthBytes + bytes;
        }

        return SHA256.HashData(buffer.AsSpan(0, length));
    }

    private static int Write(ReadOnlySpan<byte> utf8, Span<byte> utf16)
    {
        if (Ascii.IsValid(utf8))
        {
            for (var i = 0; i < utf8.Length; i++)
            {
                utf16[2 * i] = utf8[i];
                utf16[(2 * i) + 1] = 0;
            }

            return utf8.Length * sizeof(char);
        }

        return Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(utf8), utf16);
    }
}

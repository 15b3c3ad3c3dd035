using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Folder;

/// <summary>Finds where the last complete line of a file ends that may still be written.</summary>
internal static class LineEnd
{
    // A record that is longer is a reject by default, so its end is not waited for.
    private const int LongestRecord = 1024 * 1024;

    // More than this is not looked at, however long the file is.
    private const int Window = 16 * 1024 * 1024;
    private const int BlockSize = 256 * 1024;

    /// <summary>Finds the end of the last complete line.</summary>
    /// <param name="path">The file.</param>
    /// <param name="length">How many of its bytes to look at.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The offset after the line break; <paramref name="length"/> if the last line is too long to wait for its end; 0 if there is
    /// no complete line, or if the file is compressed, so that only the whole can be read.</returns>
    public static async Task<long> FindAsync(string path, long length, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        var block = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            if (IsCompressed(block.AsSpan(0, await RandomAccess.ReadAsync(file, block.AsMemory(0, 4), 0, cancellationToken))))
            {
                return 0;
            }

            var start = Math.Max(0, length - Window);
            var scan = new LineScan(start);
            for (var at = start; at < length;)
            {
                var wanted = block.AsMemory(0, (int)Math.Min(BlockSize, length - at));
                var count = await ReadAsync(file, wanted, at, cancellationToken);
                var isLast = at + count == length || count < wanted.Length;

                // The last byte comes again with the next block: what follows it decides what it is.
                at += scan.Add(wanted.Span[..count], at, isLast);
                if (isLast)
                {
                    break;
                }
            }

            return length - Math.Max(scan.Last, start) >= LongestRecord ? length : scan.End;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    // The marks of gzip, Zstandard and ZIP.
    private static bool IsCompressed(ReadOnlySpan<byte> start) =>
        start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || start.SequenceEqual((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD])
        || start.SequenceEqual("PK\u0003\u0004"u8);

    private static async Task<int> ReadAsync(
        SafeFileHandle file, Memory<byte> block, long offset, CancellationToken cancellationToken)
    {
        var count = 0;
        while (count < block.Length
            && await RandomAccess.ReadAsync(file, block[count..], offset + count, cancellationToken) is var read and > 0)
        {
            count += read;
        }

        return count;
    }
}

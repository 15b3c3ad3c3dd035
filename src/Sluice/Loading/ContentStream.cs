using System.IO.Hashing;
using Sluice.IO;

namespace Sluice.Loading;

/// <summary>Identifies the content of a version while it is read.</summary>
/// <param name="source">The version from the end of the prefix on.</param>
/// <param name="prefix">The hash of the bytes before, which this continues.</param>
/// <param name="length">The length of the version.</param>
/// <param name="read">The length of the prefix.</param>
internal sealed class ContentStream(Stream source, XxHash128 prefix, long length, long read) : ForwardStream(source)
{
    private long read = read;

    /// <summary>The content (<see cref="Ledger.FileRecord.Content"/>), or <see langword="null"/> before the end.</summary>
    public string? Content => read == length ? Describe(prefix, length) : null;

    /// <summary>The text that identifies a content.</summary>
    /// <param name="hash">The hash of all its bytes.</param>
    /// <param name="length">Their number.</param>
    public static string Describe(XxHash128 hash, long length) =>
        $"{StartOf(length)}{Convert.ToHexStringLower(hash.GetCurrentHash())}";

    /// <summary>What the texts of all contents of a length begin with.</summary>
    public static string StartOf(long length) => $"{length}-";

    public override int Read(Span<byte> buffer) => Add(buffer[..Source.Read(buffer)]);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Source.ReadAsync(buffer, cancellationToken);
        return Add(buffer.Span[..count]);
    }

    private int Add(ReadOnlySpan<byte> bytes)
    {
        prefix.Append(bytes);
        read += bytes.Length;
        return bytes.Length;
    }
}

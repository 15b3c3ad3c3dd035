using Sluice.Lake;

namespace Sluice.IO;

/// <summary>
/// Reads a version of a file to its end. Fails if the stream ends before: a connection that breaks can look like the end, and the rows
/// after it would be taken for missing.
/// </summary>
/// <param name="source">The stream of the storage.</param>
/// <param name="file">The version.</param>
/// <param name="offset">Where the stream begins in the file.</param>
internal sealed class WholeStream(Stream source, FileVersion file, long offset) : ForwardStream(source)
{
    private long position = offset;

    public override int Read(Span<byte> buffer) => Check(Source.Read(buffer), buffer.Length);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Check(await Source.ReadAsync(buffer, cancellationToken), buffer.Length);

    private int Check(int read, int wanted)
    {
        position += read;
        return read > 0 || wanted == 0 || position >= file.Length
            ? read
            : throw new LakeUnavailableException(
                $"{file.Path} has {file.Length} bytes, but the storage sent it only to byte {position}.");
    }
}

using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;
using Sluice.Files;
using Sluice.IO;
using Sluice.Lake;

namespace Sluice.Folder;

/// <summary>
/// Reads one version of a file from an offset to its end. A change of the file shows at the next read. A file that only becomes longer is
/// read on. Before the last bytes are given out, the stream looks whether all of its bytes are still there: growth cannot be told from a
/// rewrite otherwise.
/// </summary>
internal sealed class FolderReadStream : AsyncReadStream
{
    private readonly string place;
    private readonly FileVersion file;
    private readonly FolderTag tag;
    private readonly SafeFileHandle handle;
    private readonly FileState opened;
    private readonly long start;
    private readonly int chunkSize;
    private readonly XxHash128 hash = new();
    private long position;

    private FolderReadStream(
        string place, FileVersion file, FolderTag tag, SafeFileHandle handle, FileState opened, long offset, int chunkSize)
    {
        (this.place, this.file, this.tag, this.handle, this.opened) = (place, file, tag, handle, opened);
        (start, position, this.chunkSize) = (offset, offset, chunkSize);
    }

    /// <summary>Opens a version.</summary>
    /// <param name="place">The file on this machine, or <see langword="null"/> if it is gone.</param>
    /// <param name="file">The version.</param>
    /// <param name="offset">Where to start.</param>
    /// <param name="chunkSize">The most bytes of a read.</param>
    /// <exception cref="LakeFileChangedException">The file has another version now, or is gone.</exception>
    public static FolderReadStream Open(string? place, FileVersion file, long offset, int chunkSize)
    {
        if (place is null || FolderTag.Parse(file.ETag) is not { } tag || FileState.Find(place) is var state && !tag.MayStartFile(state))
        {
            throw new LakeFileChangedException(file.Path);
        }

        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(
                place, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
            var stream = new FolderReadStream(place, file, tag, handle, state, offset, chunkSize);
            stream.Check();
            return stream;
        }
        catch (Exception e) when (FolderError.IsGone(e))
        {
            throw new LakeFileChangedException(file.Path, e);
        }
        catch
        {
            handle?.Dispose();
            throw;
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        var length = (int)Math.Min(Math.Min(buffer.Length, chunkSize), file.Length - position);
        return length == 0
            ? new(0)
            : new(FolderError.TranslateAsync(place, () => ReadNextAsync(buffer[..length], cancellationToken)));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            handle.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<int> ReadNextAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await RandomAccess.ReadAsync(handle, buffer, position, cancellationToken);
        if (count == 0)
        {
            throw new LakeFileChangedException(file.Path);
        }

        // After the read: then the bytes are of a file that was right.
        var state = Check();
        hash.Append(buffer.Span[..count]);
        if (position + count == file.Length && state != opened)
        {
            await CompareAsync(cancellationToken);
        }

        position += count;
        return count;
    }

    private FileState Check()
    {
        var state = FileState.Find(place);
        return state.Id == opened.Id && tag.MayStartFile(state) ? state : throw new LakeFileChangedException(file.Path);
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        var now = new XxHash128();
        var buffer = new byte[Math.Min(chunkSize, file.Length - start)];
        for (var at = start; at < file.Length;)
        {
            var length = (int)Math.Min(buffer.Length, file.Length - at);
            var count = await RandomAccess.ReadAsync(handle, buffer.AsMemory(0, length), at, cancellationToken);
            now.Append(buffer.AsSpan(0, count));
            at += count > 0 ? count : throw new LakeFileChangedException(file.Path);
        }

        Check();
        if (!now.GetCurrentHash().AsSpan().SequenceEqual(hash.GetCurrentHash()))
        {
            throw new LakeFileChangedException(file.Path);
        }
    }
}

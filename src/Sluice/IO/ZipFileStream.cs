using System.IO.Compression;
using System.IO.Hashing;
using Sluice.Lake;

namespace Sluice.IO;

/// <summary>
/// The only file of a ZIP archive, inflated. The archive is read once from its start to its end, and its last bytes before, because they
/// have its directory. Folders, and what macOS adds, are no files. Throws a <see cref="FileRefusedException"/> if there is not exactly one
/// file or it is encrypted, and an <see cref="InvalidDataException"/> if the archive is damaged.
/// </summary>
internal sealed class ZipFileStream : ForwardStream
{
    private readonly Func<long, CancellationToken, Task<Stream>> open;
    private readonly long length;
    private readonly Crc32 checksum = new();
    private ZipSource? source;
    private ZipArchive? archive;
    private ZipArchiveEntry? entry;
    private Stream? content;
    private long count;
    private bool ended;

    /// <summary>Creates a stream.</summary>
    /// <param name="forward">The archive from its start; disposed with this stream.</param>
    /// <param name="open">Opens the archive at a byte offset.</param>
    /// <param name="length">The length of the archive.</param>
    public ZipFileStream(Stream forward, Func<long, CancellationToken, Task<Stream>> open, long length)
        : base(forward)
    {
        this.open = open;
        this.length = length;
    }

    public override int Read(Span<byte> buffer)
    {
        var block = new byte[buffer.Length];
        var read = ReadAsync(block).AsTask().GetAwaiter().GetResult();
        block.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        content ??= await OpenAsync(cancellationToken);
        if (ended || buffer.IsEmpty)
        {
            return 0;
        }

        var read = await content.ReadAsync(buffer, cancellationToken);
        checksum.Append(buffer.Span[..read]);
        count += read;
        if (read == 0)
        {
            ended = true;
            await source!.ReadToEndAsync(cancellationToken);
            if (count != entry!.Length || checksum.GetCurrentHashAsUInt32() != entry.Crc32)
            {
                throw new InvalidDataException("The file in the ZIP archive has another length or checksum than its directory says.");
            }
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content?.Dispose();
            archive?.Dispose();
            source?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        source = new ZipSource(Source, await ReadTailAsync(cancellationToken), length);
        try
        {
            archive = await ZipArchive.CreateAsync(
                source, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            entry = FindOnly(archive.Entries);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new FileRefusedException("The ZIP archive is damaged, or was cut off: it has no directory at its end that can be read.");
        }

        source.LeaveDirectory();
        try
        {
            return await entry.OpenAsync(cancellationToken);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new FileRefusedException(
                "The file in the ZIP archive cannot be read: it is damaged, or compressed by another method than deflate.");
        }
    }

    // Numbers of a damaged directory can also be beyond what a stream has.
    private static bool IsDamage(Exception e) => e is InvalidDataException or EndOfStreamException or ArgumentException;

    private async Task<byte[]> ReadTailAsync(CancellationToken cancellationToken)
    {
        var tail = new byte[Math.Min(length, ZipSource.TailLength)];
        await using var stream = await open(length - tail.Length, cancellationToken);
        await stream.ReadExactlyAsync(tail, cancellationToken);
        return tail;
    }

    private static ZipArchiveEntry FindOnly(IReadOnlyCollection<ZipArchiveEntry> entries)
    {
        if (entries.Any(e => e.FullName == "[Content_Types].xml"))
        {
            throw new FileRefusedException("The file is an Office document, such as an Excel workbook, not a CSV: save it as CSV.")
            {
                IsNoTable = true,
            };
        }

        if (entries.Any(e => e.FullName == "mimetype") && entries.Any(e => e.FullName == "content.xml"))
        {
            throw new FileRefusedException("The file is an OpenDocument file, such as a spreadsheet, not a CSV: save it as CSV.")
            {
                IsNoTable = true,
            };
        }

        var files = entries.Where(IsFile).ToList();
        return files switch
        {
            [] => throw new FileRefusedException("The ZIP archive has no file in it; it must have exactly one, a CSV."),
            [{ IsEncrypted: true }] => throw new FileRefusedException(
                "The file in the ZIP archive is encrypted: pack it without a password."),
            [var only] => only,
            _ => throw new FileRefusedException(
                $"The ZIP archive has {files.Count} files in it; it must have exactly one, a CSV: put each file into the lake by itself."),
        };
    }

    // macOS adds a folder with attributes of files, and files with the look of folders.
    private static bool IsFile(ZipArchiveEntry entry) =>
        !entry.FullName.EndsWith('/') && !entry.FullName.EndsWith('\\')
        && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal) && entry.Name != ".DS_Store";
}

using Sluice.IO;

namespace Sluice.Folder;

/// <summary>
/// Writes a file beside its place, and puts it there when this stream is disposed of. A process that dies meanwhile leaves what was there,
/// and a hidden file that <see cref="DeleteLeft"/> deletes. After an error, nothing more is written.
/// </summary>
internal sealed class FolderWriteStream : AsyncWriteStream
{
    private const string Ending = ".sluice-part";
    private static readonly TimeSpan LongestWrite = TimeSpan.FromDays(1);
    private readonly string place;
    private readonly string part;
    private readonly FileStream file;
    private readonly bool replaces;
    private bool hasFailed;
    private bool isClosed;

    // A stream that nobody disposes of is abandoned.
    ~FolderWriteStream()
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start deletes it.
        }
    }

    private FolderWriteStream(string place, string part, FileStream file, bool replaces) =>
        (this.place, this.part, this.file, this.replaces) = (place, part, file, replaces);

    /// <summary>Whether what was written has its place: once this stream is disposed of, unless another file was in the way.</summary>
    public bool IsInPlace { get; private set; }

    /// <summary>Opens a file for writing, and makes its folders.</summary>
    /// <param name="place">The file.</param>
    /// <param name="replaces">Whether it replaces a file that is there. If not, that one stays.</param>
    public static FolderWriteStream Open(string place, bool replaces = true) => FolderError.Translate(place, () =>
    {
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        var part = Path.Combine(folder.FullName, $".{Guid.NewGuid():N}{Ending}");
        return new FolderWriteStream(
            place, part, new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 64 * 1024, FileOptions.Asynchronous),
            replaces);
    });

    /// <summary>Deletes what dead processes have left in a folder and below.</summary>
    /// <param name="folder">The folder, which need not exist.</param>
    /// <param name="now">The current time.</param>
    public static void DeleteLeft(string folder, DateTimeOffset now)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var all = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var left in Directory.EnumerateFiles(folder, $".*{Ending}", all)
            .Where(f => now - File.GetLastWriteTimeUtc(f) > LongestWrite))
        {
            File.Delete(left);
        }
    }

    /// <summary>Leaves what is there, whatever was written.</summary>
    public void Abandon() => hasFailed = true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(isClosed || hasFailed, this);
        hasFailed = true;
        await FolderError.TranslateAsync(place, async () =>
        {
            await file.WriteAsync(buffer, cancellationToken);
            return true;
        });
        hasFailed = false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !isClosed)
        {
            isClosed = true;
            FolderError.Translate(place, PutInPlace);
        }

        base.Dispose(disposing);
    }

    // Only one of several can create a file. File.Move without overwriting looks first and moves then.
    private bool TryTakePlace()
    {
        try
        {
            using var empty = new FileStream(place, FileMode.CreateNew, FileAccess.Write);
            return true;
        }
        catch (IOException) when (File.Exists(place))
        {
            return false;
        }
    }

    // On the disk before it gets its name: then a power cut leaves the old file or the new one.
    private bool PutInPlace()
    {
        var isTaken = false;
        try
        {
            using (file)
            {
                file.Flush(flushToDisk: !hasFailed);
            }

            isTaken = !hasFailed && !replaces && TryTakePlace();
            if (!hasFailed && (replaces || isTaken))
            {
                File.Move(part, place, overwrite: true);
                IsInPlace = true;
            }
        }
        finally
        {
            File.Delete(part);
            if (isTaken && !IsInPlace)
            {
                // What is there is empty.
                File.Delete(place);
            }
        }

        return true;
    }
}

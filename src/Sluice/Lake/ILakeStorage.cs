using System.Runtime.CompilerServices;

namespace Sluice.Lake;

/// <summary>
/// The port to the lake: files by path, each read as one version. Blobs that stand for folders are no files; snapshots and older versions
/// of blobs are not looked at. Implementations are safe for concurrent use. They and their streams throw
/// <see cref="LakeUnavailableException"/> if the storage fails.
/// </summary>
public interface ILakeStorage
{
    /// <summary>The newest version of a file, or <see langword="null"/> if there is no such file.</summary>
    Task<FileVersion?> FindAsync(string path, CancellationToken cancellationToken);

    /// <summary>Lists the newest version of each file whose name starts with a prefix.</summary>
    /// <param name="container">The container; one that does not exist has no files.</param>
    /// <param name="prefix">The start of the names within the container; empty for all.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    IAsyncEnumerable<FileVersion> ListAsync(string container, string prefix, CancellationToken cancellationToken);

    /// <summary>Lists what lies directly in a folder. A storage that knows folders does better than this, which lists all below.</summary>
    /// <param name="container">The container; one that does not exist has no files.</param>
    /// <param name="folder">The folder within the container, ending in <c>/</c>; empty for the container.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    async IAsyncEnumerable<LakeItem> ListFolderAsync(
        string container, string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folders = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var file in ListAsync(container, folder, cancellationToken))
        {
            var name = file.Path[(container.Length + 1)..];
            var end = name.IndexOf('/', folder.Length);
            if (end < 0)
            {
                yield return new LakeItem(file, null);
            }
            else if (folders.Add(name[..(end + 1)]))
            {
                yield return new LakeItem(null, name[..(end + 1)]);
            }
        }
    }

    /// <summary>Lists the names of the containers that start with a prefix.</summary>
    /// <param name="prefix">The start of their names; empty for all.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    IAsyncEnumerable<string> ListContainersAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>
    /// Opens one <see cref="BlobAccess.Readable"/> version of a file for reading from an offset. The stream is forward-only and uses
    /// bounded memory.
    /// </summary>
    /// <exception cref="LakeFileChangedException">The file has another version now, or is gone. Thrown here or by a later read. A version
    /// that <see cref="FileVersion.OnlyGrows"/> can be read although the file has grown, and so can one whose bytes the storage finds to be
    /// the same.</exception>
    Task<Stream> OpenReadAsync(FileVersion file, long offset, CancellationToken cancellationToken);

    /// <summary>
    /// Opens a file for writing. Disposing the stream makes the content visible and replaces the old file. Until then, the old one stays.
    /// </summary>
    /// <param name="path">Its path; the container is made if it is not there.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken);

    /// <summary>Uploads a file, replacing what was there.</summary>
    /// <param name="path">Its path; the container is made if it is not there.</param>
    /// <param name="content">What to upload, from its current position.</param>
    /// <param name="progress">Receives the number of bytes sent so far.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    Task<FileVersion> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Uploads a file unless there is one of its path. Of several at the same time, one creates it.</summary>
    /// <param name="path">Its path; the container is made if it is not there.</param>
    /// <param name="content">What to upload, from its current position.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <returns>Whether it was created: the file that was there stays as it is.</returns>
    Task<bool> TryCreateAsync(string path, Stream content, CancellationToken cancellationToken);

    /// <summary>Deletes a file, if it is there.</summary>
    Task DeleteAsync(string path, CancellationToken cancellationToken);

    /// <summary>Creates the containers that do not exist.</summary>
    Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken);

    /// <summary>Throws if the lake cannot be reached or a container does not exist.</summary>
    Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken);
}

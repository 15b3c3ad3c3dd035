namespace Sluice.Lake;

/// <summary>
/// The lake as the loader sees it: files by path, read as one version. An adapter is safe for concurrent use. Where it cannot do what it is
/// asked to it throws <see cref="LakeUnavailableException"/>, and so do its streams.
/// </summary>
public interface ILakeStorage
{
    /// <summary>The newest version of a file, or <see langword="null"/> if there is no such file.</summary>
    Task<FileVersion?> FindAsync(string path, CancellationToken cancellationToken);

    /// <summary>The newest version of each file whose name starts with a prefix, as they are listed.</summary>
    /// <param name="container">The container; one that does not exist has no files.</param>
    /// <param name="prefix">How the names within the container start; empty for all.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<FileVersion> ListAsync(string container, string prefix, CancellationToken cancellationToken);

    /// <summary>Opens one version of a file for reading from an offset on, not seekable, with bounded memory.</summary>
    /// <exception cref="LakeFileChangedException">There is another version now, or none; thrown here or by a later read.</exception>
    Task<Stream> OpenReadAsync(FileVersion file, long offset, CancellationToken cancellationToken);

    /// <summary>Opens a file for writing; what is written is there when the stream is disposed of, and replaces what was there.</summary>
    /// <param name="path">Its path; the container is made if it is not there.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    Task<Stream> OpenWriteAsync(string path, CancellationToken cancellationToken);

    /// <summary>Uploads a file, replacing what was there.</summary>
    /// <param name="path">Its path; the container is made if it is not there.</param>
    /// <param name="content">What to upload, from its position on.</param>
    /// <param name="progress">Gets the bytes sent so far.</param>
    /// <param name="cancellationToken">Ends the upload.</param>
    Task<FileVersion> UploadAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Makes containers that are not there.</summary>
    Task EnsureContainersAsync(IEnumerable<string> containers, CancellationToken cancellationToken);

    /// <summary>Throws if the lake cannot be reached or a container is not there.</summary>
    Task CheckAsync(IEnumerable<string> containers, CancellationToken cancellationToken);
}

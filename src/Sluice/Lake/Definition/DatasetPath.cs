namespace Sluice.Lake.Definition;

/// <summary>Where the files of a dataset are: a container and a glob over the names of its blobs (<c>data/ads/**/*.csv</c>).</summary>
/// <remarks>
/// <c>*</c> matches zero or more characters within a folder or file name. <c>**</c>, alone between slashes, matches zero or more folders,
/// and at the end all files below. Everything else matches itself, case-sensitively. A blob matches no path if its name ends in <c>/</c> (a
/// folder), has a folder <c>.</c> or <c>..</c>, or contains <c>\</c>.
/// </remarks>
public sealed class DatasetPath
{
    /// <summary>Creates a path from its two parts.</summary>
    /// <param name="container">The blob container.</param>
    /// <param name="glob">A glob over blob names.</param>
    /// <exception cref="ArgumentException">The glob is not valid.</exception>
    public DatasetPath(string container, string glob)
    {
        Container = container;
        Glob = glob;
        Machine = new Glob(glob);
        var wildcard = glob.AsSpan().IndexOf('*');
        Prefix = wildcard < 0 ? glob : glob[..(glob.AsSpan(0, wildcard).LastIndexOf('/') + 1)];
    }

    /// <summary>The blob container.</summary>
    public string Container { get; }

    /// <summary>The glob over the names of blobs in the container.</summary>
    public string Glob { get; }

    /// <summary>
    /// The folders before the first wildcard, ending in <c>/</c> (empty if there are none); without a wildcard, the whole name. A listing
    /// by this prefix contains every file of the dataset.
    /// </summary>
    public string Prefix { get; }

    internal Glob Machine { get; }

    /// <summary>Whether a blob of the container is a file of the dataset. Cheap: allocates nothing.</summary>
    /// <param name="blobName">The blob's name, without the container.</param>
    public bool Matches(string blobName) => Machine.Matches(blobName);

    /// <inheritdoc/>
    public override string ToString() => $"{Container}/{Glob}";
}

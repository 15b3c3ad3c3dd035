namespace Sluice.Lake;

/// <summary>Where the files of a dataset are: a container and a glob over the names of its blobs (<c>data/ads/**/*.csv</c>).</summary>
/// <remarks>
/// <c>*</c> stands for any characters within a folder or file name, none included; <c>**</c>, alone between slashes, for any folders,
/// none included, and at the end for any files below. All else stands for itself, in upper or lower case as it is. A blob whose name
/// ends in <c>/</c> (a folder) or has <c>.</c> or <c>..</c> as a folder, or a <c>\</c>, is nobody's file.
/// </remarks>
public sealed class DatasetPath
{
    /// <summary>Creates a path of its two parts.</summary>
    /// <param name="container">The blob container.</param>
    /// <param name="glob">A glob over blob names.</param>
    /// <exception cref="ArgumentException">The glob is none.</exception>
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
    /// The folders before the first wildcard, ending in <c>/</c>, empty for none; of a glob without a wildcard the whole name.
    /// A listing of it has every file.
    /// </summary>
    public string Prefix { get; }

    internal Glob Machine { get; }

    /// <summary>Whether a blob of the container is a file of the dataset. Cheap: allocates nothing.</summary>
    /// <param name="blobName">The blob's name, without the container.</param>
    public bool Matches(string blobName) => Machine.Matches(blobName);

    /// <inheritdoc/>
    public override string ToString() => $"{Container}/{Glob}";
}

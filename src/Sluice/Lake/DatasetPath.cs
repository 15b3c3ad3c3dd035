using Microsoft.Extensions.FileSystemGlobbing;

namespace Sluice.Lake;

/// <summary>Where the files of a dataset are: a container and a glob over the names of its blobs (<c>data/ads/**/*.csv</c>).</summary>
public sealed class DatasetPath
{
    private readonly Matcher matcher = new(StringComparison.Ordinal);

    /// <summary>Creates a path of its two parts.</summary>
    /// <param name="container">The blob container.</param>
    /// <param name="glob">A glob over blob names: <c>*</c> within a folder, <c>**</c> for any folders.</param>
    public DatasetPath(string container, string glob)
    {
        Container = container;
        Glob = glob;
        var wildcard = glob.AsSpan().IndexOf('*');
        Prefix = wildcard < 0 ? glob : glob[..(glob.AsSpan(0, wildcard).LastIndexOf('/') + 1)];
        matcher.AddInclude(glob);
    }

    /// <summary>The blob container.</summary>
    public string Container { get; }

    /// <summary>The glob over the names of blobs in the container.</summary>
    public string Glob { get; }

    /// <summary>The folders before the first wildcard, ending in <c>/</c>; empty for none. A listing of it has every file.</summary>
    public string Prefix { get; }

    /// <summary>Whether a blob of the container is a file of the dataset.</summary>
    /// <param name="blobName">The blob's name, without the container.</param>
    public bool Matches(string blobName) => blobName.StartsWith(Prefix, StringComparison.Ordinal) && matcher.Match(blobName).HasMatches;

    /// <inheritdoc/>
    public override string ToString() => $"{Container}/{Glob}";
}

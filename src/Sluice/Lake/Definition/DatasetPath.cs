namespace Sluice.Lake.Definition;

/// <summary>
/// Where files of a dataset are: a container, or a pattern of containers, and a glob over the names of its blobs
/// (<c>data/ads/**/*.csv</c>).
/// </summary>
/// <remarks>
/// <c>*</c> matches zero or more characters within a folder or file name. <c>**</c>, alone between slashes, matches zero or more folders,
/// and at the end all files below. <c>{csv,csv.gz}</c> matches one of the texts in it, which can have <c>*</c>, but neither <c>/</c> nor
/// another group. <c>{day}</c>, without a comma, is a placeholder: it matches one or more characters within a folder or file name, and the
/// field of this name has them as its value. Everything else matches itself; upper and lower case match each other only if the path ignores
/// case (<see cref="IgnoresCase"/>). A blob matches no path if its name ends in <c>/</c> (a folder), has a folder <c>.</c> or <c>..</c>, or
/// contains <c>\</c>. In the name of a container, <c>*</c> matches zero or more characters; such a pattern matches none of the containers
/// that Sluice, the Functions host and the storage use themselves: <c>rejects</c>, <c>event-dead-letters</c>, <c>azure-webjobs-*</c>,
/// <c>$logs</c>.
/// </remarks>
public sealed class DatasetPath
{
    private readonly GlobAutomaton? containers;

    /// <summary>Creates a path from its two parts.</summary>
    /// <param name="container">The blob container, or a pattern.</param>
    /// <param name="glob">A glob over blob names.</param>
    /// <param name="ignoreCase">Whether upper and lower case of blob names match each other. Containers have lower case only.</param>
    /// <exception cref="ArgumentException">The glob is not valid.</exception>
    public DatasetPath(string container, string glob, bool ignoreCase = false)
    {
        (Container, Glob, IgnoresCase) = (container, glob, ignoreCase);
        containers = container.Contains('*', StringComparison.Ordinal) ? new GlobAutomaton(container, ignoreCase: false) : null;
        Machine = new Glob(glob, ignoreCase);
        var wildcard = GlobText.IndexOfWildcard(glob);
        NamesOneFile = wildcard < 0 && !ignoreCase;
        Folder = glob[..(glob.AsSpan(0, wildcard < 0 ? glob.Length : wildcard).LastIndexOf('/') + 1)];
        Prefix = ignoreCase ? "" : NamesOneFile ? glob : Folder;
    }

    /// <summary>The blob container, or a pattern of its name.</summary>
    public string Container { get; }

    /// <summary>Whether <see cref="Container"/> is a pattern. Which containers there are, only the storage knows.</summary>
    public bool HasContainerPattern => containers is not null;

    /// <summary>The start of the names of all its containers: the container, or the pattern before its first wildcard.</summary>
    public string ContainerStart => Container.Split('*')[0];

    /// <summary>The glob over the names of blobs in the container.</summary>
    public string Glob { get; }

    /// <summary>Whether upper and lower case of blob names match each other.</summary>
    public bool IgnoresCase { get; }

    /// <summary>Whether it matches one name only: it has no wildcard and does not ignore case.</summary>
    public bool NamesOneFile { get; }

    /// <summary>The folders before the first wildcard as they are written, ending in <c>/</c>; empty if there are none.</summary>
    public string Folder { get; }

    /// <summary>
    /// A listing by this prefix contains every file of the path. It is <see cref="Folder"/>, or the whole name if there is only one, or
    /// empty if the path ignores case, because a listing does not.
    /// </summary>
    public string Prefix { get; }

    /// <summary>The names of its placeholders, in their order.</summary>
    public IReadOnlyList<string> Placeholders => Machine.Placeholders;

    internal Glob Machine { get; }

    /// <summary>Whether a blob of a container of the path is a file of it. Cheap: allocates nothing.</summary>
    /// <param name="blobName">The blob's name, without the container.</param>
    public bool Matches(ReadOnlySpan<char> blobName) => Machine.Matches(blobName);

    /// <summary>What the placeholders stand for in the name of a file of the path. Each takes as few characters as it can, from left to
    /// right; letters keep their case.</summary>
    /// <param name="blobName">The blob's name, without the container.</param>
    /// <returns>The texts by placeholder, or <see langword="null"/> if the blob is no file of the path.</returns>
    public IReadOnlyDictionary<string, string>? Capture(string blobName) => Machine.Capture(blobName);

    /// <summary>Whether a container is the path's, or one that fits its pattern.</summary>
    /// <param name="container">The container's name.</param>
    public bool MatchesContainer(string container) =>
        containers is null ? container == Container : containers.Matches(container) && !ContainerName.IsReserved(container);

    /// <summary>A file that both paths would match, or <see langword="null"/> if there is none.</summary>
    internal LakePath? FindOverlap(DatasetPath other) =>
        FindContainer(other) is { } container && GlobOverlap.FindName(other.Machine, Machine) is { } name
            ? new LakePath(container, name)
            : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Container}/{Glob}";

    private string? FindContainer(DatasetPath other) => (containers, other.containers) switch
    {
        (null, _) => other.MatchesContainer(Container) ? Container : null,
        (_, null) => MatchesContainer(other.Container) ? other.Container : null,
        ({ } a, { } b) => GlobOverlap.FindContainer(b, a),
    };
}

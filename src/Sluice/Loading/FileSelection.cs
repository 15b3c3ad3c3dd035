using System.Diagnostics.CodeAnalysis;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Loading;

/// <summary>Which files of the lake to load, again if asked for: all files of a dataset, or those that a glob matches.</summary>
public sealed record FileSelection
{
    private readonly string? dataset;
    private readonly DatasetPath? path;

    private FileSelection(string? dataset, DatasetPath? path) => (this.dataset, this.path) = (dataset, path);

    /// <summary>The name of the dataset, or <see langword="null"/> if files are selected by path.</summary>
    public string? Dataset => dataset;

    /// <summary>The path, or <see langword="null"/> if files are selected by dataset.</summary>
    public string? Path => path is null ? null : $"{path.Container}/{path.Glob}";

    /// <summary>
    /// Load files again whose rows are not current, or not known to be: they were loaded with another definition, or by another version of
    /// Sluice.
    /// </summary>
    public bool Stale { get; init; }

    /// <summary>Load files again that have rejects or are refused.</summary>
    public bool Rejected { get; init; }

    /// <summary>Load all selected files again. Without any of the three, only files are loaded whose newest version is not.</summary>
    public bool Again { get; init; }

    /// <summary>Selects the files of a dataset.</summary>
    /// <param name="name">The name of the dataset.</param>
    public static FileSelection ForDataset(string name) => new(name, null);

    /// <summary>Selects files by their paths.</summary>
    /// <param name="path">The container, <c>/</c> and a glob over the names of its blobs: <c>data/ads/2025/**</c>.</param>
    /// <param name="selection">The selection, if the path is valid.</param>
    /// <param name="fault">Why the path is invalid, as a sentence.</param>
    public static bool TryParse(string path, [NotNullWhen(true)] out FileSelection? selection, [NotNullWhen(false)] out string? fault)
    {
        const string Form = "A path is a container, '/' and the name of a file or a glob, such as data/ads/2025/**";
        (selection, fault) = LakePath.Split(path) switch
        {
            not { } => (null, $"{Form}; this one has no '/'."),
            { Container: var container } when !ContainerName.IsName(container) && !ContainerName.IsPattern(container) =>
                (null, $"{Form}; a container's name is 3 to 63 lower-case letters, digits and single hyphens. A '*' stands for any."),
            { Name: var glob } when Glob.FindFault(glob) is { } wrong => (null, $"{Form}; in this one, {wrong}."),
            { Name: var glob } when GlobText.PlaceholdersOf(glob).FirstOrDefault() is { } placeholder =>
                (null, $"{Form}; '{{{placeholder}}}' is a placeholder, which only the lake definition has. Write '*' for any text."),
            { Container: var container, Name: var glob } => (new FileSelection(null, new DatasetPath(container, glob)), (string?)null),
        };
        return selection is not null;
    }

    /// <summary>
    /// The prefix to list the files of a path of a dataset by, or <see langword="null"/> if none of them can be selected.
    /// </summary>
    internal string? PrefixIn(Dataset owner, DatasetPath candidate)
    {
        if (dataset is not null)
        {
            return owner.Name == dataset ? candidate.Prefix : null;
        }

        var (selected, all) = (path!.Prefix, candidate.Prefix);
        return selected.StartsWith(all, StringComparison.Ordinal) ? selected
            : all.StartsWith(selected, StringComparison.Ordinal) ? all
            : null;
    }

    /// <summary>Whether files in a container can be selected.</summary>
    internal bool MatchesContainer(string container) => path is null || path.MatchesContainer(container);

    /// <summary>Whether a file of such a dataset and such a container is selected.</summary>
    /// <param name="blobName">The name of its blob, without the container.</param>
    internal bool Matches(ReadOnlySpan<char> blobName) => path is null || path.Matches(blobName);

    /// <summary>Whether a selected file is loaded again, whatever its version.</summary>
    internal bool MustReload(FileRecord? known, Dataset owner) =>
        Again
        || (known is not null && ((Stale && IsStale(known, owner)) || (Rejected && HasRejects(known))));

    private static bool IsStale(FileRecord known, Dataset owner) =>
        (known.Checkpoint is not null || known.Fingerprint is not null) && !Loader.IsCurrent(known, owner);

    private static bool HasRejects(FileRecord known) => known.Rejected > 0 || known.State == LoadState.Refused;
}

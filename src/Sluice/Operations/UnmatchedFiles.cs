using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Operations;

/// <summary>
/// Finds, during a sweep, what lies in the containers of the lake and belongs to no dataset. The listings of the datasets show the most of
/// it; only folders that no dataset lists are listed besides. So no blob is listed twice.
/// </summary>
/// <param name="lake">The definition.</param>
/// <param name="storage">The lake.</param>
/// <param name="recorded">The files that the ledger has as ignored.</param>
internal sealed class UnmatchedFiles(LakeDefinition lake, ILakeStorage storage, IEnumerable<FileRecord> recorded)
{
    /// <summary>How many files a sweep records at most. The next sweep goes on.</summary>
    private const int MostRecorded = 10_000;

    private readonly Dictionary<string, FileRecord> unseen = recorded.ToDictionary(f => f.Path, StringComparer.Ordinal);
    private readonly List<DatasetListing.Place> listed = [];
    private readonly HashSet<string> loadedOnce = new(StringComparer.Ordinal);
    private readonly List<(WorkFile File, long Length)> found = [];

    // Of the places before, those within the current one.
    private List<DatasetListing.Place> within = [];
    private bool isListedAlready;

    /// <summary>How many files match no dataset.</summary>
    public long Count { get; private set; }

    /// <summary>Files that the ledger does not have as ignored yet.</summary>
    public IReadOnlyList<(WorkFile File, long Length)> Found => found;

    /// <summary>Files that the ledger has as ignored, and that were not seen.</summary>
    public IEnumerable<(WorkFile File, long Length)> Gone =>
        unseen.Values.Where(f => f.Dataset is null && lake.HasContainerOf(f.Path))
            .Select(f => (new WorkFile(f.Path, FileAction.Remove), 0L));

    /// <summary>Begins the listing of a place.</summary>
    public void Enter(DatasetListing.Place place)
    {
        isListedAlready = listed.Exists(p => Covers(p, place.Container, place.Prefix));
        within = listed.FindAll(p => p.Container == place.Container && p.Prefix.StartsWith(place.Prefix, StringComparison.Ordinal));
        listed.Add(place);
    }

    /// <summary>Adds a file of the place that the place's dataset does not have.</summary>
    public void Add(FileVersion file)
    {
        if (!isListedAlready && !within.Exists(p => IsIn(file.Path, p)) && lake.Match(file.Path) is null)
        {
            Record(file);
        }
    }

    /// <summary>Whether a file that was loaded once, and matches no dataset any more, was seen.</summary>
    public bool IsThere(string path) => loadedOnce.Contains(path);

    /// <summary>Drops a file that was ignored and matches a dataset now.</summary>
    public void Drop(string path) => unseen.Remove(path);

    /// <summary>Lists the folders that no place covers, of all containers that have places.</summary>
    public async Task ListOthersAsync(CancellationToken cancellationToken)
    {
        foreach (var container in listed.Select(p => p.Container).Distinct(StringComparer.Ordinal).ToList())
        {
            await ListOthersAsync(container, "", cancellationToken);
        }
    }

    private async Task ListOthersAsync(string container, string folder, CancellationToken cancellationToken)
    {
        if (listed.Exists(p => Covers(p, container, folder)))
        {
            return;
        }

        if (!listed.Exists(p => p.Container == container && p.Prefix.StartsWith(folder, StringComparison.Ordinal)))
        {
            await foreach (var file in storage.ListAsync(container, folder, cancellationToken))
            {
                Record(file);
            }

            return;
        }

        await foreach (var item in storage.ListFolderAsync(container, folder, cancellationToken))
        {
            if (item.Folder is { } inner)
            {
                await ListOthersAsync(container, inner, cancellationToken);
            }
            else if (item.File is { } file && !listed.Exists(p => IsIn(file.Path, p)))
            {
                Record(file);
            }
        }
    }

    private static bool Covers(DatasetListing.Place place, string container, string prefix) =>
        place.Container == container && prefix.StartsWith(place.Prefix, StringComparison.Ordinal);

    private static bool IsIn(string path, DatasetListing.Place place) =>
        path.StartsWith(place.Container, StringComparison.Ordinal) && path[place.Container.Length] == '/'
        && path.AsSpan(place.Container.Length + 1).StartsWith(place.Prefix, StringComparison.Ordinal);

    private void Record(FileVersion file)
    {
        if (unseen.Remove(file.Path, out var known) && known.Dataset is not null)
        {
            loadedOnce.Add(file.Path);
        }

        if (LakePath.Split(file.Path) is not { Name: var name } || !Glob.IsFileName(name) || UnmatchedFile.IsMark(name))
        {
            return;
        }

        Count++;
        if (known is null && found.Count < MostRecorded)
        {
            found.Add((new WorkFile(file.Path), file.Length));
        }
    }
}

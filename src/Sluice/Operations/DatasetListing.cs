using System.Runtime.CompilerServices;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Loading;

namespace Sluice.Operations;

/// <summary>Lists the files of a dataset, over all its paths and containers. Each file is listed once.</summary>
internal sealed class DatasetListing(ILakeStorage storage)
{
    /// <summary>What to list: the blobs of a container whose names start with a prefix.</summary>
    /// <param name="Container">The container.</param>
    /// <param name="Prefix">The prefix.</param>
    /// <param name="Paths">The paths of the dataset that have this container.</param>
    public sealed record Place(string Container, string Prefix, IReadOnlyList<DatasetPath> Paths);

    /// <summary>
    /// Finds where files of a dataset can be: containers that fit a pattern are looked up in the lake. No blob is in two of the places.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="selection">Which files to select, or <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<IReadOnlyList<Place>> FindPlacesAsync(
        Dataset dataset, FileSelection? selection, CancellationToken cancellationToken)
    {
        List<(string Container, string Prefix)> found = [];
        foreach (var path in dataset.Paths)
        {
            var prefix = selection is null ? path.Prefix : selection.PrefixIn(dataset, path);
            if (prefix is null)
            {
                continue;
            }

            await foreach (var container in ListContainersAsync(path, cancellationToken))
            {
                if (selection is null || selection.MatchesContainer(container))
                {
                    found.Add((container, prefix));
                }
            }
        }

        List<Place> places = [];
        foreach (var prefixes in found.GroupBy(f => f.Container, f => f.Prefix, StringComparer.Ordinal))
        {
            List<string> kept = [];
            foreach (var prefix in prefixes.OrderBy(p => p.Length))
            {
                if (!kept.Exists(k => prefix.StartsWith(k, StringComparison.Ordinal)))
                {
                    kept.Add(prefix);
                }
            }

            DatasetPath[] paths = [.. dataset.Paths.Where(p => p.MatchesContainer(prefixes.Key))];
            places.AddRange(kept.Select(p => new Place(prefixes.Key, p, paths)));
        }

        return places;
    }

    /// <summary>Lists the files of places, those that are selected or all.</summary>
    public async IAsyncEnumerable<FileVersion> ListAsync(
        IReadOnlyList<Place> places, FileSelection? selection, [EnumeratorCancellation] CancellationToken cancellationToken,
        UnmatchedFiles? others = null)
    {
        foreach (var place in places)
        {
            others?.Enter(place);
            await foreach (var file in storage.ListAsync(place.Container, place.Prefix, cancellationToken))
            {
                if (Matches(place, selection, file.Path.AsSpan(place.Container.Length + 1)))
                {
                    yield return file;
                }
                else
                {
                    others?.Add(file);
                }
            }
        }
    }

    private static bool Matches(Place place, FileSelection? selection, ReadOnlySpan<char> name)
    {
        foreach (var path in place.Paths)
        {
            if (path.Matches(name))
            {
                return selection is null || selection.Matches(name);
            }
        }

        return false;
    }

    private async IAsyncEnumerable<string> ListContainersAsync(
        DatasetPath path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!path.HasContainerPattern)
        {
            yield return path.Container;
            yield break;
        }

        await foreach (var container in storage.ListContainersAsync(path.ContainerStart, cancellationToken))
        {
            if (path.MatchesContainer(container))
            {
                yield return container;
            }
        }
    }
}

using Sluice.Lake.Definition;

namespace Sluice.Lake.Reading;

/// <summary>The rules of paths that concern several datasets: no file belongs to two, and each path has a name of its own.</summary>
internal static class PathRules
{
    /// <summary>Reports paths of different datasets that a file could match.</summary>
    public static void CheckOverlaps(IReadOnlyList<DatasetDraft> drafts)
    {
        var places = drafts.SelectMany((d, i) => d.Paths.Select(p => new Place(i, p.Path, p.Node))).ToList();
        foreach (var (earlier, later) in FindNeighbours(places).Order())
        {
            var (place, other) = (places[later], places[earlier]);
            if (place.Path.FindOverlap(other.Path) is { } file)
            {
                place.Node.Error(
                    $"'{place.Path}' overlaps '{other.Path}' of dataset '{drafts[other.Draft].Name}': '{file}' would match both.");
            }
        }
    }

    /// <summary>
    /// Reports a dataset whose further paths would have the name of another dataset, or one too long (<see cref="Dataset.NameOfPath"/>).
    /// </summary>
    public static void CheckNames(IReadOnlyList<DatasetDraft> drafts)
    {
        var names = drafts.Select(d => d.Name).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var draft in drafts.Where(d => d.Name is not null))
        {
            for (var i = 1; i < draft.Paths.Count; i++)
            {
                var name = $"{draft.Name}-{i + 1}";
                if (names.Contains(name))
                {
                    draft.Paths[i].Node.Error($"The function of this path would be named after '{name}', which is another resource.");
                }
                else if (name.Length > ResourceReader.MaxNameLength)
                {
                    draft.Paths[i].Node.Error(
                        $"The function of this path would be named after '{name}', which is longer than {ResourceReader.MaxNameLength} "
                        + "characters: the name of a resource with several paths must be shorter.");
                }
            }
        }
    }

    /// <summary>
    /// The pairs of paths of different datasets that can overlap: the literal start of one, before its wildcards, begins with that of the
    /// other. Sorted by these starts, all paths with the same prefix follow each other, so the stack holds only the prefixes of the current
    /// path, and few pairs are compared. Here all paths ignore case, so that those that do meet the others.
    /// </summary>
    private static IEnumerable<(int Earlier, int Later)> FindNeighbours(List<Place> places)
    {
        var begun = new Stack<(int Index, string Start)>();
        var starts = places.Select((p, i) => (Index: i, Start: StartOf(p.Path))).OrderBy(p => p.Start, StringComparer.Ordinal);
        foreach (var (index, start) in starts)
        {
            while (begun.TryPeek(out var top) && !start.StartsWith(top.Start, StringComparison.Ordinal))
            {
                begun.Pop();
            }

            foreach (var (other, _) in begun)
            {
                if (places[index].Draft != places[other].Draft && places[index].Path.Machine.CanMeet(places[other].Path.Machine))
                {
                    yield return (Math.Min(index, other), Math.Max(index, other));
                }
            }

            begun.Push((index, start));
        }
    }

    private static string StartOf(DatasetPath path)
    {
        var start = path.HasContainerPattern ? path.ContainerStart : $"{path.Container}/{path.Machine.Start}";
        return new string([.. start.Select(GlobAutomaton.Fold)]);
    }

    private readonly record struct Place(int Draft, DatasetPath Path, DescriptorNode Node);
}

using Sluice.Text;

namespace Sluice.Lake.Definition;

/// <summary>Says why a file in a container of the lake belongs to no dataset, and what would help.</summary>
internal static class UnmatchedFile
{
    private const int MostNamed = 3;

    private static readonly HashSet<string> Marks = new(StringComparer.Ordinal) { "_SUCCESS", ".keep", ".gitkeep", ".DS_Store" };
    private static readonly HashSet<string> Journals = new(StringComparer.Ordinal) { "_temporary", "_delta_log", "_spark_metadata" };
    private static readonly HashSet<string> Compressed = new(StringComparer.OrdinalIgnoreCase) { ".gz", ".zst", ".zip" };

    /// <summary>
    /// Whether a file is a mark or a journal that programs leave beside data: <c>_SUCCESS</c> and <c>_committed_…</c> of Spark, checksums
    /// of Hadoop, <c>_delta_log</c>, <c>.keep</c> of empty folders.
    /// </summary>
    public static bool IsMark(string name)
    {
        var segments = name.Split('/');
        var file = segments[^1];
        return Marks.Contains(file) || file.StartsWith("_committed_", StringComparison.Ordinal)
            || file.StartsWith("_started_", StringComparison.Ordinal)
            || (file.StartsWith('.') && file.EndsWith(".crc", StringComparison.Ordinal))
            || Array.Exists(segments[..^1], Journals.Contains);
    }

    /// <summary>Explains why a file matches no dataset.</summary>
    /// <param name="lake">The definition.</param>
    /// <param name="file">The file.</param>
    /// <returns>Sentences: what is wrong, and what to do.</returns>
    public static string Explain(LakeDefinition lake, LakePath file)
    {
        var paths = lake.Datasets
            .SelectMany(d => d.Paths.Select(p => (Dataset: d, Path: p))).Where(p => p.Path.MatchesContainer(file.Container)).ToList();
        foreach (var explain in (Func<DatasetPath, string, string?>[])[ExplainCase, ExplainEnding, ExplainDepth])
        {
            foreach (var (dataset, path) in paths)
            {
                if (explain(path, file.Name) is { } reason)
                {
                    return $"The file matches no dataset. {reason.Replace("{path}", $"{path} ({dataset.Name})", StringComparison.Ordinal)}";
                }
            }
        }

        return $"The file matches no dataset. {ExplainFolder(paths, file.Name) ?? Name(paths)}";
    }

    private static string? ExplainCase(DatasetPath path, string name) =>
        new DatasetPath(path.Container, path.Glob, ignoreCase: true).Matches(name)
            ? "Its name differs from {path} only in upper and lower case. Rename it, or set \"sluice:caseInsensitive\": true."
            : null;

    private static string? ExplainEnding(DatasetPath path, string name)
    {
        var dot = name.LastIndexOf('.');
        if (dot <= name.LastIndexOf('/'))
        {
            return null;
        }

        var ending = name[dot..];
        if (path.Matches(name.AsSpan(0, dot)))
        {
            return $"Its name without {QuotedText.From(ending)} matches {{path}}. "
                + (Compressed.Contains(ending)
                    ? $"Add the ending to the path, as in *.{{csv,csv{ending}}}."
                    : "If it is complete, rename it. If it is always written so, add the ending to the path.");
        }

        return path.Glob.LastIndexOf('.') is var last and >= 0 && path.Matches(name[..dot] + path.Glob[last..])
            ? $"It ends in {QuotedText.From(ending)}, and {{path}} in {QuotedText.From(path.Glob[last..])}. Rename it, or add the ending "
                + "to the path."
            : null;
    }

    private static string? ExplainDepth(DatasetPath path, string name)
    {
        var file = path.Glob[(path.Glob.LastIndexOf('/') + 1)..];
        return file != "**" && name.StartsWith(path.Folder, StringComparison.Ordinal)
            && new DatasetPath(path.Container, $"{path.Folder}**/{file}").Matches(name)
            ? "It is in a folder that {path} does not reach: '*' stays within one folder, and '**' goes into all."
            : null;
    }

    private static string? ExplainFolder(List<(Dataset Dataset, DatasetPath Path)> paths, string name)
    {
        foreach (var group in paths.Where(p => p.Path.Folder.Length > 0).GroupBy(p => p.Path.Folder.Count(c => c == '/')))
        {
            var segments = name.Split('/');
            if (segments.Length <= group.Key)
            {
                continue;
            }

            var folder = string.Join('/', segments.Take(group.Key)) + '/';
            var near = Suggestion.Nearest(folder, group.Select(p => p.Path.Folder).Where(f => f != folder).Distinct());
            var meant = group.FirstOrDefault(p => p.Path.Folder == near && p.Path.Matches(near + name[folder.Length..])).Dataset;
            if (near is not null && meant is not null)
            {
                return $"Its folder {QuotedText.From(folder)} looks like {QuotedText.From(near)} of dataset {meant.Name}.";
            }
        }

        return null;
    }

    private static string Name(List<(Dataset Dataset, DatasetPath Path)> paths)
    {
        var named = string.Join(", ", paths.Take(MostNamed).Select(p => $"{p.Path} ({p.Dataset.Name})"));
        return $"The paths of its container are: {named}{(paths.Count > MostNamed ? $" and {paths.Count - MostNamed} more" : "")}.";
    }
}

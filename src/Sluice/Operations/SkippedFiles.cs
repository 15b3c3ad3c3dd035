using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Operations;

/// <summary>
/// The files of a dataset that were skipped, because another file had the same content. They are loaded once no other one has it.
/// </summary>
internal sealed class SkippedFiles(Dataset dataset)
{
    private readonly List<(FileVersion File, string? Content)> skipped = [];
    private readonly HashSet<string> contents = new(StringComparer.Ordinal);

    /// <summary>Adds what is known of a file that is in the lake, or whose rows stay though it is gone.</summary>
    public void AddOther(FileRecord other)
    {
        if (other is { Checkpoint: not null, Content: { } content })
        {
            contents.Add(content);
        }
    }

    /// <summary>Adds a file if this version of it was skipped.</summary>
    /// <returns>Whether it was.</returns>
    public bool TryAdd(FileRecord? known, FileVersion file)
    {
        if (known is not { State: LoadState.Skipped } || known.ETag != file.ETag)
        {
            return false;
        }

        skipped.Add((file, known.Content));
        return true;
    }

    /// <summary>The skipped files that are to be loaded. Call it when all others are added.</summary>
    public IReadOnlyList<FileVersion> FindDue() =>
        [.. skipped.Where(s => dataset.OnDuplicateFile != DuplicatePolicy.Skip || !contents.Contains(s.Content ?? "")).Select(s => s.File)];

    /// <summary>How many files were skipped.</summary>
    public int Count => skipped.Count;
}

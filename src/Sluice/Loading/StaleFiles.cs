using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Loading;

/// <summary>
/// The files of one sweep whose rows are not current, in datasets that reload them (<see cref="DefinitionChangePolicy.Reload"/>). One sweep
/// takes a limited step, so that new files do not wait long after a change of a large dataset.
/// </summary>
internal sealed class StaleFiles
{
    /// <summary>The most files of one sweep.</summary>
    public const int MostFiles = 1000;

    /// <summary>The most bytes of one sweep; one file is always reloaded.</summary>
    public const long MostBytes = 10L << 30;

    private readonly List<(FileVersion File, Dataset Dataset, DateTimeOffset UpdatedAt)> files = [];

    /// <summary>Adds a file if the sweep should reload it.</summary>
    public void Add(FileRecord known, Dataset dataset, FileVersion file)
    {
        if (dataset.OnDefinitionChange == DefinitionChangePolicy.Reload && !Loader.IsCurrent(known, dataset))
        {
            files.Add((file, dataset, known.UpdatedAt));
        }
    }

    /// <summary>The files to reload in this sweep, the least recently loaded first.</summary>
    public IReadOnlyList<(FileVersion File, Dataset Dataset)> SelectStep()
    {
        List<(FileVersion File, Dataset Dataset)> step = [];
        var bytes = 0L;
        foreach (var (file, dataset, _) in files.OrderBy(f => f.UpdatedAt).ThenBy(f => f.File.Path, StringComparer.Ordinal).Take(MostFiles))
        {
            bytes += file.Length;
            if (step.Count > 0 && bytes > MostBytes)
            {
                break;
            }

            step.Add((file, dataset));
        }

        return step;
    }
}

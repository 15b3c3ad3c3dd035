using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Loading;

namespace Sluice.Operations;

/// <summary>
/// Removes the rows of files that are gone from the lake. A missing container looks like one without files. That must not remove all rows,
/// so it is an error, and the rows stay.
/// </summary>
internal sealed class GoneFiles(LakeDefinition lake, ILakeStorage storage, Loader loader)
{
    /// <summary>
    /// Removes the rows of the files of a batch that are to be removed. Files of no dataset have no rows; they are ignored no longer.
    /// </summary>
    /// <exception cref="LakeUnavailableException">A container is missing or cannot be read. Files of other containers are removed
    /// before.</exception>
    public async Task RemoveAsync(WorkBatch batch, BatchTally tally, CancellationToken cancellationToken)
    {
        var paths = batch.Files.Where(f => f.Action == FileAction.Remove).Select(f => f.Path).ToList();
        if (batch.Dataset is null)
        {
            foreach (var path in paths)
            {
                tally.Add(path, await loader.RemoveIgnoredAsync(path, cancellationToken));
            }

            return;
        }

        if (paths.Count == 0 || lake.Find(batch.Dataset) is not { } dataset)
        {
            return;
        }

        LakeUnavailableException? fault = null;
        foreach (var files in paths.GroupBy(p => LakePath.Split(p)!.Value.Container, StringComparer.Ordinal))
        {
            if (await FindFaultAsync(dataset, files.Key, cancellationToken) is { } found)
            {
                fault = found;
                continue;
            }

            foreach (var path in files)
            {
                tally.Add(path, await loader.RemoveAsync(dataset, path, cancellationToken));
            }
        }

        if (fault is not null)
        {
            throw fault;
        }
    }

    private async Task<LakeUnavailableException?> FindFaultAsync(Dataset dataset, string container, CancellationToken cancellationToken)
    {
        try
        {
            await storage.CheckAsync([container], cancellationToken);
            return null;
        }
        catch (LakeUnavailableException e)
        {
            return new($"The rows of {dataset.Name} from the container {container} are kept. {e.Message}", e);
        }
    }
}

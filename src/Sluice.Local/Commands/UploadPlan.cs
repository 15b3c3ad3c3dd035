using Sluice.Folder;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Local.Terminal;

namespace Sluice.Local.Commands;

/// <summary>Where a local file goes in the lake.</summary>
/// <param name="File">The local file, or <see langword="null"/> if it lies in the folder of the lake already.</param>
/// <param name="Path">Its path in the lake, container first.</param>
internal sealed record UploadPlan(string? File, string Path)
{
    /// <summary>Plans all files of a dataset, so that no file is uploaded if one cannot be.</summary>
    /// <param name="files">The local files.</param>
    /// <param name="dataset">Their dataset.</param>
    /// <param name="layout">Where the files of the lake are, if it is a folder.</param>
    /// <exception cref="CommandException">A file is not there, or has no place in the lake.</exception>
    public static IReadOnlyList<UploadPlan> Of(IReadOnlyList<string> files, Dataset dataset, FolderLayout? layout)
    {
        List<UploadPlan> plans = [.. files.Select(f => Of(f, dataset, layout))];
        return plans.DistinctBy(p => p.Path).Count() == plans.Count
            ? plans
            : throw new CommandException(ExitCode.Usage, "Two files have the same name and would replace each other in the lake.");
    }

    private static UploadPlan Of(string file, Dataset dataset, FolderLayout? layout)
    {
        LocalFile.Check(file);
        if (layout?.PathOf(System.IO.Path.GetFullPath(file)) is { } own && dataset.Matches(LakePath.Split(own)!.Value))
        {
            return new(null, own);
        }

        var name = System.IO.Path.GetFileName(file);
        var tried = dataset.Paths.Where(p => !p.HasContainerPattern).ToList();
        var place = dataset.FindPlace(name) ?? FindPlace(file, dataset)
            ?? tried.Select(p => (LakePath?)new LakePath(p.Container, $"{p.Folder}{name}")).FirstOrDefault()
            ?? throw new CommandException(
                ExitCode.Usage, $"No path of {dataset.Name} names its container, so {file} must be uploaded by other means.");
        if (LakePath.FindFault(place.ToString()) is { } fault)
        {
            throw new CommandException(ExitCode.Usage, $"{file} has a name that the lake does not allow. {fault}");
        }

        if (!dataset.Matches(place))
        {
            throw new CommandException(
                ExitCode.Usage,
                $"{file} would be {place}, which the path {string.Join(" or ", tried)} of {dataset.Name} does not match.");
        }

        LocalFile.CheckLength(file);
        return new(file, place.ToString());
    }

    // The folders of the local path are those of the lake if placeholders of the dataset's path need them.
    private static LakePath? FindPlace(string file, Dataset dataset) =>
        dataset.FindEnd(System.IO.Path.GetFullPath(file)) is { } end
        && dataset.Paths.Any(p => p.Placeholders.Count > 0 && p.Container == end.Container)
            ? end
            : null;
}

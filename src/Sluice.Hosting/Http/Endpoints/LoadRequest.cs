using Sluice.Hosting.Http.Errors;
using Sluice.Loading;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The body of <c>POST /api/loads</c>: one file, or files that are selected by path or dataset.</summary>
/// <param name="File">The path of one file, container first.</param>
/// <param name="Path">The container, <c>/</c> and a glob over the names of its blobs.</param>
/// <param name="Dataset">The name of a dataset, for all of its files.</param>
/// <param name="Again">Whether to load them again, whether or not they are loaded.</param>
/// <param name="Stale">Whether to load only those, again, whose rows are not current. Not for one file.</param>
/// <param name="Rejected">Whether to load only those, again, that have rejects or are refused. Not for one file.</param>
internal sealed record LoadRequest(
    string? File = null, string? Path = null, string? Dataset = null, bool Again = false, bool Stale = false, bool Rejected = false)
{
    internal const string Example = """{"file":"data/ads/Ads.csv"} or {"dataset":"ads","stale":true}""";

    /// <summary>The files that it selects by path or dataset; <see langword="null"/> if it names one file.</summary>
    /// <exception cref="RequestException">It does not have exactly one of file, path and dataset, or the path is invalid.</exception>
    public FileSelection? Select()
    {
        if (new[] { File, Path, Dataset }.Count(t => t is not null) != 1)
        {
            throw RequestException.Wrong($"The body must have one of 'file', 'path' and 'dataset': {Example}.");
        }

        if (File is not null)
        {
            return Stale || Rejected
                ? throw RequestException.Wrong(
                    "'stale' and 'rejected' choose among files: they go with 'path' or 'dataset', not with 'file'.")
                : null;
        }

        if (Again && (Stale || Rejected))
        {
            throw RequestException.Wrong("'again' loads all files again, so it does not go with 'stale' or 'rejected'.");
        }

        var selection = Dataset is not null ? FileSelection.ForDataset(Dataset)
            : FileSelection.TryParse(Path!, out var parsed, out var fault) ? parsed
            : throw RequestException.Wrong(fault);
        return selection with { Again = Again, Stale = Stale, Rejected = Rejected };
    }
}

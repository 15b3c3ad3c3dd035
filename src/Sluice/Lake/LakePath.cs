namespace Sluice.Lake;

/// <summary>The path of a file in the lake: its container, <c>/</c> and the name of its blob (<c>data/ads/Ads.csv</c>).</summary>
/// <param name="Container">The container.</param>
/// <param name="Name">The name of the blob in the container; its folders are separated by <c>/</c>.</param>
public readonly record struct LakePath(string Container, string Name)
{
    /// <summary>The most characters of the name of a file.</summary>
    internal const int LongestName = 1024;

    /// <summary>Parses a text that can name a file.</summary>
    /// <param name="path">The text.</param>
    /// <param name="parsed">The path, if it is one. <see cref="FindFault"/> has the reason if not.</param>
    /// <returns>Whether the text can name a file.</returns>
    public static bool TryParse(string path, out LakePath parsed)
    {
        parsed = FindFault(path) is null ? Split(path)!.Value : default;
        return parsed != default;
    }

    /// <summary>Splits a text into container and name, whether or not they can exist.</summary>
    /// <returns>The path, or <see langword="null"/> if the text has no <c>/</c>.</returns>
    public static LakePath? Split(string path) =>
        path.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? new LakePath(path[..slash], path[(slash + 1)..]) : null;

    /// <inheritdoc/>
    public override string ToString() => $"{Container}/{Name}";

    /// <summary>
    /// Why a text cannot be the path of a file in any lake, or <see langword="null"/> if it can. <c>..</c> and <c>\</c> are refused because
    /// a storage may resolve them to a file of another name.
    /// </summary>
    /// <param name="path">The text.</param>
    /// <returns>A sentence.</returns>
    public static string? FindFault(string path)
    {
        const string Form = "The path of a file is its container, '/' and the name of its blob, such as data/ads/Ads.csv";
        if (Split(path) is not { Container: var container, Name: var name })
        {
            return $"{Form}; this one has no '/'.";
        }

        if (!ContainerName.IsName(container))
        {
            return $"{Form}; a container's name is 3 to 63 lower-case letters, digits and single hyphens.";
        }

        if (name.Length == 0 || name[^1] == '/')
        {
            return $"{Form}; this one ends in '/', so it names a folder.";
        }

        if (name.Length > LongestName)
        {
            return $"{Form}, which has at most {LongestName} characters; this one has {name.Length}.";
        }

        if (name.Contains('\\'))
        {
            return $"{Form}; folders are separated by '/', and '\\' cannot be part of a name.";
        }

        return Glob.IsFileName(name) ? null : $"{Form}; no folder or file can be named '.' or '..'.";
    }
}

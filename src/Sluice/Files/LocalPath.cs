using Sluice.Text;

namespace Sluice.Files;

/// <summary>Checks local paths that a person has entered, before anything is opened.</summary>
public static class LocalPath
{
    private const int LongestShown = 300;

    /// <summary>What a path refers to, after all symbolic links.</summary>
    public static PathKind KindOf(string path)
    {
        var kind = path.Contains('\0', StringComparison.Ordinal) ? PathKind.Nothing
            : SystemCalls.FindKind(path)
            ?? (Directory.Exists(path) ? PathKind.Folder : File.Exists(path) ? PathKind.File : PathKind.Nothing);
        return kind == PathKind.Nothing && LinkOf(path) is not null ? PathKind.BrokenLink : kind;
    }

    /// <summary>Why a path is not a readable file, as a sentence; <see langword="null"/> if it is.</summary>
    /// <param name="path">The path.</param>
    /// <param name="name">What the message calls it; by default the path.</param>
    public static string? FindFileFault(string path, string? name = null) => FindKindFault(path, name) ?? FindReadFault(path, name);

    /// <summary>
    /// Why a file cannot be written at a path, whether it exists or not, as a sentence; <see langword="null"/> if it can.
    /// </summary>
    public static string? FindOutputFault(string path) => KindOf(path) == PathKind.Nothing
        ? FindFolderFault(Path.GetDirectoryName(Path.GetFullPath(path))!)
        : FindKindFault(path, null);

    /// <summary>Describes an error from opening or reading a file, as a sentence.</summary>
    /// <param name="path">The path.</param>
    /// <param name="exception">The error: an <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>.</param>
    /// <param name="name">What the message calls the file; by default the path.</param>
    public static string DescribeReadFault(string path, Exception exception, string? name = null)
    {
        name ??= Show(path);

        return exception is UnauthorizedAccessException
            ? $"{name} may not be read by this user. Change its permissions, or name another file."
            : $"{name} cannot be read as a file ({QuotedText.From(ReasonOf(exception))}). "
                + "Look at the drive that it is on, or name another file.";
    }

    /// <summary>What the system says of an error, without the path that .NET appends, and without a full stop.</summary>
    public static string ReasonOf(Exception exception) => exception.Message.Split(" : '", 2)[0].TrimEnd('.');

    /// <summary>
    /// Why a path is not a folder and cannot become one, as a sentence; <see langword="null"/> if it is one or can become one.
    /// </summary>
    public static string? FindFolderFault(string path)
    {
        for (var above = Path.GetFullPath(path); above is not null; above = Path.GetDirectoryName(above))
        {
            switch (KindOf(above))
            {
                case PathKind.Folder:
                    return null;
                case PathKind.Nothing:
                    break;
                case var kind:
                    return $"{Show(above)} {Describe(kind, above, "folder")}.";
            }
        }

        return null;
    }

    private static string? FindKindFault(string path, string? name)
    {
        name ??= Show(path);
        return KindOf(path) switch
        {
            PathKind.File => null,
            PathKind.Pipe => $"{name} is a pipe, which can be read only once. Write its output to a file, and name that file.",
            PathKind.Nothing => $"{name} does not exist.",
            var kind => $"{name} {Describe(kind, path, "file")}.",
        };
    }

    // A regular file can still be unreadable, such as some files of /proc: reading one byte finds out.
    private static string? FindReadFault(string path, string? name)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            file.ReadByte();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return DescribeReadFault(path, e, name);
        }
    }

    // A path that is long, or has control characters, is shortened and quoted.
    private static string Show(string path) => path.Length > LongestShown || path.Any(char.IsControl) ? QuotedText.From(path) : path;

    private static string Describe(PathKind kind, string path, string wanted) => kind switch
    {
        PathKind.TooLong => "is longer than a path can be",
        PathKind.Loop => "is a symbolic link that leads in a circle",
        PathKind.Hidden => "is below a folder that this user cannot access",
        PathKind.BrokenLink => $"is a symbolic link to {Show(LinkOf(path)!)}, which does not exist",
        _ => $"is a {kind.ToString().ToLowerInvariant()}, and must be a {wanted}",
    };

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}

using Sluice.Text;

namespace Sluice.Files;

/// <summary>
/// Paths of this machine that a person has named: whether they lead to what is wanted, found out before anything is opened.
/// </summary>
public static class LocalPath
{
    private const int LongestShown = 300;

    /// <summary>What a path leads to.</summary>
    public static PathKind KindOf(string path)
    {
        var kind = path.Contains('\0', StringComparison.Ordinal) ? PathKind.Nothing
            : SystemCalls.FindKind(path)
            ?? (Directory.Exists(path) ? PathKind.Folder : File.Exists(path) ? PathKind.File : PathKind.Nothing);
        return kind == PathKind.Nothing && LinkOf(path) is not null ? PathKind.BrokenLink : kind;
    }

    /// <summary>Why a path does not lead to a file that can be read, as a sentence; <see langword="null"/> if it does.</summary>
    /// <param name="path">The path.</param>
    /// <param name="name">What it is called, if not by the path.</param>
    public static string? FindFileFault(string path, string? name = null) => FindKindFault(path, name) ?? FindReadFault(path, name);

    /// <summary>
    /// Why a file cannot be written at a path, where there need not be one yet, as a sentence; <see langword="null"/> if it can.
    /// </summary>
    public static string? FindOutputFault(string path) => KindOf(path) == PathKind.Nothing
        ? FindFolderFault(Path.GetDirectoryName(Path.GetFullPath(path))!)
        : FindKindFault(path, null);

    /// <summary>What an error says that came while a file was opened or read, as a sentence.</summary>
    /// <param name="path">The path.</param>
    /// <param name="exception">The error: an <see cref="IOException"/> or an <see cref="UnauthorizedAccessException"/>.</param>
    /// <param name="name">What the file is called, if not by the path.</param>
    public static string DescribeReadFault(string path, Exception exception, string? name = null)
    {
        name ??= Show(path);

        // .NET puts the path behind the words of the system.
        var reason = exception.Message.Split(" : '", 2)[0].TrimEnd('.');
        return exception is UnauthorizedAccessException
            ? $"{name} may not be read by this user. Change its permissions, or name another file."
            : $"{name} cannot be read as a file ({QuotedText.From(reason)}). Look at the drive that it is on, or name another file.";
    }

    /// <summary>Why a path is no folder and cannot become one, as a sentence; <see langword="null"/> if it is one or can.</summary>
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
            PathKind.Pipe => $"{name} is a pipe, which can be read only once. Write what comes out of it to a file, and name that file.",
            PathKind.Nothing => $"{name} does not exist.",
            var kind => $"{name} {Describe(kind, path, "file")}.",
        };
    }

    // What the system calls a file may still give no byte, such as some of /proc.
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

    // A path that is long, or that would act on a terminal, is cut and quoted.
    private static string Show(string path) => path.Length > LongestShown || path.Any(char.IsControl) ? QuotedText.From(path) : path;

    private static string Describe(PathKind kind, string path, string wanted) => kind switch
    {
        PathKind.TooLong => "is longer than a path can be",
        PathKind.Loop => "is a symbolic link that leads in a circle",
        PathKind.Hidden => "is below a folder that may not be looked into",
        PathKind.BrokenLink => $"is a symbolic link to {Show(LinkOf(path)!)}, where there is nothing",
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

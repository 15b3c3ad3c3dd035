namespace Sluice.Files;

/// <summary>What the system says of a path, after all symbolic links.</summary>
/// <param name="Kind">What it refers to.</param>
/// <param name="Id">The number of the file on its drive. No other file has it as long as this one is there.</param>
/// <param name="Length">The length in bytes.</param>
/// <param name="Created">When the file was made, in ticks of UTC (<see cref="DateTime.Ticks"/>); 0 if the system does not say.</param>
/// <param name="Modified">When its content was last written, in ticks of UTC. Programs can set it.</param>
/// <param name="Changed">When the content or the properties last changed, in ticks of UTC. Only the system sets it. Where the system does
/// not say, it is <paramref name="Modified"/>.</param>
internal readonly record struct FileState(PathKind Kind, string Id, long Length, long Created, long Modified, long Changed)
{
    /// <summary>The state of a path where there is nothing that can be opened.</summary>
    /// <param name="kind">Why.</param>
    public static FileState Of(PathKind kind) => new(kind, "", 0, 0, 0, 0);

    /// <summary>Asks the system.</summary>
    /// <param name="path">The path.</param>
    public static FileState Find(string path) =>
        (OperatingSystem.IsLinux() ? SystemCalls.FindState(path)
            : OperatingSystem.IsWindows() ? WindowsCalls.FindState(path)
            : OperatingSystem.IsMacOS() ? MacCalls.FindState(path)
            : null)
        ?? FindWithoutId(path);

    private static FileState FindWithoutId(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return Of(Directory.Exists(path) ? PathKind.Folder : PathKind.Nothing);
        }

        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return new(
            PathKind.File, "", target.Length, target.CreationTimeUtc.Ticks, target.LastWriteTimeUtc.Ticks, target.LastWriteTimeUtc.Ticks);
    }
}

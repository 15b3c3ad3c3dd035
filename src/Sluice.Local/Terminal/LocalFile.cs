using Sluice.Files;
using Sluice.Hosting;
using Sluice.Lake.Definition;

namespace Sluice.Local.Terminal;

/// <summary>Opens and checks files that a command reads.</summary>
internal static class LocalFile
{
    /// <summary>Opens a file at an offset in bytes. Errors while reading end the command too.</summary>
    /// <exception cref="CommandException">The file cannot be read: it is missing, or it is a folder, a pipe or a device.</exception>
    public static Stream Open(string path, long offset = 0)
    {
        // Check first: opening a pipe waits for a writer, and that wait cannot be cancelled.
        Check(path);
        var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        if (!stream.CanSeek)
        {
            stream.Dispose();
            throw new CommandException(ExitCode.Usage, $"{path} cannot be read more than once. Copy it to a file, and name that file.");
        }

        stream.Position = offset;
        return new LocalFileStream(stream, path);
    }

    /// <summary>Checks that a file exists and can be read.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="name">The name for messages, if not the path.</param>
    /// <exception cref="CommandException">There is no such file, or it cannot be read.</exception>
    public static void Check(string path, string? name = null) => CommandException.ThrowUsage(LocalPath.FindFileFault(path, name));

    /// <summary>Checks that a file exists and has a length, which an upload needs.</summary>
    /// <exception cref="CommandException">There is no such file, or the system generates its bytes as they are read (such as in
    /// <c>/proc</c>).</exception>
    public static void CheckLength(string path)
    {
        using var file = Open(path);
        if (file.Length == 0 && file.ReadByte() >= 0)
        {
            throw new CommandException(
                ExitCode.Usage, $"{path} has bytes but no length, so it is not a file on a disk. Copy it to a file, and name that file.");
        }
    }

    /// <summary>Reads the lake definition that a command names.</summary>
    /// <exception cref="CommandException">There is no such file.</exception>
    /// <exception cref="LakeDefinitionException">The definition is invalid.</exception>
    public static LakeDefinition LoadLake(string path)
    {
        CommandException.ThrowUsage(
            LocalPath.KindOf(path) == PathKind.Nothing
                ? $"{path} does not exist. `sluice init` makes a lake definition; --lake names another one."
                : null);
        Check(path);
        return SluiceServices.LoadLake(path);
    }
}

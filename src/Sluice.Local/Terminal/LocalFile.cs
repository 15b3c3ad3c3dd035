using Sluice.Files;
using Sluice.Lake;
using Sluice.Validation;

namespace Sluice.Local.Terminal;

/// <summary>A file of this machine that a verb reads.</summary>
internal static class LocalFile
{
    /// <summary>Opens the file at an offset in bytes. What goes wrong while it is read ends the command as well.</summary>
    /// <exception cref="CommandException">It is no file that can be read: there is none, or it is a folder, a pipe or a device.</exception>
    public static Stream Open(string path, long offset = 0)
    {
        // Opening a pipe waits until something writes to it, and nothing ends that wait.
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

    /// <summary>Checks that there is a file that can be read.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="name">What it is called, if not by the path.</param>
    /// <exception cref="CommandException">There is none.</exception>
    public static void Check(string path, string? name = null) => CommandException.ThrowUsage(LocalPath.FindFileFault(path, name));

    /// <summary>Checks that there is a file whose length is known, as an upload needs it.</summary>
    /// <exception cref="CommandException">There is none, or the system makes up its bytes as they are read.</exception>
    public static void CheckLength(string path)
    {
        using var file = Open(path);
        if (file.Length == 0 && file.ReadByte() >= 0)
        {
            throw new CommandException(ExitCode.Usage, $"{path} has bytes but no length, so it is no file on a drive. Copy it to one, and name that.");
        }
    }

    /// <summary>Reads the lake definition that a command names.</summary>
    /// <exception cref="CommandException">There is no such file.</exception>
    /// <exception cref="LakeDefinitionException">It cannot be used.</exception>
    public static LakeDefinition LoadLake(string path)
    {
        Check(path);
        return LakeDefinitionFile.Load(path);
    }
}

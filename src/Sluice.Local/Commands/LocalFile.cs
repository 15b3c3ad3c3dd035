using Sluice.Files;

namespace Sluice.Local.Commands;

/// <summary>A file of this machine that a verb reads.</summary>
internal static class LocalFile
{
    /// <summary>Opens the file at an offset in bytes.</summary>
    /// <exception cref="CommandException">It is no file: there is none, or it is a folder, a pipe or a device.</exception>
    public static FileStream Open(string path, long offset = 0)
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
        return stream;
    }

    /// <summary>Checks that there is a file.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static void Check(string path) => CommandException.ThrowUsage(LocalPath.FindFileFault(path));
}

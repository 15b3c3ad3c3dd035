namespace Sluice.Local.Commands;

/// <summary>A file of this machine that a verb reads.</summary>
internal static class LocalFile
{
    /// <summary>Opens the file at an offset in bytes.</summary>
    /// <exception cref="CommandException">It is a pipe or another thing that can be read only once.</exception>
    public static FileStream Open(string path, long offset = 0)
    {
        var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        if (!stream.CanSeek)
        {
            stream.Dispose();
            throw new CommandException(
                ExitCode.Usage, $"{path} is a pipe, which can be read only once. Write what comes out of it to a file, and name that file.");
        }

        stream.Position = offset;
        return stream;
    }
}

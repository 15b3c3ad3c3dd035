namespace Sluice.Lake;

/// <summary>A file got a newer version while it was being read.</summary>
public sealed class LakeFileChangedException : IOException
{
    /// <summary>Creates the exception for a file.</summary>
    public LakeFileChangedException(string path, Exception? innerException = null)
        : base($"{path} changed while it was read.", innerException) => Path = path;

    /// <summary>The file's path.</summary>
    public string Path { get; }
}

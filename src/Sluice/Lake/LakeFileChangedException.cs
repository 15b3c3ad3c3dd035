namespace Sluice.Lake;

/// <summary>The version of a file that is being read is not the newest any more.</summary>
public sealed class LakeFileChangedException : IOException
{
    /// <summary>Creates the exception for a file.</summary>
    public LakeFileChangedException(string path, Exception? innerException = null)
        : base($"{path} changed while it was read.", innerException) => Path = path;

    /// <summary>The file's path.</summary>
    public string Path { get; }
}

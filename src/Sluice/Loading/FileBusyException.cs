namespace Sluice.Loading;

/// <summary>A file cannot be worked on, because another load is working on it for longer than its caller waits. Try again later.</summary>
public sealed class FileBusyException : IOException
{
    /// <summary>Creates the exception with its sentence.</summary>
    public FileBusyException(string message)
        : base(message)
    {
    }
}

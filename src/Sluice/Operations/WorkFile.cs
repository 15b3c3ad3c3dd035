namespace Sluice.Operations;

/// <summary>A file and what is done with it.</summary>
/// <param name="Path">The file's path, container first.</param>
/// <param name="Action">What is done.</param>
public sealed record WorkFile(string Path, FileAction Action = FileAction.Load)
{
    /// <summary>Its path before it was renamed, for <see cref="FileAction.Move"/>; otherwise <see langword="null"/>.</summary>
    public string? From { get; init; }

    /// <summary>Its bytes, for the progress.</summary>
    public long Length { get; init; }
}

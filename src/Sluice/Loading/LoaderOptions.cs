namespace Sluice.Loading;

/// <summary>The settings of loading.</summary>
public sealed record LoaderOptions
{
    /// <summary>Rows of a commit: a load that is cut off resumes at the last one. Setting <c>Load__CommitRows</c>.</summary>
    public int CommitRows { get; init; } = 1_000_000;

    /// <summary>The largest record in bytes; a longer one is a reject. Setting <c>Load__MaxRecordBytes</c>.</summary>
    public int MaxRecordBytes { get; init; } = 1024 * 1024;

    /// <summary>Files that a sweep loads at a time. Setting <c>Load__Concurrency</c>.</summary>
    public int Concurrency { get; init; } = 4;
}

namespace Sluice.Operations;

/// <summary>Files of one dataset that are done together.</summary>
/// <param name="Plan">Which planning of the operation has cut it, from 1.</param>
/// <param name="Number">Its number in that planning, from 1.</param>
/// <param name="Dataset">The dataset; <see langword="null"/> if it is about one file that matches none.</param>
/// <param name="Length">The bytes of the files.</param>
/// <param name="Files">The files, in the order of their work.</param>
public sealed record WorkBatch(int Plan, int Number, string? Dataset, long Length, IReadOnlyList<WorkFile> Files)
{
    /// <summary>A file to load after all others are done, or <see langword="null"/>.</summary>
    public string? Then { get; init; }
}

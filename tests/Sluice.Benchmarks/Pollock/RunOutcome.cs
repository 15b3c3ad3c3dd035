namespace Sluice.Benchmarks.Pollock;

/// <summary>What became of all files in one run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Files">Its files; at least one.</param>
internal sealed record RunOutcome(JudgedRun Run, IReadOnlyList<FileOutcome> Files)
{
    /// <summary>The simple score of 10: the mean over the files.</summary>
    public double Simple => Files.Average(f => f.Score.Total);

    /// <summary>The weighted score of 10: the mean over the files, each as often as real files have its pollution.</summary>
    public double Weighted => Files.Sum(f => f.Score.Total * f.Pollution.Weight) / Weight;

    /// <summary>The sum of the weights.</summary>
    public double Weight => Files.Sum(f => f.Pollution.Weight);

    /// <summary>The rows that no pollution touches, and that were not loaded.</summary>
    public int Lost => Files.Sum(f => f.Lost.Count);

    /// <summary>The loaded rows that a perfect loader does not have.</summary>
    public int Wrong => Files.Sum(f => f.Wrong.Count);

    /// <summary>Its judges.</summary>
    public IEnumerable<Judge> Judges =>
    [
        new("simple score", Simple, Run.LeastSimple, IsLeast: true, $"{Run.Peer}: {Run.BestSimple:0.000}"),
        new("weighted score", Weighted, Run.LeastWeighted, IsLeast: true, $"{Run.Peer}: {Run.BestWeighted:0.000}"),
        new("clean rows lost", Lost, 0, IsLeast: false, "not scored"),
        new("rows with shifted or other values", Wrong, 0, IsLeast: false, "not scored"),
    ];
}

namespace Sluice.Benchmarks.Pollock;

/// <summary>One way to load all files of the benchmark, with the best known scores and those to reach.</summary>
/// <param name="Key">The name of its folder of loaded files.</param>
/// <param name="Name">What the lake definition says, for people.</param>
/// <param name="GivesDialect">Whether the lake definition has the dialect of each file, or only the names of its columns.</param>
/// <param name="Peer">The best known system.</param>
/// <param name="BestSimple">Its simple score of 10.</param>
/// <param name="BestWeighted">Its weighted score of 10.</param>
/// <param name="LeastSimple">The simple score to reach.</param>
/// <param name="LeastWeighted">The weighted score to reach.</param>
internal sealed record JudgedRun(
    string Key, string Name, bool GivesDialect, string Peer, double BestSimple, double BestWeighted, double LeastSimple,
    double LeastWeighted)
{
    /// <summary>All runs, in the order of the table.</summary>
    public static IReadOnlyList<JudgedRun> All { get; } =
    [
        new("dialect-given", "dialect given", true, "DuckDB 1.2", 9.961, 9.599, 9.962, 9.65),
        new("names-given", "only the column names given", false, "DuckDB 1.2 (auto)", 9.075, 8.439, 9.95, 9.30),
    ];
}

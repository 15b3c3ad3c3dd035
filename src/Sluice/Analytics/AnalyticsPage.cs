namespace Sluice.Analytics;

/// <summary>Which part of the rows one answer has.</summary>
/// <param name="Size">The most rows of it.</param>
/// <param name="After">The row that it is after, as the token of it has it, or <see langword="null"/>.</param>
/// <param name="Skip">How many rows were left out first.</param>
/// <param name="Top">How many rows were asked for, this answer's included, or <see langword="null"/> for all.</param>
internal sealed record AnalyticsPage(long Size, IReadOnlyList<string?>? After, long Skip, long? Top)
{
    /// <summary>Whether there is one row only, which is not cut by the query.</summary>
    public bool IsSingle { get; init; }
}

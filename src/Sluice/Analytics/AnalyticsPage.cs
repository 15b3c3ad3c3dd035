namespace Sluice.Analytics;

/// <summary>The part of the rows that one answer has.</summary>
/// <param name="Size">The greatest number of rows of the answer.</param>
/// <param name="After">The values of the row before the page, from the skip token, or <see langword="null"/>.</param>
/// <param name="Skip">How many rows come before the page.</param>
/// <param name="Top">How many rows are requested from this page on, or <see langword="null"/> for all.</param>
internal sealed record AnalyticsPage(long Size, IReadOnlyList<string?>? After, long Skip, long? Top)
{
    /// <summary>Whether there is only one row, so that the query has no paging.</summary>
    public bool IsSingle { get; init; }
}

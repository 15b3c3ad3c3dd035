namespace Sluice.Analytics.Requests;

/// <summary>What a request may ask for at most.</summary>
public sealed record QueryLimits
{
    /// <summary>The most rows of one answer in JSON; the next are linked to. <c>Query__PageSize</c>.</summary>
    public int PageSize { get; init; } = 5_000;

    /// <summary>The most rows of an expanded collection beside one row; the next are linked to. <c>Query__ExpandSize</c>.</summary>
    public int ExpandSize { get; init; } = 1_000;

    /// <summary>
    /// How long the warehouse may work on a query, and how long whoever reads its answer may take nothing of it.
    /// <c>Query__TimeoutSeconds</c>.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many queries run at a time, and as many answers with all rows besides. <c>Query__Concurrency</c>.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>How many queries of all kinds run at a time.</summary>
    public int MostAtOnce => 2 * Concurrency;

    /// <summary>The most groups of <c>$apply</c>. <c>Query__MaxGroups</c>.</summary>
    public int MaxGroups { get; init; } = 1_000_000;

    /// <summary>How deep an expression may be nested; a chain of <c>and</c> or <c>or</c> is one level. <c>Query__MaxDepth</c>.</summary>
    public int MaxDepth { get; init; } = 50;

    /// <summary>The most characters of the options of a request. <c>Query__MaxLength</c>.</summary>
    public int MaxLength { get; init; } = 16_384;
}

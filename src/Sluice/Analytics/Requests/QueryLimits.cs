namespace Sluice.Analytics.Requests;

/// <summary>The limits of requests.</summary>
public sealed record QueryLimits
{
    /// <summary>The greatest number of rows of a JSON answer, which links to the next rows. <c>Query__PageSize</c>.</summary>
    public int PageSize { get; init; } = 5_000;

    /// <summary>
    /// The greatest number of rows of an expanded collection for each row, with a link to the next rows. <c>Query__ExpandSize</c>.
    /// </summary>
    public int ExpandSize { get; init; } = 1_000;

    /// <summary>
    /// How long the warehouse may work on a query, and how long a client may read nothing of an answer. <c>Query__TimeoutSeconds</c>.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many queries of each cost class run at a time: for one row, for a page of rows, for groups, for all rows.
    /// <c>Query__Concurrency</c>.
    /// </summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>The greatest number of queries of all classes that run at a time.</summary>
    public int MostAtOnce => 4 * Concurrency;

    /// <summary>How many more queries of each class wait for a place. <c>Query__Waiting</c>.</summary>
    public int Waiting { get; init; } = 200;

    /// <summary>
    /// The memory that all running queries of the embedded warehouse share, in megabytes. <c>Query__MemoryMegabytes</c>.
    /// </summary>
    public int MemoryMegabytes { get; init; } = 320;

    /// <summary>The greatest number of levels of <c>$expand</c>. <c>Query__ExpandDepth</c>.</summary>
    public int ExpandDepth { get; init; } = 3;

    /// <summary>The greatest number of groups of <c>$apply</c>. <c>Query__MaxGroups</c>.</summary>
    public int MaxGroups { get; init; } = 1_000_000;

    /// <summary>
    /// The greatest nesting depth of an expression. A chain of <c>and</c> or <c>or</c> counts as one level. <c>Query__MaxDepth</c>.
    /// </summary>
    public int MaxDepth { get; init; } = 50;

    /// <summary>The greatest number of characters of the options of a request. <c>Query__MaxLength</c>.</summary>
    public int MaxLength { get; init; } = 16_384;
}

namespace Sluice.Analytics;

/// <summary>The cost class of a query. Queries wait only for others of their class.</summary>
internal enum QueryCost
{
    /// <summary>An answer of limited size: a page, a row, a number.</summary>
    Page,

    /// <summary>An answer with all rows, which takes as long as its client reads.</summary>
    Export,
}

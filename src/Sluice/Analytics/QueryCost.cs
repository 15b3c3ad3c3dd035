namespace Sluice.Analytics;

/// <summary>What a query costs, in classes. Those of one class wait for each other, and for no other class.</summary>
internal enum QueryCost
{
    /// <summary>An answer that is small whatever is asked for: a page, a row, a number.</summary>
    Page,

    /// <summary>An answer of all rows, which takes as long as whoever reads it.</summary>
    Export,
}

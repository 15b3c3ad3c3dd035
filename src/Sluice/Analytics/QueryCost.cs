namespace Sluice.Analytics;

/// <summary>
/// The cost class of a query. Each class has its own places and its own queue, so queries wait only for others of their class.
/// </summary>
internal enum QueryCost
{
    /// <summary>One row by its key, or whether there is one.</summary>
    Key,

    /// <summary>Rows of limited number.</summary>
    Page,

    /// <summary>A short answer for which all rows may be read: groups, a number of rows, a profile.</summary>
    Group,

    /// <summary>An answer with all rows, which takes as long as its client reads.</summary>
    Export,
}

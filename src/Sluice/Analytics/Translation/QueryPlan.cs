using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;

namespace Sluice.Analytics.Translation;

/// <summary>A request, translated.</summary>
internal sealed record QueryPlan
{
    /// <summary>
    /// All rows in order, neither skipped nor cut. Its order and conditions are of one level, so that a condition can be added.
    /// </summary>
    public required Select Rows { get; init; }

    /// <summary>How many rows there are.</summary>
    public required Select Count { get; init; }

    /// <summary>The properties of a row.</summary>
    public required IReadOnlyList<ResultProperty> Properties { get; init; }

    /// <summary>The collections that are expanded.</summary>
    public required IReadOnlyList<CollectionPlan> Collections { get; init; }

    /// <summary>The columns that rows are ordered by, one for each part of the order.</summary>
    public required IReadOnlyList<int> OrderOrdinals { get; init; }

    /// <summary>The columns that say how many groups there are.</summary>
    public required IReadOnlyList<int> GroupCountOrdinals { get; init; }

    /// <summary>The set, if rows are those of one.</summary>
    public required RowEntity? Entity { get; init; }

    /// <summary>What comes after the <c>#</c> of the context: <c>ads(id,price)</c>.</summary>
    public required string Context { get; init; }

    /// <summary>How many rows are left out first.</summary>
    public required long Skip { get; init; }

    /// <summary>The most rows, or <see langword="null"/>.</summary>
    public required long? Top { get; init; }

    /// <summary>Whether the answer says how many rows there are.</summary>
    public required bool HasCount { get; init; }
}

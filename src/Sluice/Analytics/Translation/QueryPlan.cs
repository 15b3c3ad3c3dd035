using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;

namespace Sluice.Analytics.Translation;

/// <summary>The translation of a request.</summary>
internal sealed record QueryPlan
{
    /// <summary>
    /// All rows in order, without paging. Order and conditions are on the outermost level, so that the condition of a skip token can be
    /// added.
    /// </summary>
    public required Select Rows { get; init; }

    /// <summary>The query for the number of rows.</summary>
    public required Select Count { get; init; }

    /// <summary>The properties of a row.</summary>
    public required IReadOnlyList<ResultProperty> Properties { get; init; }

    /// <summary>The collections that are expanded.</summary>
    public required IReadOnlyList<CollectionPlan> Collections { get; init; }

    /// <summary>The columns of the order, one for each of its parts.</summary>
    public required IReadOnlyList<int> OrderOrdinals { get; init; }

    /// <summary>The columns with the number of groups, one for each grouping.</summary>
    public required IReadOnlyList<int> GroupCountOrdinals { get; init; }

    /// <summary>The set, if the rows are those of a set.</summary>
    public required RowEntity? Entity { get; init; }

    /// <summary>The part of the context URL after the <c>#</c>: <c>ads(id,price)</c>.</summary>
    public required string Context { get; init; }

    /// <summary>How many rows to skip.</summary>
    public required long Skip { get; init; }

    /// <summary>The greatest number of rows, or <see langword="null"/>.</summary>
    public required long? Top { get; init; }

    /// <summary>Whether the answer has the number of rows.</summary>
    public required bool HasCount { get; init; }
}

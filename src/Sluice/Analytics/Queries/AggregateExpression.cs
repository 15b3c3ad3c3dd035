using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>An aggregate of a grouped select. Nulls are ignored. Without values it is null, except for counts, which are 0.</summary>
/// <param name="Method">The aggregation method.</param>
/// <param name="Argument">The column to aggregate; <see langword="null"/> for the count of rows.</param>
/// <param name="Kind">The kind of the result.</param>
public sealed record AggregateExpression(AggregateMethod Method, ColumnExpression? Argument, ColumnKind Kind)
    : QueryExpression(
        Kind,
        Method is not (
            AggregateMethod.Count or AggregateMethod.CountValues or AggregateMethod.CountDistinct or AggregateMethod.GroupCount));

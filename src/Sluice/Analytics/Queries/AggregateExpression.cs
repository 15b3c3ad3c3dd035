using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>An aggregate of a grouped select. Nulls do not count; of no values it is null, save a count, which is 0.</summary>
/// <param name="Method">How values are aggregated.</param>
/// <param name="Argument">The column that is aggregated; <see langword="null"/> for the count of rows.</param>
/// <param name="Kind">What it gives.</param>
public sealed record AggregateExpression(AggregateMethod Method, ColumnExpression? Argument, ColumnKind Kind)
    : QueryExpression(
        Kind,
        Method is not (
            AggregateMethod.Count or AggregateMethod.CountValues or AggregateMethod.CountDistinct or AggregateMethod.GroupCount));

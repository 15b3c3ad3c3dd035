namespace Sluice.Analytics.Queries;

/// <summary>What rows are ordered by. Null comes before everything, as OData has it; descending, after.</summary>
/// <param name="Value">The value, which has a column in it.</param>
/// <param name="Descending">Whether the greatest comes first.</param>
public sealed record Ordering(QueryExpression Value, bool Descending);

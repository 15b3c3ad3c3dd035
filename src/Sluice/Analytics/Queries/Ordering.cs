namespace Sluice.Analytics.Queries;

/// <summary>One part of an order of rows. As OData requires, null comes first, or last if descending.</summary>
/// <param name="Value">The value, which must contain a column.</param>
/// <param name="Descending">Whether the greatest value comes first.</param>
public sealed record Ordering(QueryExpression Value, bool Descending);

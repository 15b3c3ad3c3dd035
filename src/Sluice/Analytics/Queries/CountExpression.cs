using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>How many rows a select has, which may name columns of the selects that it is nested in.</summary>
/// <param name="Rows">The select.</param>
public sealed record CountExpression(Select Rows) : QueryExpression(ColumnKind.Int64, false);

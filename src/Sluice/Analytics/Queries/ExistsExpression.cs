using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>Whether a select, which may name columns of the selects that it is nested in, has a row.</summary>
/// <param name="Rows">The select.</param>
public sealed record ExistsExpression(Select Rows) : QueryExpression(ColumnKind.Boolean, false);

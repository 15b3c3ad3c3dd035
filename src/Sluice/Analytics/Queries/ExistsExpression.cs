using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>Whether a select has a row. It may refer to columns of the selects that contain it.</summary>
/// <param name="Rows">The select.</param>
public sealed record ExistsExpression(Select Rows) : QueryExpression(ColumnKind.Boolean, false);

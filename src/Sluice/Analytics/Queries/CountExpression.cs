using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>The number of rows of a select, which may refer to columns of the selects that contain it.</summary>
/// <param name="Rows">The select.</param>
public sealed record CountExpression(Select Rows) : QueryExpression(ColumnKind.Int64, false);

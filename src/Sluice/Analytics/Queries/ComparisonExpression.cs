using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>
/// A comparison by the rules of OData (Part 2, 5.1.1.1): true or false, never null. Null equals only null, and is neither less nor greater
/// than anything.
/// </summary>
/// <param name="Operator">The operator.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand, of a kind that can be compared with the left one.</param>
public sealed record ComparisonExpression(ComparisonOperator Operator, QueryExpression Left, QueryExpression Right)
    : QueryExpression(ColumnKind.Boolean, false);

using Sluice.Lake;

namespace Sluice.Analytics.Queries;

/// <summary>
/// A comparison as OData has it (Part 2, 5.1.1.1): true or false, never null. Null is equal to null only, and is neither less nor
/// greater than anything.
/// </summary>
/// <param name="Operator">Which comparison.</param>
/// <param name="Left">The left operand.</param>
/// <param name="Right">The right operand, which can be compared with the left one.</param>
public sealed record ComparisonExpression(ComparisonOperator Operator, QueryExpression Left, QueryExpression Right)
    : QueryExpression(ColumnKind.Boolean, false);

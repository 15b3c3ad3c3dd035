using Sluice.Lake.Schema;

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

/// <summary>An operator that compares two values.</summary>
public enum ComparisonOperator
{
    /// <summary>Equal; null is equal to null.</summary>
    Equal,

    /// <summary>Not equal.</summary>
    NotEqual,

    /// <summary>Less than.</summary>
    Less,

    /// <summary>Less than or equal.</summary>
    LessOrEqual,

    /// <summary>Greater than.</summary>
    Greater,

    /// <summary>Greater than or equal.</summary>
    GreaterOrEqual,
}

/// <summary>Whether a select has a row. It may refer to columns of the selects that contain it.</summary>
/// <param name="Rows">The select.</param>
public sealed record ExistsExpression(Select Rows) : QueryExpression(ColumnKind.Boolean, false);

/// <summary>Whether a value is in a list of values that are not null. True or false, never null.</summary>
/// <param name="Value">The value.</param>
/// <param name="Values">The list; at least one value.</param>
public sealed record InExpression(QueryExpression Value, IReadOnlyList<ParameterExpression> Values)
    : QueryExpression(ColumnKind.Boolean, false);

/// <summary>Whether a value is null.</summary>
/// <param name="Value">The value.</param>
public sealed record IsNullExpression(QueryExpression Value) : QueryExpression(ColumnKind.Boolean, false);

/// <summary>A conjunction or disjunction of conditions, by three-valued logic.</summary>
/// <param name="IsAnd">Whether it is a conjunction; otherwise a disjunction.</param>
/// <param name="Operands">The conditions; at least two.</param>
public sealed record LogicalExpression(bool IsAnd, IReadOnlyList<QueryExpression> Operands)
    : QueryExpression(ColumnKind.Boolean, Operands.Any(o => o.Nullable));

/// <summary>The negation of a condition; null if the condition is null.</summary>
/// <param name="Operand">The condition.</param>
public sealed record NotExpression(QueryExpression Operand) : QueryExpression(ColumnKind.Boolean, Operand.Nullable);

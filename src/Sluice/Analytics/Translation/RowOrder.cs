using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>Makes a total order of rows, in which no two rows are equal.</summary>
internal static class RowOrder
{
    /// <summary>The requested order, followed by the one that transformations have given the rows, and the key of the rows.</summary>
    public static List<Ordering> Create(RowPipeline rows, IEnumerable<Ordering> order)
    {
        // Constants and repeated values do not order anything, so they are left out.
        var keys = rows.Key.Select(k => new Ordering(rows.Property(k), Descending: false));
        return [.. order.Concat(rows.Given).Concat(keys).SelectMany(Parts).Where(o => HasColumn(o.Value)).DistinctBy(o => o.Value)];
    }

    // Exact and floating point numbers are first ordered together as floating point, and equal ones then by their exact digits.
    private static IEnumerable<Ordering> Parts(Ordering ordering) => ordering.Value is EitherExpression either
        ? [ordering with { Value = Numbers.AsDouble(either) }, ordering with { Value = either.Exact }]
        : [ordering];

    private static bool HasColumn(QueryExpression value) => value switch
    {
        ColumnExpression or CountExpression or ExistsExpression => true,
        FunctionExpression function => function.Arguments.Any(HasColumn),
        ComparisonExpression comparison => HasColumn(comparison.Left) || HasColumn(comparison.Right),
        LogicalExpression logical => logical.Operands.Any(HasColumn),
        NotExpression not => HasColumn(not.Operand),
        IsNullExpression isNull => HasColumn(isNull.Value),
        InExpression @in => HasColumn(@in.Value),
        CaseExpression @case =>
            HasColumn(@case.Condition) || (@case.Then is { } then && HasColumn(then)) || (@case.Else is { } other && HasColumn(other)),
        _ => false,
    };
}

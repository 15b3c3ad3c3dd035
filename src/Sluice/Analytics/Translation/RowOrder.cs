using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>The order of rows, in which no two of them have the same place.</summary>
internal static class RowOrder
{
    /// <summary>The order that is asked for, and what makes it one of single rows.</summary>
    public static List<Ordering> Create(RowPipeline rows, IEnumerable<Ordering> order)
    {
        // What is the same in all rows does not order them, and by what has ordered them already nothing is ordered.
        var keys = rows.Key.Select(k => new Ordering(rows.Property(k), Descending: false));
        return [.. order.Concat(keys).SelectMany(Parts).Where(o => HasColumn(o.Value)).DistinctBy(o => o.Value)];
    }

    // Numbers that are exact are in their order among those that are not; by their digits only those that are as near as that.
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

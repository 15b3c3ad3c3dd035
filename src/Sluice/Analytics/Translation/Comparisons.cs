using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>Creates conditions over values.</summary>
internal static class Comparisons
{
    private static ParameterExpression One { get; } = new(1L, ColumnKind.Int64);

    /// <summary>A condition that is always or never true.</summary>
    public static QueryExpression Always(bool value) => new ComparisonExpression(
        value ? ComparisonOperator.Equal : ComparisonOperator.NotEqual, One, One);

    /// <summary>Creates a comparison.</summary>
    /// <exception cref="QueryRefusedException">Values of these types cannot be compared.</exception>
    public static QueryExpression Create(ComparisonOperator comparison, QueryExpression left, QueryExpression right)
    {
        if (IsNull(left) || IsNull(right))
        {
            var other = IsNull(left) ? right : left;
            return (comparison, IsNull(other)) switch
            {
                (ComparisonOperator.Equal, true) => Always(true),
                (ComparisonOperator.Equal, false) => IsNullOf(other),
                (ComparisonOperator.NotEqual, true) => Always(false),
                (ComparisonOperator.NotEqual, false) => new NotExpression(IsNullOf(other)),
                _ => Always(false),
            };
        }

        if (Functions.IsNumber(left.Kind) && Functions.IsNumber(right.Kind))
        {
            return NumberComparisons.Create(comparison, left, right);
        }

        (left, right) = Alike(left, right);
        return new ComparisonExpression(comparison, left, right);
    }

    /// <summary>Whether a value is in a list, which may contain null.</summary>
    public static QueryExpression In(QueryExpression value, IReadOnlyList<ParameterExpression> values)
    {
        var known = values.Where(v => !IsNull(v)).ToList();
        if (IsNull(value))
        {
            return Always(known.Count < values.Count);
        }

        List<QueryExpression> any = [];
        if (known.Count > 0)
        {
            any.Add(Functions.IsNumber(value.Kind) && known.All(v => Functions.IsNumber(v.Kind))
                ? NumberComparisons.In(value, known)
                : new InExpression(value, [.. known.Select(v => (ParameterExpression)Alike(value, v).Right)]));
        }

        if (known.Count < values.Count)
        {
            any.Add(IsNullOf(value));
        }

        return Any(any);
    }

    /// <summary>Whether at least one condition is true.</summary>
    public static QueryExpression Any(IReadOnlyList<QueryExpression> conditions) => conditions.Count switch
    {
        0 => Always(false),
        1 => conditions[0],
        _ => new LogicalExpression(false, conditions),
    };

    /// <summary>Whether all conditions are true; there must be at least one.</summary>
    public static QueryExpression All(IReadOnlyList<QueryExpression> conditions) =>
        conditions.Count == 1 ? conditions[0] : new LogicalExpression(true, conditions);

    /// <summary>Whether a condition is false or null.</summary>
    public static QueryExpression IsNotTrue(QueryExpression condition) => condition.Nullable
        ? new LogicalExpression(false, [new NotExpression(condition), new IsNullExpression(condition)])
        : new NotExpression(condition);

    /// <summary>Whether a value is the literal null.</summary>
    public static bool IsNull(QueryExpression value) => value is ParameterExpression { Value: null };

    private static IsNullExpression IsNullOf(QueryExpression value) =>
        new(Functions.IsNumber(value.Kind) && Numbers.Settle(value) is EitherExpression ? Numbers.AsDouble(value) : Numbers.Settle(value));

    private static (QueryExpression Left, QueryExpression Right) Alike(QueryExpression left, QueryExpression right) =>
        (left.Kind, right.Kind) switch
        {
            (ColumnKind.Date, ColumnKind.Timestamp) => (Functions.Cast(left, ColumnKind.Timestamp), right),
            (ColumnKind.Timestamp, ColumnKind.Date) => (left, Functions.Cast(right, ColumnKind.Timestamp)),
            var (l, r) when l == r => (left, right),
            _ => throw new QueryRefusedException("Values of these types cannot be compared."),
        };
}

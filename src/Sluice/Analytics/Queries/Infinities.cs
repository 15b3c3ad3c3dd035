using Sluice.Lake.Schema;

namespace Sluice.Analytics.Queries;

/// <summary>
/// Decides comparisons with infinities and <c>NaN</c> literals without the database: with <c>NaN</c> always, because databases sort it and
/// find it equal to itself, whereas in OData it is not equal to, less or greater than anything; with infinities only where the database has
/// none.
/// </summary>
/// <param name="hasInfinity">Whether the database has infinities.</param>
internal sealed class Infinities(bool hasInfinity)
{
    private static readonly ParameterExpression One = new(1L, ColumnKind.Int64);

    /// <summary>Replaces a comparison with such a literal; returns any other one unchanged.</summary>
    public QueryExpression Without(ComparisonExpression comparison) => (comparison.Left, comparison.Right) switch
    {
        (var value, ParameterExpression { Value: double number }) when IsDecided(number) => Decided(comparison.Operator, value, number),
        (ParameterExpression { Value: double number }, var value) when IsDecided(number) =>
            Decided(Mirrored(comparison.Operator), value, number),

        // Only NaN is not equal to itself, and this database has none.
        var (left, right)
            when !hasInfinity && comparison.Operator == ComparisonOperator.NotEqual && left == right && left.Kind == ColumnKind.Double =>
            Always(false),
        _ => comparison,
    };

    /// <summary>Removes such literals from a list; returns a list without them unchanged.</summary>
    public QueryExpression Without(InExpression @in)
    {
        var values = @in.Values.Where(v => v.Value is not double number || !IsDecided(number)).ToList();
        return values.Count == @in.Values.Count ? @in : values.Count == 0 ? Always(false) : @in with { Values = values };
    }

    private bool IsDecided(double number) => double.IsNaN(number) || (!hasInfinity && double.IsInfinity(number));

    private static QueryExpression Decided(ComparisonOperator comparison, QueryExpression value, double number) => comparison switch
    {
        ComparisonOperator.Equal => Always(false),
        ComparisonOperator.NotEqual => Always(true),
        ComparisonOperator.Less or ComparisonOperator.LessOrEqual when double.IsPositiveInfinity(number) => IsThere(value),
        ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual when double.IsNegativeInfinity(number) => IsThere(value),
        _ => Always(false),
    };

    private static NotExpression IsThere(QueryExpression value) => new(new IsNullExpression(value));

    private static ComparisonExpression Always(bool value) => new(value ? ComparisonOperator.Equal : ComparisonOperator.NotEqual, One, One);

    private static ComparisonOperator Mirrored(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => comparison,
    };
}

using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

/// <summary>What a database aggregates.</summary>
/// <param name="Method">How.</param>
/// <param name="Argument">What; <see langword="null"/> for rows.</param>
internal sealed record AggregatePart(AggregateMethod Method, QueryExpression? Argument)
{
    // No table has more rows than a number of so many digits.
    private const int DigitsOfCount = QueryExpression.MaxNarrow;

    /// <summary>It as an expression, once its argument is a column.</summary>
    public AggregateExpression Expression
    {
        get
        {
            var column = (ColumnExpression?)Argument;
            return Method switch
            {
                AggregateMethod.Count or AggregateMethod.CountValues or AggregateMethod.CountDistinct =>
                    new AggregateExpression(Method, column, ColumnKind.Int64) { Precision = DigitsOfCount },
                AggregateMethod.Average or AggregateMethod.Median => new AggregateExpression(Method, column, ColumnKind.Double),
                AggregateMethod.Sum when Numbers.IsExact(column!) =>
                    new AggregateExpression(Method, column, column!.Kind) { Precision = Digits.Most, Scale = column.Scale },
                _ => new AggregateExpression(Method, column, column!.Kind) { Precision = column.Precision, Scale = column.Scale },
            };
        }
    }
}

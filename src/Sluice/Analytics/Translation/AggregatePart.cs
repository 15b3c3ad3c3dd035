using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>One aggregate that the database calculates.</summary>
/// <param name="Method">The method.</param>
/// <param name="Argument">What is aggregated; <see langword="null"/> to count rows.</param>
internal sealed record AggregatePart(AggregateMethod Method, QueryExpression? Argument)
{
    // No table has so many rows that their count has more digits.
    private const int DigitsOfCount = QueryExpression.MaxNarrow;

    /// <summary>The aggregate as an expression. Its argument must already be a column.</summary>
    public AggregateExpression Expression
    {
        get
        {
            var column = (ColumnExpression?)Argument;
            return Method switch
            {
                AggregateMethod.Count or AggregateMethod.CountValues or AggregateMethod.CountDistinct =>
                    new AggregateExpression(Method, column, ColumnKind.Int64) { Precision = DigitsOfCount },
                AggregateMethod.Average or AggregateMethod.Deviation => new AggregateExpression(Method, column, ColumnKind.Double),
                _ when Percentiles.ShareOf(Method) is not null => new AggregateExpression(Method, column, ColumnKind.Double),
                AggregateMethod.Sum when Numbers.IsExact(column!) =>
                    new AggregateExpression(Method, column, column!.Kind) { Precision = Digits.Most, Scale = column.Scale },
                _ => new AggregateExpression(Method, column, column!.Kind) { Precision = column.Precision, Scale = column.Scale },
            };
        }
    }
}

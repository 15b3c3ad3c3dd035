using Microsoft.OData.UriParser.Aggregation;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;
using AggregateExpression = Microsoft.OData.UriParser.Aggregation.AggregateExpression;

namespace Sluice.Analytics.Translation;

/// <summary>Translates aggregates. They are exact where their values are; see <see cref="Numbers"/>.</summary>
internal static class Aggregates
{
    /// <summary>All methods, for a sentence.</summary>
    public static string Methods { get; } = $"sum, min, max, average, countdistinct, {string.Join(", ", EdmBuilder.Methods.Keys)}";

    /// <summary>Translates an aggregate.</summary>
    /// <exception cref="QueryRefusedException">The aggregate is not supported.</exception>
    public static Aggregate Create(AggregateExpressionBase node, RowPipeline rows)
    {
        if (node is not AggregateExpression aggregate)
        {
            throw new QueryRefusedException("Only values of the rows themselves can be aggregated, and their $count.");
        }

        var method = aggregate.Method switch
        {
            AggregationMethod.VirtualPropertyCount => AggregateMethod.Count,
            AggregationMethod.Sum => AggregateMethod.Sum,
            AggregationMethod.Min => AggregateMethod.Min,
            AggregationMethod.Max => AggregateMethod.Max,
            AggregationMethod.Average => AggregateMethod.Average,
            AggregationMethod.CountDistinct => AggregateMethod.CountDistinct,
            AggregationMethod.Custom when EdmBuilder.Methods.TryGetValue(aggregate.MethodDefinition.MethodLabel, out var own) => own,
            _ => throw new QueryRefusedException(
                $"The aggregation methods are {Methods}; rows are counted by $count."),
        };
        if (method == AggregateMethod.Count)
        {
            return Plain(aggregate.Alias, method, null);
        }

        var value = rows.Value(aggregate.Expression);
        var needsNumber = method is AggregateMethod.Sum or AggregateMethod.Average or AggregateMethod.Deviation
            || Percentiles.ShareOf(method) is not null;
        if ((needsNumber && !Functions.IsNumber(value.Kind))
            || (method is AggregateMethod.Min or AggregateMethod.Max && value.Kind == ColumnKind.Boolean))
        {
            throw new QueryRefusedException($"Values of that type have no {method.ToString().ToLowerInvariant()}.");
        }

        if (Comparisons.IsNull(value))
        {
            throw new QueryRefusedException("null cannot be aggregated.");
        }

        return (method, value) switch
        {
            (AggregateMethod.Sum, _) when Numbers.IsExact(value) => Sum(aggregate.Alias, value),
            (AggregateMethod.Average, _) when Numbers.IsExact(value) => Average(aggregate.Alias, value),
            _ when method == AggregateMethod.Deviation || Percentiles.ShareOf(method) is not null =>
                Plain(aggregate.Alias, method, Numbers.AsDouble(value)),
            (AggregateMethod.Min or AggregateMethod.Max, EitherExpression either) => Extreme(aggregate.Alias, method, either),
            (AggregateMethod.CountDistinct, EitherExpression either) => CountDistinct(aggregate.Alias, either),
            _ => Plain(aggregate.Alias, method, value),
        };
    }

    private static Aggregate Plain(string alias, AggregateMethod method, QueryExpression? argument) =>
        new(alias, [new AggregatePart(method, argument)], parts => parts[0]);

    private static Aggregate Sum(string alias, QueryExpression value)
    {
        var sum = new ExactSum(value);
        return new Aggregate(alias, sum.Parts, sum.Value);
    }

    /// <summary>The average is the exact sum divided by the number of values, so it does not depend on the order of the rows.</summary>
    private static Aggregate Average(string alias, QueryExpression value)
    {
        var sum = new ExactSum(value);
        var counts = EitherExpression.Parts(value).Select(v => new AggregatePart(AggregateMethod.CountValues, v));
        return new Aggregate(alias, [.. sum.Parts, .. counts], p => new FunctionExpression(
            SqlFunction.Divide,
            [Numbers.AsDouble(sum.Value(p)), Numbers.AsDouble(p.Skip(sum.Parts.Count).Aggregate(Functions.Plus))],
            ColumnKind.Double,
            true));
    }

    private static Aggregate CountDistinct(string alias, EitherExpression value) => new(
        alias,
        [new AggregatePart(AggregateMethod.CountDistinct, value.Exact), new AggregatePart(AggregateMethod.CountDistinct, value.Otherwise)],
        p => Functions.Plus(p[0], p[1]));

    /// <summary>
    /// The least or greatest of numbers that are exact in some rows and floating point in others. It is exact if there are no floating
    /// point numbers, or if the exact extreme is not beyond the floating point one.
    /// </summary>
    private static Aggregate Extreme(string alias, AggregateMethod method, EitherExpression value) => new(
        alias,
        [new AggregatePart(method, value.Exact), new AggregatePart(method, value.Otherwise)],
        p =>
        {
            var isExact = new LogicalExpression(false,
            [
                new IsNullExpression(p[1]),
                new ComparisonExpression(
                    method == AggregateMethod.Min ? ComparisonOperator.LessOrEqual : ComparisonOperator.GreaterOrEqual,
                    Numbers.AsDouble(p[0]), p[1]),
            ]);
            return EitherExpression.Create(CaseExpression.Create(isExact, p[0], null), CaseExpression.Create(isExact, null, p[1]));
        });
}

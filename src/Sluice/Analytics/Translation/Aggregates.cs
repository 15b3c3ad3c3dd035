using Microsoft.OData.UriParser.Aggregation;
using Sluice.Analytics.Queries;
using Sluice.Lake;
using AggregateExpression = Microsoft.OData.UriParser.Aggregation.AggregateExpression;

namespace Sluice.Analytics.Translation;

/// <summary>Aggregates, with the types that they give.</summary>
internal static class Aggregates
{
    /// <summary>The aggregation method that OData has no name for.</summary>
    public const string Median = "Sluice.median";

    /// <summary>Reads an aggregate.</summary>
    /// <exception cref="QueryRefusedException">There is no such thing here.</exception>
    public static (string Alias, AggregateMethod Method, RowProperty? Argument) Of(AggregateExpressionBase node, RowPipeline rows)
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
            AggregationMethod.Custom when aggregate.MethodDefinition.MethodLabel == Median => AggregateMethod.Median,
            _ => throw new QueryRefusedException(
                $"The aggregation methods are sum, min, max, average, countdistinct and {Median}; rows are counted by $count."),
        };
        if (method == AggregateMethod.Count)
        {
            return (aggregate.Alias, method, null);
        }

        var value = rows.Value(aggregate.Expression);
        var needsNumber = method is AggregateMethod.Sum or AggregateMethod.Average or AggregateMethod.Median;
        if ((needsNumber && !Functions.IsNumber(value.Kind)) || (method is AggregateMethod.Min or AggregateMethod.Max && value.Kind == ColumnKind.Boolean))
        {
            throw new QueryRefusedException($"Values of that type have no {method.ToString().ToLowerInvariant()}.");
        }

        if (Comparisons.IsNull(value))
        {
            throw new QueryRefusedException("null cannot be aggregated.");
        }

        var known = rows.Properties.FirstOrDefault(p => p.Value == value);
        return (aggregate.Alias, method, known ?? RowProperty.Of([aggregate.Alias], value));
    }

    /// <summary>The property that an aggregate becomes.</summary>
    public static RowProperty Property(string alias, AggregateMethod method, RowProperty? argument)
    {
        var type = method switch
        {
            AggregateMethod.Average or AggregateMethod.Median => new ColumnType(ColumnKind.Double),
            AggregateMethod.Count or AggregateMethod.CountDistinct => new ColumnType(ColumnKind.Int64),

            // A sum can have more digits than its summands.
            AggregateMethod.Sum => argument!.Type with { Precision = 0 },
            _ => argument!.Type,
        };
        return new RowProperty(
            [alias], new Queries.AggregateExpression(method, (ColumnExpression?)argument?.Value, type.Kind) { Scale = type.Scale }, type);
    }
}

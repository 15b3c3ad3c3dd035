using System.Globalization;
using Microsoft.OData.UriParser;
using Microsoft.OData.UriParser.Aggregation;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>Takes the steps of <c>$apply</c> (OData Extension for Data Aggregation 4.0).</summary>
/// <param name="parser">Creates the parser of an option over the current rows.</param>
internal sealed class Transformations(Func<RowPipeline, string, string, ODataQueryOptionParser> parser)
{
    // Transformations of the standard that are understood, and not supported.
    private static readonly string[] Unsupported =
        ["addnested", "ancestors", "descendants", "expand", "join", "nest", "outerjoin", "traverse"];

    // What can be done with the rows of a group by the standard, other than to aggregate them.
    private static readonly string[] OfGroups = [.. EdmCapabilities.Transformations.Where(t => t != "aggregate")];

    /// <summary>Takes the steps of a chain.</summary>
    /// <exception cref="QueryRefusedException">A step is wrong or not supported.</exception>
    public void ApplyAll(RowPipeline rows, string chain)
    {
        foreach (var step in ApplyText.Split(chain))
        {
            Apply(rows, step);
        }
    }

    private void Apply(RowPipeline rows, string text)
    {
        var (name, arguments) = ApplyText.Call(text);
        switch ((name, arguments))
        {
            case ("identity", null):
                break;
            case ("concat", [_, _, ..]):
                Concat(rows, arguments);
                break;
            case ("groupby", _) when ApplyText.Levels(arguments) is { } levels:
                Concat(rows, levels);
                break;
            case ("groupby", [_, var inner]) when OfGroups.Contains(ApplyText.Call(inner).Name, StringComparer.Ordinal):
                throw QueryRefusedException.Unsupported("Groups can only be aggregated.");
            case ("search", [var search]):
                rows.Search(Parsing.Guard("$search", search, () => parser(rows, "$search", search).ParseSearch()));
                break;
            case ("orderby", [_, ..]):
                rows.Sort(rows.Order(OrderBy(rows, string.Join(',', arguments))));
                break;
            case ("top", [var most]):
                rows.Cut(0, Whole(name, most));
                break;
            case ("skip", [var less]):
                rows.Cut(Whole(name, less), null);
                break;
            case ("topcount" or "bottomcount", [var count, var by]):
                rows.Sort([new Ordering(Value(rows, name, by), IsTop(name))]);
                rows.Cut(0, Whole(name, count));
                break;
            case ("topsum" or "bottomsum", [var sum, var by]):
                var limit = Literals.Number(sum);
                rows.KeepUntil(
                    Number(rows, name, by), IsTop(name), (before, _) => Comparisons.Create(ComparisonOperator.Less, before, limit));
                break;
            case ("toppercent" or "bottompercent", [var percent, var by]):
                var share = Numbers.Finite(Numbers.AsDouble(Literals.Number(percent)));
                rows.KeepUntil(Number(rows, name, by), IsTop(name), (before, all) => Comparisons.Create(
                    ComparisonOperator.Less, Times(before, new ParameterExpression(100d, ColumnKind.Double)), Times(all, share)));
                break;
            case var _ when Unsupported.Contains(name, StringComparer.Ordinal):
                throw QueryRefusedException.Unsupported($"The transformation {name} of $apply is not supported.");
            default:
                Parse(rows, text);
                break;
        }
    }

    private void Concat(RowPipeline rows, IReadOnlyList<string> chains) =>
        rows.Concat([.. chains.Select(c => (Action<RowPipeline>)(branch => ApplyAll(branch, c)))]);

    private void Parse(RowPipeline rows, string text)
    {
        var clause = Parsing.Guard("$apply", text, () => parser(rows, "$apply", text).ParseApply());
        foreach (var transformation in clause.Transformations)
        {
            switch (transformation)
            {
                case FilterTransformationNode filter:
                    rows.Filter(filter.FilterClause.Expression);
                    break;
                case ComputeTransformationNode compute:
                    rows.Compute(compute.Expressions);
                    break;
                case AggregateTransformationNode aggregate:
                    rows.Group(null, aggregate.AggregateExpressions);
                    break;
                case GroupByTransformationNode group:
                    rows.Group(
                        [.. group.GroupingProperties],
                        group.ChildTransformations switch
                        {
                            null => [],
                            AggregateTransformationNode aggregate => aggregate.AggregateExpressions,
                            _ => throw QueryRefusedException.Unsupported("Groups can only be aggregated."),
                        });
                    break;
                default:
                    throw QueryRefusedException.Unsupported("This transformation of $apply is not supported.");
            }
        }
    }

    private static bool IsTop(string name) => name.StartsWith("top", StringComparison.Ordinal);

    private OrderByClause OrderBy(RowPipeline rows, string text) =>
        Parsing.Guard("$apply", text, () => parser(rows, "$orderby", text).ParseOrderBy());

    private QueryExpression Value(RowPipeline rows, string name, string text) =>
        OrderBy(rows, text) is { ThenBy: null, Direction: OrderByDirection.Ascending } only
            ? rows.Value(only.Expression)
            : throw new QueryRefusedException($"{name} takes a number and a value.");

    private QueryExpression Number(RowPipeline rows, string name, string text) =>
        Value(rows, name, text) is var value && Functions.IsNumber(value.Kind) && !Comparisons.IsNull(value)
            ? value
            : throw new QueryRefusedException($"{name} takes two numbers.");

    private static long Whole(string name, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= int.MaxValue
            ? number
            : throw new QueryRefusedException($"{name} in $apply takes a whole number from 0 to {int.MaxValue}.");

    private static FunctionExpression Times(QueryExpression a, QueryExpression b) =>
        new(SqlFunction.Multiply, [Numbers.AsDouble(a), Numbers.AsDouble(b)], ColumnKind.Double, true);
}

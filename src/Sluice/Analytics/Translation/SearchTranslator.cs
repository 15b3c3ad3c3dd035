using Microsoft.OData.UriParser;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>
/// Translates <c>$search</c>: a word or a phrase is found if a text of the row contains it, whatever its case. Sensitive fields are not
/// searched.
/// </summary>
internal static class SearchTranslator
{
    /// <summary>The condition of a search.</summary>
    /// <param name="node">The search.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="maxDepth">The greatest nesting depth.</param>
    /// <exception cref="QueryRefusedException">It is nested too deeply.</exception>
    public static QueryExpression Condition(QueryNode node, RowPipeline rows, int maxDepth)
    {
        List<QueryExpression> texts =
        [
            .. rows.Properties
                .Where(p => p.Type.Kind == ColumnKind.Text && rows.Set.Find(p.Path[^1])?.IsSensitive != true)
                .Select(p => p.Value),
        ];
        return Condition(node, texts, maxDepth);
    }

    private static QueryExpression Condition(QueryNode node, IReadOnlyList<QueryExpression> texts, int depth)
    {
        if (depth == 0)
        {
            throw new QueryRefusedException("The query option $search is nested too deeply.");
        }

        return node switch
        {
            ConvertNode convert => Condition(convert.Source, texts, depth),
            SearchTermNode term => Comparisons.Any([.. texts.Select(t => Contains(t, term.Text))]),
            UnaryOperatorNode not => new NotExpression(Condition(not.Operand, texts, depth - 1)),
            BinaryOperatorNode binary => new LogicalExpression(
                binary.OperatorKind == BinaryOperatorKind.And,
                [Condition(binary.Left, texts, depth - 1), Condition(binary.Right, texts, depth - 1)]),
            _ => throw new QueryRefusedException("The query option $search has words, phrases in \", AND, OR, NOT and parentheses."),
        };
    }

    // Never null, so that it can be negated.
    private static QueryExpression Contains(QueryExpression text, string term)
    {
        var contains = Functions.Create(
            "contains",
            [Functions.Create("tolower", [text]), Functions.Create("tolower", [new ParameterExpression(term, ColumnKind.Text)])]);
        return text.Nullable ? new LogicalExpression(true, [new NotExpression(new IsNullExpression(text)), contains]) : contains;
    }
}

using Microsoft.OData.UriParser;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>Builds the final select of a request: the result's columns, helper columns, and the order.</summary>
internal sealed class ResultBuilder
{
    private readonly RowPipeline rows;
    private readonly List<Ordering> order;
    private readonly ColumnList columns = new();

    /// <summary>Creates a builder.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The requested order.</param>
    public ResultBuilder(RowPipeline rows, IEnumerable<Ordering> order)
    {
        this.rows = rows;
        this.order = RowOrder.Create(rows, order);
    }

    /// <summary>Builds the plan.</summary>
    /// <param name="clause">The parsed <c>$select</c> and <c>$expand</c>; <see langword="null"/> for all properties.</param>
    /// <param name="expand">The text of <c>$expand</c>.</param>
    /// <param name="isOne">Whether one row is requested.</param>
    public QueryPlan Build(SelectExpandClause? clause, string expand, bool isOne)
    {
        List<RowProperty> selected =
        [
            .. rows.Properties.Where(p => Selection.Has(clause, p)),
            .. rows.IsEntity ? Selection.Derived(clause, rows.Set).Select(p => rows.Find([p.Name])!) : [],
        ];
        var properties = Tree(selected, 0, columns.Add);
        List<string> context = [.. clause is null or { AllSelected: true } && rows is { IsEntity: true, IsComputed: false }
            ? []
            : properties.Select(Text)];
        var expansion = new Expansion(rows, columns);
        var (objects, texts) = expansion.Add(clause, expand);
        properties.AddRange(objects);
        context.AddRange(texts);
        if (properties.Count == 0 && expansion.Collections.Count == 0)
        {
            throw new QueryRefusedException("The query option $select leaves no property.");
        }

        var orderOrdinals = order.Select(o => columns.Add(o.Value, ColumnList.TypeOf(o.Value))).ToList();
        var entity = rows.IsEntity ? new RowEntity(rows.Set, columns.AddKey(rows.Row), Selection.Links(clause, rows.Set)) : null;
        var groupCounts = rows.GroupCounts.Select(c => columns.Add(c, new ColumnType(ColumnKind.Int64))).ToList();
        return new QueryPlan
        {
            Rows = rows.Current(columns.Columns, []) with { OrderBy = order },
            Count = rows.CountRows(),
            Properties = properties,
            Collections = expansion.Collections,
            OrderOrdinals = orderOrdinals,
            GroupCountOrdinals = groupCounts,
            Entity = entity,
            Context = $"{rows.Set.Name}{(context.Count > 0 ? $"({string.Join(',', context)})" : "")}{(isOne ? "/$entity" : "")}",
            Skip = 0,
            Top = null,
            HasCount = false,
        };
    }

    private static string Text(ResultProperty property) => property.Members is null
        ? property.Name
        : $"{property.Name}({string.Join(',', property.Members.Select(Text))})";

    /// <summary>Nests properties by their paths, and keeps their order.</summary>
    private static List<ResultProperty> Tree(IReadOnlyList<RowProperty> properties, int level, Func<RowProperty, ResultProperty> leaf)
    {
        List<ResultProperty> tree = [];
        foreach (var group in properties.GroupBy(p => p.Path[level], StringComparer.Ordinal))
        {
            tree.Add(group.First().Path.Count == level + 1
                ? leaf(group.First())
                : new ResultProperty(group.Key, -1, default, false, Tree([.. group], level + 1, leaf)));
        }

        return tree;
    }
}

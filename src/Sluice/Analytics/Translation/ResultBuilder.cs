using Microsoft.OData.UriParser;
using Sluice.Analytics.Model;
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
        List<CollectionPlan> collections = [];
        foreach (var item in clause?.SelectedItems.OfType<ExpandedNavigationSelectItem>() ?? [])
        {
            var (navigation, text) = Expand(item);
            context.Add(text);
            if (navigation.IsCollection)
            {
                var ordinals = navigation.Pairs.Select(p => columns.Add(rows.Row.Property(p.Own), p.Own.Type)).ToList();
                collections.Add(CollectionBuilder.Build(rows, navigation, item, ordinals, expand));
            }
            else
            {
                properties.Add(One(navigation, item));
            }
        }

        if (clause?.SelectedItems.Any(i => i is ExpandedReferenceSelectItem and not ExpandedNavigationSelectItem) == true)
        {
            throw QueryRefusedException.Unsupported(
                "Related rows can only be expanded as rows, not as references or a count; "
                + "name($count=true;$top=0) gives their count.");
        }

        if (properties.Count == 0 && collections.Count == 0)
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
            Collections = collections,
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

    private (EntityNavigation Navigation, string Context) Expand(ExpandedNavigationSelectItem item)
    {
        if (item.PathToNavigationProperty.Count != 1
            || rows.Row.Set.FindNavigation(item.PathToNavigationProperty.FirstSegment.Identifier) is not { } navigation)
        {
            throw new QueryRefusedException("Only rows that are related to the row itself can be expanded.");
        }

        var clause = item.SelectAndExpand;
        var selected = navigation.Target.Properties
            .Where(p => Selection.Has(clause, new RowProperty([p.Name], Comparisons.Always(true), p.Type)))
            .Concat(Selection.Derived(clause, navigation.Target))
            .Select(p => p.Name);
        return (navigation, $"{navigation.Name}({(clause.AllSelected ? "" : string.Join(',', selected))})");
    }

    private ResultProperty One(EntityNavigation navigation, ExpandedNavigationSelectItem item)
    {
        if (item.FilterOption is not null || item.OrderByOption is not null || item.TopOption is not null || item.SkipOption is not null
            || item.CountOption is not null || item.SearchOption is not null || item.ApplyOption is not null
            || item.ComputeOption is not null
            || item.LevelsOption is not null)
        {
            throw new QueryRefusedException($"{navigation.Name} is one row: its only option in $expand is $select.");
        }

        var target = rows.Row.Navigate(navigation);
        var clause = item.SelectAndExpand;
        var selected = navigation.Target.Properties
            .Select(p => new RowProperty([p.Name], target.Property(p), p.Type))
            .Where(p => Selection.Has(clause, p))
            .Concat(Selection.Derived(clause, navigation.Target).Select(p => new RowProperty([p.Name], target.Property(p.Name), p.Type)))
            .ToList();
        if (selected.Count == 0)
        {
            throw new QueryRefusedException($"The $select of {navigation.Name} leaves no property.");
        }

        var presence = columns.Add(target.Property(navigation.Pairs[0].Other), navigation.Pairs[0].Other.Type);
        return new ResultProperty(navigation.Name, presence, default, false, [.. selected.Select(columns.Add)])
        {
            Entity = new RowEntity(navigation.Target, columns.AddKey(target), Selection.Links(clause, navigation.Target)),
        };
    }
}

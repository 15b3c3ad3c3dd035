using Microsoft.OData.UriParser;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;

namespace Sluice.Analytics.Translation;

/// <summary>Translates an expanded collection.</summary>
internal static class CollectionBuilder
{
    /// <summary>Translates one expanded collection.</summary>
    /// <param name="parents">The parent rows.</param>
    /// <param name="navigation">The navigation, which must be a collection.</param>
    /// <param name="item">The item of <c>$expand</c>.</param>
    /// <param name="parentOrdinals">The columns of the parent rows that related rows refer to.</param>
    /// <param name="options">The texts of its options.</param>
    /// <returns>The translation, and the texts of what is expanded in its rows for the context URL.</returns>
    /// <exception cref="QueryRefusedException">The item cannot be answered.</exception>
    public static (CollectionPlan Plan, List<string> Context) Build(
        RowPipeline parents, EntityNavigation navigation, ExpandedNavigationSelectItem item, IReadOnlyList<int> parentOrdinals,
        IReadOnlyDictionary<string, string> options)
    {
        Check(navigation, item);
        var rows = parents.NewPipeline(navigation.Target);
        var keys = navigation.Pairs.Select(p => rows.Row.Property(p.Other) with { Nullable = false }).ToList();
        if (item.FilterOption is { } filter)
        {
            rows.Filter(filter.Expression, filter.RangeVariable);
        }

        if (item.SearchOption is { } search)
        {
            rows.Search(search);
        }

        var order = RowOrder.Create(rows, rows.Order(item.OrderByOption, isExpanded: true));
        List<RowProperty> selected =
        [
            .. rows.Properties.Where(p => Selection.Has(item.SelectAndExpand, p)),
            .. Selection.Derived(item.SelectAndExpand, navigation.Target).Select(p => rows.Find([p.Name])!),
        ];
        if (selected.Count == 0)
        {
            throw new QueryRefusedException($"The $select of {navigation.Name} leaves no property.");
        }

        var columns = new ColumnList();
        var properties = selected.Select(columns.Add).ToList();
        var expansion = new Expansion(rows, columns);
        var (objects, context) = expansion.Add(item.SelectAndExpand, options.GetValueOrDefault("$expand", ""));
        properties.AddRange(objects);
        var orderOrdinals = order.Select(o => columns.Add(o.Value, ColumnList.TypeOf(o.Value))).ToList();
        var entity = new RowEntity(navigation.Target, columns.AddKey(rows.Row), Selection.Links(item.SelectAndExpand, navigation.Target));
        var plan = new CollectionPlan
        {
            Navigation = navigation,
            ParentOrdinals = parentOrdinals,
            Rows = rows.Current(columns.Columns, []),
            Keys = keys,
            Aliases = (rows.NewAlias(), rows.NewAlias(), rows.NewAlias()),
            Properties = properties,
            Entity = entity,
            Order = order,
            OrderOrdinals = orderOrdinals,
            Skip = Number("$skip", item.SkipOption) ?? 0,
            Top = Number("$top", item.TopOption),
            HasCount = item.CountOption == true,
            Options = options,
            Collections = expansion.Collections,
        };
        return (plan, context);
    }

    private static void Check(EntityNavigation navigation, ExpandedNavigationSelectItem item)
    {
        if (item.ApplyOption is not null || item.ComputeOption is not null || item.LevelsOption is not null)
        {
            throw QueryRefusedException.Unsupported(
                $"The options of {navigation.Name} in $expand are $select, $expand, $filter, $search, $orderby, $top, $skip and "
                + "$count.");
        }
    }

    private static long? Number(string name, long? number) => number is null or (>= 0 and <= int.MaxValue)
        ? number
        : throw new QueryRefusedException($"The option {name} in $expand must be a whole number from 0 to {int.MaxValue}.");
}

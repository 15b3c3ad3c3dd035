using Microsoft.OData.UriParser;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;

namespace Sluice.Analytics.Translation;

/// <summary>
/// Translates <c>$expand</c>, level by level. A single related row becomes an object of the row, read by the same query. A collection
/// becomes a query of its own, whatever level it is on.
/// </summary>
/// <param name="rows">The rows that are expanded.</param>
/// <param name="columns">The columns of their query.</param>
internal sealed class Expansion(RowPipeline rows, ColumnList columns)
{
    private readonly List<CollectionPlan> collections = [];

    /// <summary>The collections, also those of single related rows.</summary>
    public IReadOnlyList<CollectionPlan> Collections => collections;

    /// <summary>Adds what is expanded in the rows themselves.</summary>
    /// <param name="clause">Their <c>$select</c> and <c>$expand</c>.</param>
    /// <param name="text">The text of <c>$expand</c>.</param>
    /// <returns>The single related rows as properties, and the texts of all for the context URL.</returns>
    public (List<ResultProperty> Objects, List<string> Context) Add(SelectExpandClause? clause, string text) =>
        clause?.SelectedItems.Any(i => i is ExpandedReferenceSelectItem) == true ? Add(clause, rows.Row, text, []) : ([], []);

    private (List<ResultProperty> Objects, List<string> Context) Add(
        SelectExpandClause clause, RowScope row, string text, IReadOnlyList<string> path)
    {
        List<ResultProperty> objects = [];
        List<string> context = [];
        foreach (var item in clause.SelectedItems.OfType<ExpandedNavigationSelectItem>())
        {
            if (item.PathToNavigationProperty.Count != 1
                || row.Set.FindNavigation(item.PathToNavigationProperty.FirstSegment.Identifier) is not { } navigation)
            {
                throw new QueryRefusedException("Only rows that are related to the row itself can be expanded.");
            }

            var options = ExpandText.Options(text, navigation.Name);
            List<string> inner;
            if (navigation.IsCollection)
            {
                var ordinals = navigation.Pairs.Select(p => columns.Add(row.Property(p.Own), p.Own.Type)).ToList();
                (var collection, inner) = CollectionBuilder.Build(rows, navigation, item, ordinals, options);
                collections.Add(path.Count == 0
                    ? collection
                    : collection with { Path = path, Parent = new RowEntity(row.Set, columns.AddKey(row), []) });
            }
            else
            {
                (var one, inner) = One(navigation, item, row, options, path);
                objects.Add(one);
            }

            context.Add(Text(navigation, item.SelectAndExpand, inner));
        }

        return clause.SelectedItems.Any(i => i is ExpandedReferenceSelectItem and not ExpandedNavigationSelectItem)
            ? throw QueryRefusedException.Unsupported(
                "Related rows can only be expanded as rows, not as references or a count; "
                + "name($count=true;$top=0) gives their count.")
            : (objects, context);
    }

    private static string Text(EntityNavigation navigation, SelectExpandClause clause, IEnumerable<string> inner)
    {
        var selected = clause.AllSelected
            ? []
            : navigation.Target.Properties
                .Where(p => Selection.Has(clause, new RowProperty([p.Name], Comparisons.Always(true), p.Type)))
                .Concat(Selection.Derived(clause, navigation.Target))
                .Select(p => p.Name);
        return $"{navigation.Name}({string.Join(',', selected.Concat(inner))})";
    }

    private (ResultProperty One, List<string> Context) One(
        EntityNavigation navigation, ExpandedNavigationSelectItem item, RowScope row, IReadOnlyDictionary<string, string> options,
        IReadOnlyList<string> path)
    {
        if (item.FilterOption is not null || item.OrderByOption is not null || item.TopOption is not null || item.SkipOption is not null
            || item.CountOption is not null || item.SearchOption is not null || item.ApplyOption is not null
            || item.ComputeOption is not null
            || item.LevelsOption is not null)
        {
            throw new QueryRefusedException($"{navigation.Name} is one row: its only options in $expand are $select and $expand.");
        }

        var target = row.Navigate(navigation);
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
        List<ResultProperty> members = [.. selected.Select(columns.Add)];
        var (objects, context) = Add(clause, target, options.GetValueOrDefault("$expand", ""), [.. path, navigation.Name]);
        var one = new ResultProperty(navigation.Name, presence, default, false, [.. members, .. objects])
        {
            Entity = new RowEntity(navigation.Target, columns.AddKey(target), Selection.Links(clause, navigation.Target)),
        };
        return (one, context);
    }
}

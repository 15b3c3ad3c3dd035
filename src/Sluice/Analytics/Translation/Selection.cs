using Microsoft.OData.UriParser;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>Evaluates a <c>$select</c>.</summary>
internal static class Selection
{
    /// <summary>Whether it selects a property.</summary>
    /// <exception cref="QueryRefusedException">A part of it is not supported.</exception>
    public static bool Has(SelectExpandClause? clause, RowProperty property) => clause is null || clause.AllSelected
        || clause.SelectedItems.Any(i => i switch
        {
            WildcardSelectItem => true,
            PathSelectItem { SelectAndExpand: null or { AllSelected: true } } path =>
                property.IsBelow([.. path.SelectedPath.Select(s => s.Identifier)]),
            PathSelectItem => throw new QueryRefusedException("The query option $select can have paths, but no options of its own."),
            _ => false,
        });

    /// <summary>The derived properties of a set that are named. Without a selection, and with <c>*</c>, rows do not have them.</summary>
    public static IEnumerable<EntityProperty> Derived(SelectExpandClause? clause, EntitySet set) => set.Derived.Select(d => d.Property)
        .Where(p => clause?.SelectedItems.OfType<PathSelectItem>().Any(i => i.SelectedPath.FirstSegment.Identifier == p.Name) == true);

    /// <summary>The requested navigations: all of them, unless there is a selection.</summary>
    public static IReadOnlyList<EntityNavigation> Links(SelectExpandClause? clause, EntitySet set) =>
    [
        .. set.Navigations.Where(n => clause is null || clause.AllSelected || clause.SelectedItems.Any(i => i switch
        {
            PathSelectItem path => path.SelectedPath.FirstSegment.Identifier == n.Name,
            ExpandedNavigationSelectItem expanded => expanded.PathToNavigationProperty.FirstSegment.Identifier == n.Name,
            _ => false,
        })),
    ];
}

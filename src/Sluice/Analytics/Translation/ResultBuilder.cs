using System.Globalization;
using Microsoft.OData.UriParser;
using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

/// <summary>Makes the last select of a request: what is given, what is read beside it, and the order.</summary>
internal sealed class ResultBuilder
{
    // System.Decimal has this many digits in any case.
    private const int MaxDecimalDigits = 28;

    private readonly RowPipeline rows;
    private readonly List<Ordering> order;
    private readonly List<Projection> columns = [];

    /// <summary>Begins.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="order">The order that is asked for.</param>
    public ResultBuilder(RowPipeline rows, IEnumerable<Ordering> order)
    {
        this.rows = rows;

        // What is the same in all rows does not order them, and by what has ordered them already nothing is ordered.
        var keys = rows.Key.Select(k => new Ordering(rows.Property(k), Descending: false));
        this.order = [.. order.Concat(keys).Where(o => HasColumn(o.Value)).DistinctBy(o => o.Value)];
    }

    /// <summary>Makes it.</summary>
    /// <param name="clause">What is selected and expanded; <see langword="null"/> for all properties.</param>
    /// <param name="isOne">Whether one row is asked for, by its key.</param>
    public QueryPlan Build(SelectExpandClause? clause, bool isOne)
    {
        var selected = rows.Properties.Where(p => IsSelected(p, clause)).ToList();
        var properties = Tree(selected, 0, p => new ResultProperty(p.Path[^1], Add(p.Value, p.Type), p.Type, IsText(p.Type)));
        List<string> context = [.. clause is null or { AllSelected: true } && rows is { IsEntity: true, IsComputed: false }
            ? []
            : properties.Select(Text)];
        foreach (var expanded in clause?.SelectedItems.OfType<ExpandedNavigationSelectItem>() ?? [])
        {
            var (property, text) = Expand(expanded);
            properties.Add(property);
            context.Add(text);
        }

        if (clause?.SelectedItems.Any(i => i is ExpandedReferenceSelectItem and not ExpandedNavigationSelectItem) == true)
        {
            throw new QueryRefusedException("Related rows can be expanded as they are only, not as references or their count.");
        }

        if (properties.Count == 0)
        {
            throw new QueryRefusedException("The query option $select leaves no property.");
        }

        var orderOrdinals = order.Select(o => Add(o.Value, TypeOf(o.Value))).ToList();
        var keyOrdinals = rows.IsEntity ? rows.Key.Select(k => Add(rows.Property(k), rows.Find(k)!.Type)).ToList() : [];
        var groupCounts = rows.GroupCounts.Select(c => Add(c, new ColumnType(ColumnKind.Int64))).ToList();
        return new QueryPlan
        {
            Rows = rows.Current(columns, []) with { OrderBy = order },
            Count = rows.CountRows(),
            Properties = properties,
            OrderOrdinals = orderOrdinals,
            GroupCountOrdinals = groupCounts,
            KeyOrdinals = keyOrdinals,
            Entity = rows.IsEntity ? rows.Set : null,
            Context = $"{rows.Set.Name}{(context.Count > 0 ? $"({string.Join(',', context)})" : "")}{(isOne ? "/$entity" : "")}",
            Skip = 0,
            Top = null,
            HasCount = false,
        };
    }

    private static string Text(ResultProperty property) => property.Members is null
        ? property.Name
        : $"{property.Name}({string.Join(',', property.Members.Select(Text))})";

    private static ColumnType TypeOf(QueryExpression value) => new(value.Kind, 0, (byte)value.Scale);

    private static bool IsText(ColumnType type) => type.Kind == ColumnKind.Decimal && type.Precision is 0 or > MaxDecimalDigits;

    private static bool HasColumn(QueryExpression value) => value switch
    {
        ColumnExpression or CountExpression or ExistsExpression => true,
        FunctionExpression function => function.Arguments.Any(HasColumn),
        ComparisonExpression comparison => HasColumn(comparison.Left) || HasColumn(comparison.Right),
        LogicalExpression logical => logical.Operands.Any(HasColumn),
        NotExpression not => HasColumn(not.Operand),
        IsNullExpression isNull => HasColumn(isNull.Value),
        InExpression @in => HasColumn(@in.Value),
        _ => false,
    };

    private static bool IsSelected(RowProperty property, SelectExpandClause? clause) => clause is null || clause.AllSelected
        || clause.SelectedItems.Any(i => i switch
        {
            WildcardSelectItem => true,
            PathSelectItem { SelectAndExpand: null or { AllSelected: true } } path =>
                property.IsBelow([.. path.SelectedPath.Select(s => s.Identifier)]),
            PathSelectItem => throw new QueryRefusedException("The query option $select can have paths, but no options of its own."),
            _ => false,
        });

    /// <summary>Nests properties as their paths say, in the order that they come in.</summary>
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

    private (ResultProperty Property, string Context) Expand(ExpandedNavigationSelectItem item)
    {
        if (item.PathToNavigationProperty.Count != 1 || rows.Row.Set.FindNavigation(item.PathToNavigationProperty.FirstSegment.Identifier) is not { } navigation)
        {
            throw new QueryRefusedException("Only rows that are related to the row itself can be expanded.");
        }

        if (navigation.IsCollection)
        {
            throw new QueryRefusedException(
                $"{navigation.Name} has many rows: what can be expanded is the one row that a row refers to. Ask {navigation.Target} for them.");
        }

        if (item.FilterOption is not null || item.OrderByOption is not null || item.TopOption is not null || item.SkipOption is not null
            || item.CountOption is not null || item.SearchOption is not null || item.ApplyOption is not null || item.ComputeOption is not null
            || item.LevelsOption is not null)
        {
            throw new QueryRefusedException("The only option of $expand is $select.");
        }

        var target = rows.Row.Navigate(navigation);
        var clause = item.SelectAndExpand;
        var all = navigation.Target.Properties.Select(p => new RowProperty([p.Name], target.Property(p), p.Type)).ToList();
        var selected = all.Where(p => IsSelected(p, clause)).ToList();
        if (selected.Count == 0)
        {
            throw new QueryRefusedException($"The $select of {navigation.Name} leaves no property.");
        }

        var presence = Add(target.Property(navigation.Pairs[0].Other), navigation.Pairs[0].Other.Type);
        var members = selected.Select(p => new ResultProperty(p.Path[0], Add(p.Value, p.Type), p.Type, IsText(p.Type))).ToList();
        return (
            new ResultProperty(navigation.Name, presence, default, false, members),
            $"{navigation.Name}({(clause.AllSelected ? "" : string.Join(',', selected.Select(p => p.Path[0])))})");
    }

    private int Add(QueryExpression value, ColumnType type)
    {
        var known = columns.FindIndex(c => c.Value == value);
        if (known >= 0)
        {
            return known;
        }

        columns.Add(new Projection(value, $"c{columns.Count.ToString(CultureInfo.InvariantCulture)}", IsText(type)));
        return columns.Count - 1;
    }
}

using System.Globalization;
using Microsoft.OData.UriParser;
using Microsoft.OData.UriParser.Aggregation;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;
using AggregateExpression = Sluice.Analytics.Queries.AggregateExpression;

namespace Sluice.Analytics.Translation;

/// <summary>Builds the query of a request step by step. Each step (filter, compute, group) changes what the rows are.</summary>
/// <remarks>
/// Invariant: all values of <see cref="Properties"/> are expressions over the relation <see cref="source"/> under its alias. Conditions are
/// collected until a step needs the rows as a relation of their own. Then <see cref="Nest"/> turns the current select into the source of a
/// new one, and all properties become its columns. So each calculated value is calculated once, however often it is used.
/// </remarks>
internal sealed partial class RowPipeline : IPropertyScope
{
    private readonly int maxDepth;
    private readonly DateTime now;
    private readonly List<QueryExpression> conditions = [];
    private readonly List<string> groupCounts = [];
    private Relation source;
    private string alias;
    private RowScope? row;
    private int aliases;

    /// <summary>Starts a pipeline with all rows of a set.</summary>
    public RowPipeline(EntitySet set, int maxDepth, DateTime now)
        : this(set, maxDepth, now, new NumberLists())
    {
    }

    private RowPipeline(EntitySet set, int maxDepth, DateTime now, NumberLists lists)
    {
        Lists = lists;
        this.maxDepth = maxDepth;
        this.now = now;
        Set = set;
        source = set.Source;
        alias = NewAlias();
        row = RowScope.FromTable(set, alias, NewAlias);
        Properties = [.. set.Properties.Select(p => new RowProperty([p.Name], row.Property(p), p.Type))];
        Key = [.. set.Key.Select(k => (IReadOnlyList<string>)[k.Name])];
    }

    /// <summary>The set that the rows come from.</summary>
    public EntitySet Set { get; }

    /// <summary>The numbers in the lists of the request.</summary>
    public NumberLists Lists { get; }

    /// <summary>The claims that the conditions of a filter of rows can use; <see langword="null"/> for requests.</summary>
    public ClaimValues? Claims { get; init; }

    /// <summary>The properties that the rows have now.</summary>
    public IReadOnlyList<RowProperty> Properties { get; private set; }

    /// <summary>The paths of the properties that identify a row; empty if there is only one row.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Key { get; private set; }

    /// <summary>Whether the rows are still those of the set, possibly with more properties.</summary>
    public bool IsEntity => row is not null;

    /// <summary>Whether the rows have calculated properties.</summary>
    public bool IsComputed { get; private set; }

    /// <summary>The columns with the number of groups, one for each grouping.</summary>
    public IEnumerable<ColumnExpression> GroupCounts => groupCounts.Select(Count);

    /// <inheritdoc/>
    public RowScope Row => row ?? throw new QueryRefusedException("Groups have no related rows.");

    /// <inheritdoc/>
    public QueryExpression Property(IReadOnlyList<string> path) => Find(path)?.Value
        ?? throw new QueryRefusedException($"Rows have no property {string.Join('/', path)} here.");

    /// <summary>The property at a path, or <see langword="null"/>.</summary>
    public RowProperty? Find(IReadOnlyList<string> path) => Properties.FirstOrDefault(p => p.IsAt(path))
        ?? (row is not null && path is [var name] && Set.FindDerived(name) is { } derived
            ? new RowProperty(path, row.Property(name), derived.Property.Type)
            : null);

    /// <inheritdoc/>
    public string NewAlias() => $"t{(aliases++).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Starts a pipeline for another set, for a separate query of the same request.</summary>
    public RowPipeline NewPipeline(EntitySet set) => new(set, maxDepth, now, Lists);

    /// <summary>Translates a value.</summary>
    public QueryExpression Value(SingleValueNode node) => Translator(null).Value(node);

    /// <summary>Keeps the rows that satisfy a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="it">The range variable of the rows, if variables of other rows are possible.</param>
    public void Filter(SingleValueNode condition, RangeVariable? it = null) => Filter(Translator(it).Condition(condition));

    /// <summary>Keeps the rows that satisfy a condition.</summary>
    public void Filter(QueryExpression condition) => conditions.Add(condition);

    /// <summary>Keeps the rows in which a text is found.</summary>
    public void Search(SearchClause search) => Filter(SearchTranslator.Condition(search.Expression, this, maxDepth));

    /// <summary>Adds calculated properties.</summary>
    public void Compute(IEnumerable<ComputeExpression> expressions)
    {
        List<RowProperty> added = [];
        foreach (var expression in expressions)
        {
            var property = RowProperty.From([expression.Alias], Value(expression.Expression));
            CheckIsNew(property.Path, added);
            added.Add(property);
        }

        // Make them columns of a nested select, so that each is calculated once.
        Properties = [.. Properties, .. added];
        IsComputed = true;
        Seal();
    }

    /// <summary>Replaces the rows by one row per group, or by one row for all.</summary>
    /// <param name="keys">The properties to group by; <see langword="null"/> for one group of all rows.</param>
    /// <param name="aggregates">The aggregates.</param>
    public void Group(IReadOnlyList<GroupByPropertyNode>? keys, IEnumerable<AggregateExpressionBase> aggregates)
    {
        List<RowProperty> grouped = [];
        AddKeys(keys ?? [], [], grouped);
        List<Aggregate> aggregated = [];
        foreach (var aggregate in aggregates)
        {
            IReadOnlyList<string> path = [aggregate.Alias];
            CheckIsNew(
                path, [.. grouped, .. aggregated.Select(a => new RowProperty([a.Alias], Comparisons.Always(true), default))], among: []);
            aggregated.Add(Aggregates.Create(aggregate, this));
        }

        // Groups have no order.
        Given = [];

        // A select groups by, and aggregates, columns only. If a key or an argument is an expression, first make it a column of a nested
        // select. Nest replaces the values of Properties by columns in the same order, so keys and arguments are found again by position.
        var arguments = aggregated.SelectMany(a => a.Parts).Select(p => p.Argument).OfType<QueryExpression>().Distinct().ToList();
        if (arguments.Concat(grouped.SelectMany(p => EitherExpression.Parts(p.Value))).Any(v => v is not ColumnExpression))
        {
            Properties = [.. grouped, .. arguments.Select(a => new RowProperty([], a, a.Type))];
            Seal();
            grouped = [.. Properties.Take(grouped.Count)];
            var columns = arguments.Zip(Properties.Skip(grouped.Count), (a, p) => (a, p.Value)).ToDictionary(p => p.a, p => p.Value);
            aggregated = [.. aggregated.Select(a => a with
            {
                Parts = [.. a.Parts.Select(p => p with { Argument = p.Argument is null ? null : columns[p.Argument] })],
            })];
        }

        // The rows of the grouped select: the keys, then the parts of all aggregates as columns without a path. Aggregates are not
        // calculated yet.
        Properties =
        [
            .. grouped,
            .. aggregated.SelectMany(a => a.Parts).Select(p => new RowProperty([], p.Expression, p.Expression.Type)),
        ];
        // Number of groups: each row of an earlier grouping has the same count, so the greatest one passes it on. This grouping adds its
        // own.
        var counts = GroupCounts.Select(c => new Projection(new AggregateExpression(AggregateMethod.Max, c, c.Kind), c.Name)).ToList();
        if (keys is not null)
        {
            var name = $"#g{groupCounts.Count.ToString(CultureInfo.InvariantCulture)}";
            groupCounts.Add(name);
            counts.Add(new Projection(new AggregateExpression(AggregateMethod.GroupCount, null, ColumnKind.Int64), name));
        }

        Key = [.. grouped.Select(p => p.Path)];
        var groupBy = grouped.SelectMany(p => EitherExpression.Parts(p.Value)).Cast<ColumnExpression>().Distinct().ToList();
        var select = Current(Projections(), counts) with { GroupBy = groupBy };
        row = null;
        Nest(select);
        // Over the nested groups, calculate the value of each aggregate from the columns of its parts, which come in the same order.
        var parts = new Queue<QueryExpression>(Properties.Skip(grouped.Count).Select(p => p.Value));
        Properties =
        [
            .. Properties.Take(grouped.Count),
            .. aggregated.Select(a => RowProperty.From([a.Alias], a.Value([.. a.Parts.Select(_ => parts.Dequeue())]))),
        ];
    }

    /// <summary>Translates an order of the current rows.</summary>
    /// <param name="clause">The order.</param>
    /// <param name="isExpanded">Whether these are the rows of an expanded collection, where variables of other rows are possible.</param>
    public List<Ordering> Order(OrderByClause? clause, bool isExpanded = false)
    {
        List<Ordering> orderings = [];
        for (; clause is not null; clause = clause.ThenBy)
        {
            orderings.Add(new Ordering(
                Translator(isExpanded ? clause.RangeVariable : null).Value(clause.Expression),
                clause.Direction == OrderByDirection.Descending));
        }

        return orderings;
    }

    /// <summary>The current rows as a select of some columns.</summary>
    public Select Current(IReadOnlyList<Projection> columns, IEnumerable<Projection> more) => new()
    {
        Source = source,
        Alias = alias,
        Joins = row is null ? [] : [.. row.Joins],
        Where = conditions.Count == 0 ? null : Comparisons.All([.. conditions]),
        Columns = [.. columns, .. more],
    };

    /// <summary>The query for the number of current rows.</summary>
    public Select CountRows() => Current(
        [new Projection(new AggregateExpression(AggregateMethod.Count, null, ColumnKind.Int64), "n")], []) with
    { GroupBy = [] };

    private static void CheckIsNew(IReadOnlyList<string> path, IEnumerable<RowProperty> added, IEnumerable<RowProperty> among)
    {
        if (added.Concat(among).Any(p => p.IsBelow(path)))
        {
            throw new QueryRefusedException($"The name {string.Join('/', path)} is given twice.");
        }
    }

    private void CheckIsNew(IReadOnlyList<string> path, IEnumerable<RowProperty> added)
    {
        CheckIsNew(path, added, Properties);
        if (row?.Set.FindNavigation(path[0]) is not null)
        {
            throw new QueryRefusedException($"The name {path[0]} is given twice.");
        }
    }

    private void AddKeys(IEnumerable<GroupByPropertyNode> nodes, IReadOnlyList<string> path, List<RowProperty> keys)
    {
        foreach (var node in nodes)
        {
            IReadOnlyList<string> here = [.. path, node.Name];
            if (node.ChildTransformations.Count > 0)
            {
                AddKeys(node.ChildTransformations, here, keys);
                continue;
            }

            CheckIsNew(here, keys, []);
            var value = node.Expression is { } expression
                ? Value(expression)
                : throw new QueryRefusedException($"groupby cannot group by '{node.Name}'.");
            keys.Add(Find(here) is { } known && known.Value == value ? known : RowProperty.From(here, value));
        }
    }

    private IReadOnlyList<Projection> Projections() =>
        [
            .. Properties.SelectMany(p => EitherExpression.Parts(p.Value))
                .Select((v, i) => new Projection(v, $"c{i.ToString(CultureInfo.InvariantCulture)}")),
        ];

    /// <summary>
    /// Turns the current rows into the source of the next select. Counts of groups are passed on, and the values of the order are hidden
    /// columns.
    /// </summary>
    /// <param name="change">Changes the select, or <see langword="null"/>.</param>
    private void Seal(Func<Select, Select>? change = null)
    {
        var (count, given) = (Properties.Count, Given);
        Properties = [.. Properties, .. given.Select(o => new RowProperty([], o.Value, o.Value.Type))];
        var select = Current(Projections(), GroupCounts.Select(c => new Projection(c, c.Name)));
        Nest(change?.Invoke(select) ?? select);
        Given = [.. given.Zip(Properties.Skip(count), (o, p) => o with { Value = p.Value })];
        Properties = [.. Properties.Take(count)];
    }

    // Invariant: the columns of the select start with the parts of all properties, in order, so each property takes its columns from the
    // front of the queue. A select without a row scope (groups) has no navigations any more.
    private void Nest(Select select)
    {
        source = select;
        alias = NewAlias();
        conditions.Clear();
        var columns = new Queue<QueryExpression>(select.Columns.Select(
            c => new ColumnExpression(alias, c.Name, c.Value.Kind, c.Value.Nullable)
            {
                Precision = c.Value.Precision,
                Scale = c.Value.Scale,
            }));
        Properties = [.. Properties.Select(p => p with { Value = EitherExpression.Join(p.Value, columns) })];
        if (row is not null)
        {
            row = RowScope.From(row.Set, p => (ColumnExpression)Property([p.Name]), NewAlias);
        }
    }

    private ExpressionTranslator Translator(RangeVariable? it) => new(this, maxDepth, now, it, Lists, Claims);

    private ColumnExpression Count(string name) => new(alias, name, ColumnKind.Int64, false);
}

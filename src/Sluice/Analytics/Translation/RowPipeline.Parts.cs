using System.Globalization;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <content>Steps that keep a part of the rows by their order, and that put rows of several kinds together.</content>
internal sealed partial class RowPipeline
{
    // Each branch of a concat repeats the query of what it begins with.
    private const int MostBranches = 64;
    private const int MostNested = 8;
    private const string BranchColumn = "#b";
    private const string NumberColumn = "#n";

    private int branches = 1;
    private readonly int nested;

    // A copy of sealed rows, for one branch of a concat.
    private RowPipeline(RowPipeline other)
        : this(other.Set, other.maxDepth, other.now, other.Lists)
    {
        (source, alias, aliases) = (other.source, other.alias, other.aliases);
        (Properties, Key, Given, IsComputed) = (other.Properties, other.Key, other.Given, other.IsComputed);
        (branches, nested) = (other.branches, other.nested + 1);
        groupCounts.AddRange(other.groupCounts);
        row = other.row is null ? null : RowScope.From(Set, p => (ColumnExpression)Property([p.Name]), NewAlias);
    }

    /// <summary>The order that the steps have given the rows; it may leave some rows equal.</summary>
    public IReadOnlyList<Ordering> Given { get; private set; } = [];

    /// <summary>Gives the rows an order.</summary>
    public void Sort(IEnumerable<Ordering> order) => Given = RowOrder.Create(this, order);

    /// <summary>Keeps a part of the rows in their order.</summary>
    /// <param name="skip">How many rows to leave out first.</param>
    /// <param name="top">How many of the others to keep, or <see langword="null"/> for all.</param>
    public void Cut(long skip, long? top)
    {
        var order = RowOrder.Create(this, []);
        if (top == 0 || (order.Count == 0 && skip > 0))
        {
            Filter(Comparisons.Always(false));
        }
        else if (order.Count > 0)
        {
            Given = order;
            Seal(s => s with { OrderBy = order, Skip = skip, Top = top });
        }
    }

    /// <summary>
    /// Orders the rows by a number, and keeps the first until their sum reaches a limit. A row without a number adds nothing.
    /// </summary>
    /// <param name="number">The number.</param>
    /// <param name="descending">Whether the greatest come first.</param>
    /// <param name="isWithin">
    /// Whether the sum of all rows before a row is below the limit. It gets that sum, and the sum of all rows.
    /// </param>
    public void KeepUntil(QueryExpression number, bool descending, Func<QueryExpression, QueryExpression, QueryExpression> isWithin)
    {
        var value = (ColumnExpression)SealWith(number is EitherExpression ? Numbers.AsDouble(number) : number)[0];
        Sort([new Ordering(value, descending)]);
        var sums = SealWith(Sum(Given), Sum([]));
        Filter(Comparisons.Any([new IsNullExpression(sums[0]), isWithin(sums[0], sums[1])]));

        WindowExpression Sum(IReadOnlyList<Ordering> order) => new(AggregateMethod.Sum, value, order, value.Kind)
        {
            Precision = Numbers.IsExact(value) ? Digits.Most : 0,
            Scale = value.Scale,
        };
    }

    /// <summary>Replaces the rows by those of several branches, one after the other. What a branch does not have is null.</summary>
    /// <param name="all">Takes the steps of each branch.</param>
    /// <exception cref="QueryRefusedException">The branches have different types of a property, or there are too many.</exception>
    public void Concat(IReadOnlyList<Action<RowPipeline>> all)
    {
        if (nested == MostNested)
        {
            throw new QueryRefusedException($"A concat in $apply is nested deeper than the allowed {MostNested} levels.");
        }

        Seal();
        List<RowPipeline> parts = [];
        foreach (var steps in all)
        {
            var part = new RowPipeline(this);
            steps(part);
            parts.Add(part);
        }

        branches = parts.Sum(p => p.branches);
        if (branches > MostBranches)
        {
            throw new QueryRefusedException($"The concats in $apply have more than the allowed {MostBranches} branches together.");
        }

        Join(parts);
    }

    private void Join(IReadOnlyList<RowPipeline> parts)
    {
        var paths = parts.SelectMany(p => p.Properties.Select(o => o.Path)).DistinctBy(p => string.Join('/', p)).ToList();
        if (paths.Any(p => paths.Any(o => o != p && p.Take(o.Count).SequenceEqual(o, StringComparer.Ordinal))))
        {
            throw new QueryRefusedException("A name is that of a value in one branch of concat, and of an object in another.");
        }

        var columns = paths.Select(p => Alike(parts, p)).ToList();
        groupCounts.Clear();
        groupCounts.AddRange(parts.SelectMany(p => p.groupCounts).Distinct(StringComparer.Ordinal));
        source = new Union([.. parts.Select((p, i) => Branch(p, i, [.. columns.Select(c => c[i])]))]);
        aliases = parts.Max(p => p.aliases);
        alias = NewAlias();
        row = null;
        conditions.Clear();
        Key = [];
        Properties = [.. paths.Select((p, i) => RowProperty.From(p, Column(NameOf(i), columns[i])))];
        Given =
        [
            new Ordering(new ColumnExpression(alias, BranchColumn, ColumnKind.Int64, false), false),
            new Ordering(new ColumnExpression(alias, NumberColumn, ColumnKind.Int64, false), false),
        ];

        // Each row knows the greatest number of groups of all branches, because only the first row is looked at.
        Seal(s => s with
        {
            Columns =
            [
                .. s.Columns.Select(c => c.Value is ColumnExpression { Name: var name } count && groupCounts.Contains(name)
                    ? c with { Value = new WindowExpression(AggregateMethod.Max, count, [], ColumnKind.Int64) }
                    : c),
            ],
        });
    }

    private static IReadOnlyList<QueryExpression> Alike(IReadOnlyList<RowPipeline> parts, IReadOnlyList<string> path)
    {
        var values = parts
            .Select(p => p.Find(path)?.Value is { } value ? value is EitherExpression ? Numbers.AsDouble(value) : value : null)
            .ToList();
        var kind = values.OfType<QueryExpression>().FirstOrDefault(v => !Comparisons.IsNull(v))?.Kind ?? ColumnKind.Text;
        var alike = CaseTranslator.Alike([.. values.Select(v => v ?? new ParameterExpression(null, kind))]);
        var one = alike.FirstOrDefault(v => !Comparisons.IsNull(v));
        return
        [
            .. alike.Select(v => Comparisons.IsNull(v) && one is not null
                ? new ParameterExpression(null, one.Kind) { Precision = one.Precision, Scale = one.Scale }
                : v),
        ];
    }

    private ColumnExpression Column(string name, IReadOnlyList<QueryExpression> values) =>
        new(alias, name, values[0].Kind, values.Any(v => v.Nullable))
        {
            Precision = values.Max(v => v.Precision),
            Scale = values.Max(v => v.Scale),
        };

    private Select Branch(RowPipeline part, int number, IReadOnlyList<QueryExpression> values)
    {
        var order = RowOrder.Create(part, []);
        QueryExpression place = order.Count == 0
            ? new ParameterExpression(1L, ColumnKind.Int64)
            : new WindowExpression(AggregateMethod.Count, null, order, ColumnKind.Int64);
        return part.Current(
            [.. values.Select((v, i) => new Projection(v, NameOf(i)))],
            [
                new Projection(new ParameterExpression((long)number, ColumnKind.Int64), BranchColumn),
                new Projection(place, NumberColumn),
                .. groupCounts.Select(g => new Projection(
                    part.groupCounts.Contains(g) ? part.Count(g) : new ParameterExpression(null, ColumnKind.Int64), g)),
            ]);
    }

    private static string NameOf(int column) => $"c{column.ToString(CultureInfo.InvariantCulture)}";

    // Seals the rows with more values, and returns the columns that have them.
    private List<QueryExpression> SealWith(params IReadOnlyList<QueryExpression> values)
    {
        var count = Properties.Count;
        Properties = [.. Properties, .. values.Select(v => new RowProperty([], v, v.Type))];
        Seal();
        var columns = Properties.Skip(count).Select(p => p.Value).ToList();
        Properties = [.. Properties.Take(count)];
        return columns;
    }
}

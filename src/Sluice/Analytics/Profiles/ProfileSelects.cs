using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Translation;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Profiles;

/// <summary>The selects of a profile, besides <see cref="SummarySelect"/>. Nothing in them comes from a request.</summary>
internal static class ProfileSelects
{
    /// <summary>The alias of the rows of a set.</summary>
    public const string Alias = "t";

    private const string Inner = "i";

    /// <summary>The greatest and least number whose counterpart is finite too.</summary>
    private static readonly ParameterExpression Greatest = new(double.MaxValue, ColumnKind.Double);
    private static readonly ParameterExpression Least = new(double.MinValue, ColumnKind.Double);

    /// <summary>The column of a property.</summary>
    public static ColumnExpression Column(EntityProperty property) => Column(Alias, property.Column, property);

    /// <summary>The values of a property in a select by its name there.</summary>
    public static ColumnExpression Column(string alias, string name, EntityProperty property) =>
        new(alias, name, property.Type.Kind, true) { Precision = property.Type.Precision, Scale = property.Type.Scale };

    /// <summary>A value as a column of a result. Decimals are texts, because they may have more digits than .NET's type.</summary>
    public static Projection Result(QueryExpression value, string name) => new(value, name, value.Kind == ColumnKind.Decimal);

    /// <summary>The condition that a number is neither infinite, NaN nor null, and within bounds.</summary>
    /// <param name="number">The number, a floating-point one.</param>
    /// <param name="bound">The greatest absolute value, or <see langword="null"/> for any.</param>
    public static LogicalExpression IsFinite(QueryExpression number, double? bound = null) => new(
        IsAnd: true,
        [
            new ComparisonExpression(
                ComparisonOperator.GreaterOrEqual, number, bound is { } b ? new ParameterExpression(-b, ColumnKind.Double) : Least),
            new ComparisonExpression(
                ComparisonOperator.LessOrEqual, number, bound is { } c ? new ParameterExpression(c, ColumnKind.Double) : Greatest),
        ]);

    /// <summary>The most frequent values, each with its number of rows and, if asked for, the number of different values.</summary>
    public static Select Top(EntitySet set, EntityProperty property, bool countsGroups)
    {
        var value = Column(property);
        var found = Column(Inner, "v", property);
        var count = new ColumnExpression(Inner, "n", ColumnKind.Int64, false);
        var groups = new AggregateExpression(AggregateMethod.GroupCount, null, ColumnKind.Int64);
        return new Select
        {
            Source = new Select
            {
                Source = set.Source,
                Alias = Alias,
                Where = IsThere(value),
                GroupBy = [value],
                Columns =
                [
                    new(value, found.Name),
                    new(new AggregateExpression(AggregateMethod.Count, null, ColumnKind.Int64), count.Name),
                    .. countsGroups ? [new Projection(groups, "g")] : Array.Empty<Projection>(),
                ],
            },
            Alias = Inner,
            Columns =
            [
                Result(property.Type.Kind == ColumnKind.Text ? Beginning(found) : found, "v"),
                new(count, "n"),
                .. countsGroups ? [new(new ColumnExpression(Inner, "g", ColumnKind.Int64, false), "g")] : Array.Empty<Projection>(),
            ],
            OrderBy = [new(count, Descending: true), new(found, Descending: false)],
            Top = ProfileLimits.Values,
        };
    }

    /// <summary>How many values are in each part between edges: the index of the part, and its rows. Empty parts are left out.</summary>
    public static Select Histogram(EntitySet set, EntityProperty property, IReadOnlyList<object> edges)
    {
        var value = Column(property);
        var part = new ColumnExpression(Inner, "b", ColumnKind.Int64, false);
        return new Select
        {
            Source = new Select
            {
                Source = set.Source,
                Alias = Alias,
                Where = property.Type.Kind == ColumnKind.Double ? IsFinite(value) : IsThere(value),
                Columns = [new(PartOf(value, property.Type, edges, 0, edges.Count - 2), part.Name)],
            },
            Alias = Inner,
            GroupBy = [part],
            Columns = [new(part, "b"), new(new AggregateExpression(AggregateMethod.Count, null, ColumnKind.Int64), "n")],
        };
    }

    /// <summary>The finite number of a rank, from 1.</summary>
    public static Select OfRank(EntitySet set, EntityProperty property, long rank)
    {
        var value = Column(property);
        return new Select
        {
            Source = set.Source,
            Alias = Alias,
            Where = property.Type.Kind == ColumnKind.Double ? IsFinite(value) : IsThere(value),
            Columns = [new(Functions.Cast(value, ColumnKind.Double), "q")],
            OrderBy = [new(value, Descending: false)],
            Skip = rank - 1,
            Top = 1,
        };
    }

    /// <summary>The rejects of a dataset, by rule and field.</summary>
    public static Select Rejects(EntitySet rejects, string dataset)
    {
        var (rule, field) = (Column(rejects.Find("rule")!), Column(rejects.Find("field")!));
        var (foundRule, foundField) = (Column(Inner, "r", rejects.Find("rule")!), Column(Inner, "f", rejects.Find("field")!));
        var count = new ColumnExpression(Inner, "n", ColumnKind.Int64, false);
        return new Select
        {
            Source = new Select
            {
                Source = rejects.Source,
                Alias = Alias,
                Where = IsOf(rejects, dataset),
                GroupBy = [rule, field],
                Columns =
                [
                    new(rule, "r"), new(field, "f"), new(new AggregateExpression(AggregateMethod.Count, null, ColumnKind.Int64), "n"),
                ],
            },
            Alias = Inner,
            Columns = [new(foundRule, "r"), new(foundField, "f"), new(count, "n")],
            OrderBy = [new(count, Descending: true), new(foundRule, Descending: false), new(foundField, Descending: false)],
        };
    }

    /// <summary>The condition that a row of the ledger is about a dataset.</summary>
    public static ComparisonExpression IsOf(EntitySet ledger, string dataset) =>
        new(ComparisonOperator.Equal, Column(ledger.Find("dataset")!), new ParameterExpression(dataset, ColumnKind.Text));

    private static NotExpression IsThere(QueryExpression value) => new(new IsNullExpression(value));

    private static FunctionExpression Beginning(ColumnExpression text) => new(
        SqlFunction.Substring,
        [text, new ParameterExpression(0L, ColumnKind.Int64), new ParameterExpression((long)ProfileLimits.Characters, ColumnKind.Int64)],
        ColumnKind.Text, text.Nullable);

    // Halves the parts with each comparison.
    private static QueryExpression PartOf(QueryExpression value, ColumnType type, IReadOnlyList<object> edges, int first, int last)
    {
        if (first == last)
        {
            return new ParameterExpression((long)first, ColumnKind.Int64);
        }

        var middle = (first + last + 1) / 2;
        var edge = new ParameterExpression(edges[middle], type.Kind) { Precision = type.Precision, Scale = type.Scale };
        return new CaseExpression(
            new ComparisonExpression(ComparisonOperator.Less, value, edge),
            PartOf(value, type, edges, first, middle - 1),
            PartOf(value, type, edges, middle, last));
    }
}

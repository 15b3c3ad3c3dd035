using System.Globalization;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Translation;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Profiles;

/// <summary>One select of what can be known about several columns in one pass: counts, extremes, means, lengths, quartiles.</summary>
internal sealed class SummarySelect
{
    /// <summary>Sums of numbers up to this are finite, whatever the number of rows.</summary>
    public const double MostOfMean = 1e290;

    private const string Outer = "s";

    private static readonly AggregateMethod[] Quartiles =
        [AggregateMethod.LowerQuartile, AggregateMethod.MiddleQuartile, AggregateMethod.UpperQuartile];

    private readonly bool hasApproximations;
    private readonly List<Projection> inner = [];
    private readonly List<Projection> outer = [];
    private readonly List<Places> places = [];

    /// <summary>Creates the select.</summary>
    /// <param name="set">The set.</param>
    /// <param name="properties">The columns.</param>
    /// <param name="hasApproximations">Whether the warehouse can estimate quartiles (<see cref="ISqlDialect.HasApproximations"/>).</param>
    public SummarySelect(EntitySet set, IReadOnlyList<EntityProperty> properties, bool hasApproximations)
    {
        this.hasApproximations = hasApproximations;
        Add(AggregateMethod.Count, null, ColumnKind.Int64);
        foreach (var property in properties)
        {
            places.Add(Add(property));
        }

        Select = new Select
        {
            Source = new Select { Source = set.Source, Alias = ProfileSelects.Alias, Columns = inner },
            Alias = Outer,
            GroupBy = [],
            Columns = outer,
        };
    }

    /// <summary>The select. It has one row.</summary>
    public Select Select { get; }

    /// <summary>Reads the row.</summary>
    /// <param name="row">Its values, decimals as texts.</param>
    public IEnumerable<ColumnSummary> Read(object?[] row)
    {
        var rows = (long)row[0]!;
        return places.Select(p =>
        {
            var values = (long)row[p.Values]!;
            return new ColumnSummary(p.Property, rows, values, Math.Min(values, (long)row[p.Distinct]!))
            {
                Finite = p.Finite >= 0 ? (long)row[p.Finite]! : values,
                Min = ValueAt(p.Min),
                Max = ValueAt(p.Max),
                Least = ValueAt(p.Least),
                Greatest = ValueAt(p.Greatest),
                Mean = (double?)ValueAt(p.Mean),
                Quartiles = p.Quartiles >= 0 && row[p.Quartiles] is not null
                    ? [.. Enumerable.Range(p.Quartiles, Quartiles.Length).Select(q => (double)row[q]!)]
                    : null,
                Shortest = (long?)ValueAt(p.Shortest),
                Longest = (long?)ValueAt(p.Longest),
            };

            object? ValueAt(int place) => place < 0 ? null
                : outer[place].AsText && row[place] is string digits ? ExactNumber.Parse(digits) : row[place];
        });
    }

    private Places Add(EntityProperty property)
    {
        var value = Through(ProfileSelects.Column(property), property.Type);
        var known = new Places(
            property, Add(AggregateMethod.CountValues, value, ColumnKind.Int64),
            Add(AggregateMethod.ApproximateDistinct, value, ColumnKind.Int64));
        if (property.IsSensitive)
        {
            return known;
        }

        switch (property.Type.Kind)
        {
            case ColumnKind.Text:
                var length = Through(
                    new FunctionExpression(SqlFunction.Length, [ProfileSelects.Column(property)], ColumnKind.Int64, true), default);
                return known with
                {
                    Shortest = Add(AggregateMethod.Min, length, ColumnKind.Int64),
                    Longest = Add(AggregateMethod.Max, length, ColumnKind.Int64),
                };
            case ColumnKind.Boolean:
                return known;
            default:
                known = known with
                {
                    Min = Add(AggregateMethod.Min, value, property.Type.Kind),
                    Max = Add(AggregateMethod.Max, value, property.Type.Kind),
                };
                return Functions.IsNumber(property.Type.Kind) ? AddNumber(property, known) : known;
        }
    }

    private Places AddNumber(EntityProperty property, Places known)
    {
        var number = Functions.Cast(ProfileSelects.Column(property), ColumnKind.Double);
        var finite = number;
        if (property.Type.Kind == ColumnKind.Double)
        {
            finite = new CaseExpression(ProfileSelects.IsFinite(number), number, null);
            number = new CaseExpression(ProfileSelects.IsFinite(number, MostOfMean), number, null);
        }

        var limited = Through(number, default);
        var all = number == finite ? limited : Through(finite, default);
        known = known with { Mean = Add(AggregateMethod.Average, limited, ColumnKind.Double) };
        if (all != limited)
        {
            known = known with
            {
                Finite = Add(AggregateMethod.CountValues, all, ColumnKind.Int64),
                Least = Add(AggregateMethod.Min, all, ColumnKind.Double),
                Greatest = Add(AggregateMethod.Max, all, ColumnKind.Double),
            };
        }

        return hasApproximations
            ? known with { Quartiles = Quartiles.Select(q => Add(q, all, ColumnKind.Double)).ToList()[0] }
            : known;
    }

    /// <summary>Adds a value to the inner select.</summary>
    /// <returns>The column that the outer select has of it.</returns>
    private ColumnExpression Through(QueryExpression value, ColumnType type)
    {
        var name = $"x{inner.Count.ToString(CultureInfo.InvariantCulture)}";
        inner.Add(new Projection(value, name));
        return new ColumnExpression(Outer, name, value.Kind, true) { Precision = type.Precision, Scale = type.Scale };
    }

    private int Add(AggregateMethod method, ColumnExpression? argument, ColumnKind kind)
    {
        outer.Add(ProfileSelects.Result(
            new AggregateExpression(method, argument, kind), $"a{outer.Count.ToString(CultureInfo.InvariantCulture)}"));
        return outer.Count - 1;
    }

    /// <summary>Where the row has what belongs to a column; -1 for nothing.</summary>
    private sealed record Places(EntityProperty Property, int Values, int Distinct)
    {
        public int Finite { get; init; } = -1;

        public int Min { get; init; } = -1;

        public int Max { get; init; } = -1;

        public int Least { get; init; } = -1;

        public int Greatest { get; init; } = -1;

        public int Mean { get; init; } = -1;

        public int Quartiles { get; init; } = -1;

        public int Shortest { get; init; } = -1;

        public int Longest { get; init; } = -1;
    }
}

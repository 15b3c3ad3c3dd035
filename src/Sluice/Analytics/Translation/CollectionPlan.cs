using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

/// <summary>The rows that an expanded collection leads to, translated.</summary>
internal sealed record CollectionPlan
{
    private const string Number = "#p";
    private const string Place = "#n";
    private const string Count = "#c";

    /// <summary>The navigation.</summary>
    public required EntityNavigation Navigation { get; init; }

    /// <summary>The columns of the rows that lead there, by which they do.</summary>
    public required IReadOnlyList<int> ParentOrdinals { get; init; }

    /// <summary>All rows of the collection's set that are asked for, whatever leads there: a select of its table.</summary>
    public required Select Rows { get; init; }

    /// <summary>The columns of its table by which rows lead there, in the order of <see cref="ParentOrdinals"/>.</summary>
    public required IReadOnlyList<ColumnExpression> Keys { get; init; }

    /// <summary>Aliases that no other relation of the query has: of the rows that lead there, and of two selects.</summary>
    public required (string Parents, string Related, string Placed) Aliases { get; init; }

    /// <summary>The properties of a row.</summary>
    public required IReadOnlyList<ResultProperty> Properties { get; init; }

    /// <summary>The set that the rows are of.</summary>
    public required RowEntity Entity { get; init; }

    /// <summary>What rows are ordered by.</summary>
    public required IReadOnlyList<Ordering> Order { get; init; }

    /// <summary>The columns that rows are ordered by, one for each part of the order.</summary>
    public required IReadOnlyList<int> OrderOrdinals { get; init; }

    /// <summary>How many rows beside one row are left out first.</summary>
    public required long Skip { get; init; }

    /// <summary>The most rows beside one row, or <see langword="null"/>.</summary>
    public required long? Top { get; init; }

    /// <summary>Whether the answer says how many rows there are beside each row.</summary>
    public required bool HasCount { get; init; }

    /// <summary>The options of a request for the rows beside one row by themselves.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The column that says which row leads there.</summary>
    public int NumberOrdinal => Rows.Columns.Count;

    /// <summary>The column that says which row of those beside one row it is, from 1.</summary>
    public int PlaceOrdinal => NumberOrdinal + 1;

    /// <summary>The column that says how many rows there are beside one row; there only if that is asked for.</summary>
    public int CountOrdinal => PlaceOrdinal + 1;

    /// <summary>
    /// The rows beside some rows, those of the first of them first. If the answer says how many there are, the first row beside each is
    /// among them even if it is not asked for.
    /// </summary>
    /// <param name="parents">The rows that lead there: what <see cref="ParentOrdinals"/> have, and the number of the row.</param>
    /// <param name="most">The most rows beside one row.</param>
    public Select Beside(IReadOnlyList<IReadOnlyList<ParameterExpression>> parents, long most)
    {
        var keys = Keys.Select((k, i) => (Left: k with { Alias = Aliases.Parents, Name = $"k{i}" }, Right: k)).ToList();
        var number = new ColumnExpression(Aliases.Parents, Number, ColumnKind.Int64, false);

        // The order is that of columns here already, whatever they are worked out from; and of numbers, not of their digits.
        var related = Rows with
        {
            Source = new ParameterRows([.. keys.Select(k => k.Left.Name), Number], parents),
            Alias = Aliases.Parents,
            Joins =
            [
                new Join((Table)Rows.Source, Rows.Alias, [], keys, []) { IsInner = true },
                .. Rows.Joins,
            ],
            Columns = [.. Rows.Columns.Select(c => c with { AsText = false }), new Projection(number, Number)],
        };
        var order = Order.Zip(OrderOrdinals, (o, i) => o with { Value = Column(related.Columns[i], Aliases.Related) }).ToList();
        number = number with { Alias = Aliases.Related };
        var placed = new Select
        {
            Source = related,
            Alias = Aliases.Related,
            Columns =
            [
                .. related.Columns.Select(c => new Projection(Column(c, Aliases.Related), c.Name)),
                new Projection(new RowNumberExpression(number, order), Place),
                .. HasCount ? [new Projection(new PartitionCountExpression(number), Count)] : Array.Empty<Projection>(),
            ],
        };
        number = number with { Alias = Aliases.Placed };
        var place = new ColumnExpression(Aliases.Placed, Place, ColumnKind.Int64, false);
        QueryExpression isAskedFor = new LogicalExpression(true,
        [
            new ComparisonExpression(ComparisonOperator.Greater, place, Value(Skip)),
            new ComparisonExpression(ComparisonOperator.LessOrEqual, place, Value(Skip + most)),
        ]);
        return new Select
        {
            Source = placed,
            Alias = Aliases.Placed,
            Where = HasCount
                ? new LogicalExpression(false, [isAskedFor, new ComparisonExpression(ComparisonOperator.Equal, place, Value(1))])
                : isAskedFor,
            Columns =
            [
                .. placed.Columns.Select((c, i) =>
                    new Projection(Column(c, Aliases.Placed), c.Name, i < Rows.Columns.Count && Rows.Columns[i].AsText)),
            ],
            OrderBy = [new Ordering(number, false), new Ordering(place, false)],
        };
    }

    private static ColumnExpression Column(Projection column, string alias) =>
        new(alias, column.Name, column.Value.Kind, column.Value.Nullable)
        {
            Precision = column.Value.Precision,
            Scale = column.Value.Scale,
        };

    private static ParameterExpression Value(long number) => new(number, ColumnKind.Int64);
}

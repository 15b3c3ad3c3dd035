using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>
/// The translation of an expanded collection: for a batch of parent rows, one query reads the related rows of all of them.
/// </summary>
internal sealed record CollectionPlan
{
    private const string ParentNumberColumn = "#p";
    private const string RowNumberColumn = "#n";
    private const string CountColumn = "#c";

    /// <summary>The navigation.</summary>
    public required EntityNavigation Navigation { get; init; }

    /// <summary>The columns of the parent rows that related rows refer to.</summary>
    public required IReadOnlyList<int> ParentOrdinals { get; init; }

    /// <summary>All requested rows of the collection's set, for any parent: a select of its source.</summary>
    public required Select Rows { get; init; }

    /// <summary>The columns of its table that refer to the parents, in the order of <see cref="ParentOrdinals"/>.</summary>
    public required IReadOnlyList<ColumnExpression> Keys { get; init; }

    /// <summary>Unique aliases for the parent rows and for the two selects around the related rows.</summary>
    public required (string Parents, string Related, string Numbered) Aliases { get; init; }

    /// <summary>The properties of a row.</summary>
    public required IReadOnlyList<ResultProperty> Properties { get; init; }

    /// <summary>The set of the rows.</summary>
    public required RowEntity Entity { get; init; }

    /// <summary>The order of the rows of one parent.</summary>
    public required IReadOnlyList<Ordering> Order { get; init; }

    /// <summary>The columns of the order, one for each of its parts.</summary>
    public required IReadOnlyList<int> OrderOrdinals { get; init; }

    /// <summary>How many rows to skip for each parent.</summary>
    public required long Skip { get; init; }

    /// <summary>The greatest number of rows for each parent, or <see langword="null"/>.</summary>
    public required long? Top { get; init; }

    /// <summary>Whether the answer has the number of rows of each parent.</summary>
    public required bool HasCount { get; init; }

    /// <summary>The options of a separate request for the rows of one parent.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The collections that are expanded in its rows.</summary>
    public IReadOnlyList<CollectionPlan> Collections { get; init; } = [];

    /// <summary>The names of the single related rows that lead from the row to the object that has the collection.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>That object, or <see langword="null"/> if it is the row itself.</summary>
    public RowEntity? Parent { get; init; }

    /// <summary>The column with the number of the parent row.</summary>
    public int ParentNumberOrdinal => Rows.Columns.Count;

    /// <summary>The column with the number of the row among those of its parent, from 1.</summary>
    public int RowNumberOrdinal => ParentNumberOrdinal + 1;

    /// <summary>The column with the number of rows of the parent. It exists only if <see cref="HasCount"/>.</summary>
    public int CountOrdinal => RowNumberOrdinal + 1;

    /// <summary>
    /// The query for the rows of some parents, in the order of the parents. It is nested in three levels. The inner select joins the
    /// parents, as rows of parameters, with the table. The middle one numbers the rows of each parent by the order and, if requested,
    /// counts them, because window functions cannot be used in a WHERE clause. The outer one keeps the requested rows. With a count,
    /// it also keeps the first row of each parent, even if that is skipped: its count would be lost otherwise.
    /// </summary>
    /// <param name="parents">The parent rows: for each, the values of <see cref="ParentOrdinals"/> and its number.</param>
    /// <param name="most">The greatest number of rows for each parent.</param>
    public Select QueryFor(IReadOnlyList<IReadOnlyList<ParameterExpression>> parents, long most)
    {
        var keys = Keys.Select((k, i) => (Left: k with { Alias = Aliases.Parents, Name = $"k{i}" }, Right: k)).ToList();
        var parentNumber = new ColumnExpression(Aliases.Parents, ParentNumberColumn, ColumnKind.Int64, false);

        // The middle select orders by columns of this one, so that order expressions are calculated only once. AsText is reset here,
        // because digits as text would sort wrongly; the outer select sets it again.
        var related = Rows with
        {
            Source = new ParameterRows([.. keys.Select(k => k.Left.Name), ParentNumberColumn], parents),
            Alias = Aliases.Parents,
            Joins =
            [
                new Join(Rows.Source, Rows.Alias, [], keys, []) { IsInner = true },
                .. Rows.Joins,
            ],
            Columns = [.. Rows.Columns.Select(c => c with { AsText = false }), new Projection(parentNumber, ParentNumberColumn)],
        };
        var order = Order.Zip(OrderOrdinals, (o, i) => o with { Value = Column(related.Columns[i], Aliases.Related) }).ToList();
        parentNumber = parentNumber with { Alias = Aliases.Related };
        var numbered = new Select
        {
            Source = related,
            Alias = Aliases.Related,
            Columns =
            [
                .. related.Columns.Select(c => new Projection(Column(c, Aliases.Related), c.Name)),
                new Projection(new RowNumberExpression(parentNumber, order), RowNumberColumn),
                .. HasCount ? [new Projection(new PartitionCountExpression(parentNumber), CountColumn)] : Array.Empty<Projection>(),
            ],
        };
        parentNumber = parentNumber with { Alias = Aliases.Numbered };
        var rowNumber = new ColumnExpression(Aliases.Numbered, RowNumberColumn, ColumnKind.Int64, false);
        QueryExpression isAskedFor = new LogicalExpression(true,
        [
            new ComparisonExpression(ComparisonOperator.Greater, rowNumber, Value(Skip)),
            new ComparisonExpression(ComparisonOperator.LessOrEqual, rowNumber, Value(Skip + most)),
        ]);
        return new Select
        {
            Source = numbered,
            Alias = Aliases.Numbered,
            Where = HasCount
                ? new LogicalExpression(false, [isAskedFor, new ComparisonExpression(ComparisonOperator.Equal, rowNumber, Value(1))])
                : isAskedFor,
            Columns =
            [
                .. numbered.Columns.Select((c, i) =>
                    new Projection(Column(c, Aliases.Numbered), c.Name, i < Rows.Columns.Count && Rows.Columns[i].AsText)),
            ],
            OrderBy = [new Ordering(parentNumber, false), new Ordering(rowNumber, false)],
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

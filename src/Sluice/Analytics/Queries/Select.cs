namespace Sluice.Analytics.Queries;

/// <summary>A select: rows of a relation that are joined, filtered, grouped, ordered and paged, in this order.</summary>
public sealed record Select : Relation
{
    /// <summary>The source of the rows.</summary>
    public required Relation Source { get; init; }

    /// <summary>The alias of the source, unique in the whole query.</summary>
    public required string Alias { get; init; }

    /// <summary>The joins with other tables.</summary>
    public IReadOnlyList<Join> Joins { get; init; } = [];

    /// <summary>The condition of the rows, or <see langword="null"/>.</summary>
    public QueryExpression? Where { get; init; }

    /// <summary>The columns of the result; at least one.</summary>
    public required IReadOnlyList<Projection> Columns { get; init; }

    /// <summary>
    /// The columns of the source to group by; empty for one group of all rows, <see langword="null"/> if rows are not grouped.
    /// </summary>
    public IReadOnlyList<ColumnExpression>? GroupBy { get; init; }

    /// <summary>The order. It has an effect only in the outermost select, and with <see cref="Skip"/> or <see cref="Top"/>.</summary>
    public IReadOnlyList<Ordering> OrderBy { get; init; } = [];

    /// <summary>How many rows to skip.</summary>
    public long Skip { get; init; }

    /// <summary>The greatest number of rows, at least 1; <see langword="null"/> for all.</summary>
    public long? Top { get; init; }
}

/// <summary>A left join with at most one row of another table. If several rows match, the first by the order is used.</summary>
/// <param name="Source">The table, or a select of it.</param>
/// <param name="Alias">Its alias, unique in the whole query.</param>
/// <param name="Columns">The columns that the select uses.</param>
/// <param name="On">Pairs of a column of an earlier relation and the column of the table that must equal it.</param>
/// <param name="Order">The order of matching rows; empty if at most one can match.</param>
public sealed record Join(
    Relation Source, string Alias, IReadOnlyList<string> Columns, IReadOnlyList<(ColumnExpression Left, ColumnExpression Right)> On,
    IReadOnlyList<string> Order)
{
    /// <summary>Whether it is instead an inner join with all matching rows. Then the order is ignored.</summary>
    public bool IsInner { get; init; }
}

/// <summary>A column of the result of a select.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Name">Its name.</param>
/// <param name="AsText">Whether a number is returned as text, because it may have more digits than <see cref="decimal"/> holds.</param>
public sealed record Projection(QueryExpression Value, string Name, bool AsText = false);

/// <summary>One part of an order of rows. As OData requires, null comes first, or last if descending.</summary>
/// <param name="Value">The value, which must contain a column.</param>
/// <param name="Descending">Whether the greatest value comes first.</param>
public sealed record Ordering(QueryExpression Value, bool Descending);

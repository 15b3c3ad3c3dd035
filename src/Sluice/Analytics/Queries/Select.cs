namespace Sluice.Analytics.Queries;

/// <summary>One select: rows of a relation, joined, filtered, grouped, ordered and cut, in this order.</summary>
public sealed record Select : Relation
{
    /// <summary>What rows are taken from.</summary>
    public required Relation Source { get; init; }

    /// <summary>The alias of the source, unique in the whole query.</summary>
    public required string Alias { get; init; }

    /// <summary>Rows of other tables beside those of the source.</summary>
    public IReadOnlyList<Join> Joins { get; init; } = [];

    /// <summary>What rows must satisfy, or <see langword="null"/>.</summary>
    public QueryExpression? Where { get; init; }

    /// <summary>What the select gives; at least one column.</summary>
    public required IReadOnlyList<Projection> Columns { get; init; }

    /// <summary>
    /// The columns of the source that make a group; empty for one group of all rows, <see langword="null"/> if rows are not grouped.
    /// </summary>
    public IReadOnlyList<ColumnExpression>? GroupBy { get; init; }

    /// <summary>The order; counts only in the outermost select, and with <see cref="Skip"/> or <see cref="Top"/>.</summary>
    public IReadOnlyList<Ordering> OrderBy { get; init; } = [];

    /// <summary>How many rows to leave out first.</summary>
    public long Skip { get; init; }

    /// <summary>The most rows, at least 1; <see langword="null"/> for all.</summary>
    public long? Top { get; init; }
}

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
